"""Who moved up, by modality, site and deployment, side by side: numbers of people, and nobody's name."""

from sw_competency.model.findings import full_stop
from sw_competency.questions.equity import FROM, EquityAnswer
from sw_competency.reports._base import Asked, cited, stamp
from sw_competency.reports._page import Shown, page_of
from sw_competency.reports._sections import Paper, Section, department

NAME = "equity"
QUESTION = "How many of those at a tier moved up, by modality, site and deployment, side by side?"
FORMATS = ("html", "pdf", "md", "xlsx")
NEEDS = ()


def view(asked: Asked) -> Paper:
    """Put the numbers side by side, with what must be known to read them."""
    answer = asked.questions.equity(_tier(asked))
    page = page_of(answer, asked.questions)
    return Paper(
        title="Equity of progression", who=department(asked), stamp=stamp(asked), headline="Who moved up",
        lead=(full_stop(answer.says),),
        facts=_facts(asked, answer),
        sections=(
            *(Section(title=one.title, grids=(one,)) for one in page.grids),
            Section(title="How to read the numbers", says=answer.notes),
        ),
        defaults=page.defaults, sources=cited(asked, answer.sources),
    )  # fmt: skip


def _tier(asked: Asked) -> str:
    """Return the tier the question takes where none is named; in a catalogue that has none such, its lowest."""
    tiers = asked.questions.catalogue.tiers
    return FROM if FROM in tiers else min(tiers.values(), key=lambda one: one.rank).id


def _facts(asked: Asked, answer: EquityAnswer) -> tuple[tuple[str, Shown], ...]:
    total = answer.total
    shows = total is not None and total.percent is not None
    moved = f"{total.progressed} of {total.at_start} ({total.percent} %)" if total and shows else "not shown"
    return (
        ("At the start", asked.titled(answer.from_tier)), ("From", answer.first), ("To", answer.last),
        ("Moved up", moved),
    )  # fmt: skip
