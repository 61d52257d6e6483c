"""The seal of a page: what was asked, by which clocks, and a digest of what the page says, so that it can be checked.

The digest is of the facts, not of a file: HTML, paper and Markdown of one view bear the same.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs
import msgspec

from sw_competency.model.answers import Answer, Answers
from sw_competency.model.findings import jsonable
from sw_competency.questions import Question
from sw_competency.questions._fields import fields_of
from sw_competency.reports._base import Asked, Seal, Stamp
from sw_competency.reports._needs import FIELDS
from sw_competency.reports._paper import plain

BEGINS = "sw-competency-page:"  # a page of ours, in whatever it is found
DIGITS = 24  # of a digest: nobody finds other facts with the same


class Code(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a program reads of a seal: nothing of a person but what the page prints.

    Args:
        page: the name of the report, or of the question.
        question: whether it is the answer to a question, not a report.
        ask: what was asked, by name; None where that was a file, which is not kept.
        as_of: the day it is about.
        known_by: the instant up to which records were looked at; None where none were.
        catalogue: the digest of the catalogue.
        library: the version that wrote it.
        head: what stood for all records.
        contact: whom to ask about it.
        links: where else to go from it.
        digest: the digest of what was asked and is said.
    """

    page: str
    as_of: str
    catalogue: str
    library: str
    digest: str
    known_by: str | None = None
    ask: dict[str, Any] | None = None
    question: bool = False
    head: str | None = None
    contact: str | None = None
    links: tuple[tuple[str, str], ...] = ()

    def written(self) -> str:
        """Return it as one line of ASCII that ends no comment and is no markup, wherever it stands."""
        told = json.dumps(msgspec.to_builtins(self), separators=(",", ":"), sort_keys=True)
        for sign in ("<", ">", "&"):
            told = told.replace(sign, f"\\u{ord(sign):04x}")
        return BEGINS + told.replace("--", "-\\u002d")

    def of(self, view: Any) -> "Code":
        """Return it with the digest of a view."""
        said = _undrawn({**plain(view), "stamp": None})
        bound = [self.page, self.question, self.ask, self.as_of, self.known_by, said]
        text = json.dumps(bound, sort_keys=True, ensure_ascii=False)
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]
        return msgspec.structs.replace(self, digest=digest)


def _undrawn(value: Any) -> Any:
    """Return facts without the strokes of pictures, which repeat them and may one day be drawn otherwise."""
    if isinstance(value, dict):
        return {name: _undrawn(one) for name, one in value.items() if name != "svg"}
    return [_undrawn(one) for one in value] if isinstance(value, list) else value


def of_report(name: str, asked: Asked, stamp: Stamp, *, with_records: bool) -> Code:
    """Return the code of a report, without its digest."""
    given = {name: jsonable(value) for name in FIELDS if (value := getattr(asked, name))}
    code = _code(name, given, asked.questions.catalogue.digest, stamp)
    return code if with_records else msgspec.structs.replace(code, known_by=None)


def of_answer(answer: Answer[Any] | Answers[Any], stamp: Stamp) -> Code:
    """Return the code of the page of an answer, without its digest."""
    asked: Question[Any] = answer.asked
    fields = {f.written: (f, getattr(asked, f.name)) for f in fields_of(type(asked))}
    given = {name: jsonable(value) for name, (f, value) in fields.items() if f.required or value != f.default}
    from_a_file = any(not _is_plain(value) or (f.file and value is not None) for f, value in fields.values())
    code = _code(type(asked).name, None if from_a_file else given, answer.moment.catalogue, stamp)
    return msgspec.structs.replace(code, question=True)


def _is_plain(value: Any) -> bool:
    """Tell whether something that is asked can be written down and read again."""
    if isinstance(value, tuple):
        return all(isinstance(one, str) for one in value)
    return value is None or isinstance(value, str | bool | int | date) or hasattr(value, "iso")


def _code(page: str, ask: Mapping[str, Any] | None, catalogue: str, stamp: Stamp) -> Code:
    return Code(
        page=page, ask=None if ask is None else dict(ask), as_of=stamp.as_of.isoformat(), known_by=stamp.known_by,
        catalogue=catalogue, library=stamp.library, head=stamp.head, contact=stamp.contact, links=stamp.links,
        digest="",
    )  # fmt: skip


def sealed(view: Any, code: Code, *, on_paper: bool = False) -> Any:
    """Return a view that bears its seal in its stamp.

    Args:
        view: the finished view.
        code: its code, without a digest.
        on_paper: whether it is to be scanned from paper.
    """
    whole = code.of(view)
    groups = (whole.digest[i : i + 4] for i in range(0, DIGITS, 4))
    short = msgspec.structs.replace(whole, head=None, contact=None, links=())  # short, to be scanned easily
    seal = Seal(" ".join(groups), whole.written(), _square(short.written()) if on_paper else None)
    return attrs.evolve(view, stamp=attrs.evolve(view.stamp, seal=seal))


def _square(text: str) -> str | None:
    """Return a text as a square to scan, an SVG; None where what draws it is not installed."""
    try:
        import segno
    except ImportError:
        return None
    return str(segno.make_qr(text, error="l").svg_inline(border=0))
