"""The command `sites`."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import document, foot, line

if TYPE_CHECKING:
    from sw_competency.model import PlainAnswer

_SIZE = ("group", "setting", "establishment_wte", "esr_wte", "esr_to_establishment")
_NAMES = {
    "deployment": "deployment", "entry_band": "entry band", "training_shortest": "shortest training",
    "training_longest": "longest training", "paired_for": "paired with a colleague", "routes": "way up",
    "leads": "lead support workers", "out_of_hours": "out of hours", "line_management": "line management",
}  # fmt: skip


def sites(site: str | None = None, /, *, options: Options = DEFAULT) -> int:
    """What is known of each site, reported or assumed: size, titles, deployment, training, ways up. Needs no records.

    Args:
        site: This site only.
        options: What holds for every command.
    """
    from sw_competency.questions.sites import sites as known

    _, questions = options.asked(with_records=False)
    answer = known(questions.catalogue, questions.moment, site)
    if options.json:
        document(answer.to_json())
    else:
        line(f"{answer.says}.")
        if answer["sites"]:
            _tables(answer)
            _more(answer["sites"] if site is not None else ())
        foot(answer)
    return 0 if answer["sites"] else 3


def _tables(answer: "PlainAnswer") -> None:
    from sw_competency.cli._tables import table

    found = answer["sites"]
    line()
    line("Whole-time equivalents of support workers, as the trust reports them and by the Electronic Staff Record")
    head = ("Site", "Group", "Setting", "Trust", "ESR", "ESR / trust")
    table(head, [(each["site"], *(_cell(name, each[name]) for name in _SIZE)) for each in found])
    line()
    table(("Site", "Job titles"), [(each["site"], _cell("job_titles", each["job_titles"])) for each in found])
    line()
    table(("Site", "What", "Said", "How surely", "Source"), [row for each in found for row in _rows(each)])


def _more(sites: Iterable[Mapping[str, Any]]) -> None:
    """Print whatever else a catalogue says of a site."""
    for name, said in [pair for each in sites for pair in each["more"].items() if isinstance(pair[1], str)]:
        line(f"{name.replace('_', ' ').capitalize()}: {said}")


def _rows(site: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Give what is said of a site, thing by thing; what nobody reported in one row at the end."""
    for name, title in _NAMES.items():
        said = site[name]
        cited = ", ".join(said["sources"])
        if name == "routes":
            for way in said["value"] or ():
                yield site["site"], title, way["title"], _surely(way), cited if way["known"] == "reported" else ""
        elif said["value"] is not None:
            yield site["site"], title, _text(name, said["value"]), said["known"], cited
    unknown = [title for name, title in _NAMES.items() if site[name]["value"] is None]
    if unknown:
        yield site["site"], "not reported", ", ".join(unknown), "", ""


def _surely(way: Mapping[str, Any]) -> str:
    """Say how sure a way is; one may be reported and what it asks for be assumed."""
    told = way["known"] == "reported" and way["authority"] == "placeholder"
    return "reported; what it asks for is assumed" if told else str(way["known"])


def _cell(name: str, said: Mapping[str, Any]) -> str:
    """Give a value with a mark where it is assumed."""
    text = "-" if said["value"] is None else _text(name, said["value"])
    return f"{text} (assumed)" if said["known"] == "assumed" else text


def _text(name: str, value: Any) -> str:
    match value:
        case "not-available":
            return "not available"
        case float() if name == "esr_to_establishment":
            return f"{value:.2f}"
        case int() | float():
            return f"{value:g}"
        case list() if name == "leads":
            return "; ".join(f"{lead['people']} at band {lead['band']}, over {_over(lead)}" for lead in value) or "none"
        case list():
            return "/".join(value)
        case str() if name.startswith(("training_", "paired_")):
            from sw_competency.dates import Length, length_said

            return length_said(Length.parse(value))
    return str(value)


def _over(lead: Mapping[str, Any]) -> str:
    return "the whole department" if lead["leads"] == "department" else str(lead["leads"])
