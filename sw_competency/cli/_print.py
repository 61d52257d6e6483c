"""Prints answers: the sentence first, then what it is made of, each part with a sign and a word."""

import json
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from sw_competency.errors import LISTED

if TYPE_CHECKING:
    from sw_competency.catalogue import Catalogue
    from sw_competency.dates import Moment
    from sw_competency.judge.lateness import Late
    from sw_competency.model import Answer, Answers, Finding, Outcome
    from sw_competency.model.marks import Mark
    from sw_competency.tracker import Tracker

OPENED: list["Tracker"] = []  # by the command that runs; what they could not read is told at its end
CODES = {"met": 0, "not-met": 1, "cannot-tell": 3}
# What would move the cursor, colour the screen, break a line or turn the direction of a text is shown, not obeyed.
_CONTROL = (*range(32), *range(127, 160))
_TURNING = (
    0x061C, 0x180E, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0xFEFF, *range(0xFFF9, 0xFFFC),
)  # fmt: skip
_TAGS = range(0xE0000, 0xE0080)  # letters that are not drawn
_SHOWN = {
    **{code: f"\\x{code:02x}" for code in _CONTROL}, **{code: f"\\u{code:04x}" for code in _TURNING},
    **{code: f"\\U{code:08x}" for code in _TAGS}, ord("\n"): "\\n", ord("\t"): "\\t",
}  # fmt: skip
_IN_LINES = {code: shown for code, shown in _SHOWN.items() if chr(code) not in "\n\t"}
# json itself escapes the others
_IN_JSON = {code: f"\\u{code:04x}" for code in (*range(127, 160), *_TURNING)}
_IN_JSON |= {code: json.dumps(chr(code))[1:-1] for code in _TAGS}


class Asked(Protocol):
    """What an answer is printed by: of the options of a command, these."""

    @property
    def json(self) -> bool:
        """Whether as JSON."""

    def judged_by(self) -> "Catalogue":
        """Return the catalogue the answer was judged by."""


def clean(text: str) -> str:
    """Return a text on one line, with its control characters made visible: an id may hold anything."""
    return text.translate(_SHOWN)


def line(text: str = "") -> None:
    """Print one line."""
    print(clean(text))


def raw(data: bytes) -> None:
    """Write a document to standard output as it is; a terminal is shown what it would obey."""
    sys.stdout.flush()
    if sys.stdout.isatty():
        data = data.decode("utf-8", "backslashreplace").replace("\r\n", "\n").translate(_IN_LINES).encode()
    sys.stdout.buffer.write(data)


def complain(sentence: str) -> None:
    """Print a sentence to standard error, or problems told together, one a line."""
    with suppress(OSError, ValueError):
        print(LISTED.join(clean(part) for part in sentence.split(LISTED)), file=sys.stderr)


def document(value: Any) -> None:
    """Print one JSON document."""
    print(_json(value, unicode=speaks_unicode()))


def damaged_records() -> list[tuple[tuple[str, str], str]]:
    """Return the records that the command that runs could not read, each with what is wrong with it."""
    return sorted({owner: says for tracker in OPENED for owner, says in tracker.damage.items()}.items())


def _json(value: Any, *, unicode: bool) -> str:
    return json.dumps(value, indent=2, ensure_ascii=not unicode).translate(_IN_JSON)


def speaks_unicode() -> bool:
    """Tell whether whoever reads our output can be sent any character."""
    return (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "").startswith("utf")


def signed(mark: "Mark") -> str:
    """Return a mark as its sign and its word, so that neither colour nor letters alone carry it."""
    return f"{mark.sign if speaks_unicode() else mark.plain_sign} {mark.word}"


def tree(findings: Iterable["Finding"], say: Callable[[str], str] = str, depth: int = 1) -> None:
    """Print findings, and what they are made of, each a step further in.

    Args:
        findings: the findings.
        say: puts names before the ids of people.
        depth: how far in they stand.
    """
    from sw_competency.model.marks import mark_of

    for finding in findings:
        entries = f" (entries: {', '.join(finding.entries)})" if finding.entries and not finding.parts else ""
        line(f"{'  ' * depth}{signed(mark_of(finding.outcome))}: {say(finding.short or finding.says)}{entries}")
        tree(finding.parts, say, depth + 1)


def suggested(findings: Iterable["Finding"], indent: str = "") -> None:
    """Print how what is suggested before a sign-off stands; it decides nothing."""
    for finding in findings:
        line(f"{indent}Suggested, decides nothing: {finding.says}")


_MOST = 8  # lines of one sort; more of them are a list to look at by itself


def recorded_late(told: str, late: "Iterable[Late]") -> None:
    """Print what an answer rests on that was written down late, where it has not been said yet; it decides nothing.

    Args:
        told: what has been said.
        late: what was written down late, as answers have it.
    """
    more = [one.says for one in late if one.words not in told]
    if more:
        line("Recorded late, which decides nothing:")
    for says in more[:_MOST]:
        line(f"  {says[0].upper()}{says[1:]}")
    if len(more) > _MOST:
        line(f"  and {len(more) - _MOST} more; all of them:  --json")


def defaults(options: "Asked", *answers: "Answer[Any] | Answers[Any]") -> None:
    """Print on which local defaults answers rest: in words, and where the catalogue says it."""
    paths = list(dict.fromkeys(path for answer in answers for path in answer.placeholders))
    if not paths:
        return
    from sw_competency.catalogue.placeholders import described

    held = options.judged_by()
    line(f"Rests on {'a local default' if len(paths) == 1 else 'local defaults'} to be confirmed:")
    for path in paths[:_MOST]:
        line(f"  {described(held, path)} ({path})")
    if len(paths) > _MOST:
        line(f"  and {len(paths) - _MOST} more; all of them:  sw-competency catalogue placeholders")


def foot(answer: "Answer[Any]") -> None:
    """Print what an answer rests on, and its two clocks."""
    from sw_competency.model.answers import rests_on

    if answer.finding.entries:
        line(rests_on(answer.finding.entries))
    if answer.finding.sources:
        line(f"Sources: {', '.join(answer.finding.sources)}")
    clocks(answer.moment)


def clocks(moment: "Moment") -> None:
    """Print what answers hold under, whole: given back as --as-of and --known-by, it gives the same answers."""
    from sw_competency.model.findings import instant

    line(f"As of {moment.as_of}, by records up to {instant(moment.known_by)}, catalogue {moment.catalogue}")


def as_document(answer: "Answer[Any]", *, unicode: bool) -> "tuple[str, Outcome]":
    """Return an answer as `documents` prints it, and its outcome; several processes share the work of that too."""
    return _json(answer.to_json(), unicode=unicode).replace("\n", "\n  "), answer.outcome


def documents(answers: Iterable["tuple[str, Outcome]"]) -> "set[Outcome]":
    """Print several answers as one JSON list, each as it comes; return the outcomes there were."""
    first, outcomes = True, set()
    for says, outcome in answers:
        print("[\n  " if first else ",\n  ", says, sep="", end="")
        first = False
        outcomes.add(outcome)
    print("[]" if first else "\n]")
    return outcomes


def named(tracker: "Tracker", worker: str) -> str:
    """Return the name of a person, or nothing where none is known."""
    person = tracker.person(worker)
    return (person.name or "") if person is not None else ""
