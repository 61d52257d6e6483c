"""Where sites differ, side by side: what they ask for, train and pay for the same work. Only what differs is told."""

from collections.abc import Iterator, Sequence

from sw_competency.model.columns import TEXT
from sw_competency.names import listed
from sw_competency.questions._variation_difference import Differing
from sw_competency.questions.variation import VariationAnswer, headings
from sw_competency.reports._base import Asked, cited, stamp
from sw_competency.reports._page import Grid
from sw_competency.reports._sections import Paper, Section, department, drawn, grids, place

NAME = "variation"
QUESTION = "Where do sites differ, side by side: what they ask for, titles, bands, training, deployment, ways up?"
FORMATS = ("html", "pdf", "md", "xlsx")
NEEDS = ()
SIDE_BY_SIDE = 10  # sites that have room beside each other on a sheet of A3; of more, a row for each value
_ON_A4 = 4


def view(asked: Asked) -> Paper:
    """Put what differs side by side, topic by topic."""
    answer = asked.questions.variation()
    return Paper(
        title="Where sites differ", who=department(asked), stamp=stamp(asked), headline=_headline(answer),
        lead=("A difference is no fault. It is where to ask why.",),
        facts=(("Sites", listed([place(asked, site) for site in answer.sites]) or "none"),),
        sections=(*_sections(asked, answer), *_glance(asked, answer)),
        defaults=tuple(_defaults(asked, answer)),
        sources=cited(asked, answer.sources), sheet="a3" if _ON_A4 < len(answer.sites) <= SIDE_BY_SIDE else "a4",
    )  # fmt: skip


def _defaults(asked: Asked, answer: VariationAnswer) -> Iterator[str]:
    """Name what a site has that nobody has published; beside each value it says so."""
    for one in answer.differences:
        if any(value.placeholder for value in one.values):
            yield f"{asked.titled(one.about)}: {one.what}"


def _headline(answer: VariationAnswer) -> str:
    sites, found = len(answer.sites), len(answer.differences)
    if sites < 2:
        return "One site is known: nothing to compare" if sites else "No site is known: nothing to compare"
    return f"{sites} sites differ in {found} thing{'s' * (found != 1)}" if found else f"{sites} sites do not differ"


def _glance(asked: Asked, answer: VariationAnswer) -> Iterator[Section]:
    if len(answer.sites) > 1 and answer.differences:
        yield Section(title="At a glance", pictures=drawn(asked, answer))


def _sections(asked: Asked, answer: VariationAnswer) -> Iterator[Section]:
    for topic, title in headings().items():
        some = [one for one in answer.differences if one.topic == topic]
        if some:
            beside = len(answer.sites) <= SIDE_BY_SIDE
            yield Section(title=title, grids=_beside(asked, answer.sites, some) if beside else _beneath(asked, some))


def _beside(asked: Asked, sites: Sequence[str], some: Sequence[Differing]) -> tuple[Grid, ...]:
    """Return a row for each difference, a column for each site."""
    say = asked.say
    rows = []
    for one in some:
        has = {site: say(value.marked) for value in one.values for site in value.sites}
        rows.append((asked.titled(one.about), one.what, *(has.get(site, "–") for site in sites)))
    columns = {"About": TEXT, "What": TEXT} | {place(asked, site): TEXT for site in sites}
    return grids(asked, columns, rows)


def _beneath(asked: Asked, some: Sequence[Differing]) -> tuple[Grid, ...]:
    """Return a row for each value, with the sites that have it."""
    rows = [
        (asked.titled(one.about), one.what, listed([place(asked, site) for site in value.sites]), value.marked)
        for one in some for value in one.values
    ]  # fmt: skip
    return grids(asked, {"About": TEXT, "What": TEXT, "Sites": TEXT, "As they have it": TEXT}, rows)

