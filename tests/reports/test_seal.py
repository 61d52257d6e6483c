"""Every page can be made again to the byte, and bears by what it can be checked."""

import html
import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from sw_competency import MemoryStore, Tracker
from sw_competency.questions.may import May
from sw_competency.reports import ANSWER_FORMATS, Asked, listing, write, write_answer
from sw_competency.reports._seal import BEGINS
from sw_competency.typesetting import available
from tests.reports.conftest import DAY, KNOWN
from tests.reports.test_pages import PAGES

Ask = Callable[..., Asked]
FORMATS = {one["name"]: [f for f in one["formats"] if f != "pdf" or available()] for one in listing()}
ANSWERED = [f for f in ANSWER_FORMATS if f != "pdf" or available()]


def codes(page: bytes) -> list[dict[str, Any]]:
    """The codes in a page, of whatever format; a workbook prints the digest alone."""
    text, decoder = html.unescape(page.decode("utf-8", "replace")), json.JSONDecoder()
    return [decoder.raw_decode(text, found.end())[0] for found in re.finditer(re.escape(BEGINS), text)]


def answered(questions: Any, format_: str, **given: str) -> bytes:
    return write_answer(questions.ask(May(**{"worker": "w1", "task": "greeting", **given})), questions, format_)


@pytest.mark.parametrize("page", PAGES)
def test_a_report_is_the_same_bytes_again_and_one_code_in_every_format(asked: Ask, page: str) -> None:
    """The digest is of what a page says, not of how it is laid out; the bytes are those of the same moment."""
    name, given = PAGES[page]
    made = {form: write(name, asked(**given), form) for form in FORMATS[name]}
    assert made == {form: write(name, asked(**given), form) for form in FORMATS[name]}
    found = [one for page in made.values() for one in codes(page)]
    assert len(found) >= len(made)
    assert all(one == found[0] for one in found)
    told = {"worker": "w1", **given}.items()
    said = {k: [*v] if isinstance(v, tuple) else v for k, v in told if v is not None}
    plain = {k: str(v) if isinstance(v, date) else v for k, v in said.items()}
    assert found[0]["ask"] == plain


@pytest.mark.parametrize("format_", ANSWERED)
def test_an_answer_is_the_same_bytes_again(asked: Ask, format_: str) -> None:
    """Whatever is written of an answer is written so again."""
    questions = asked().questions
    assert answered(questions, format_) == answered(questions, format_)


def test_an_answer_has_one_code_in_every_format(asked: Ask) -> None:
    """Screen, paper and Markdown bear the same."""
    questions = asked().questions
    [first, *rest] = [one for form in ANSWERED for one in codes(answered(questions, form))]
    assert first["ask"] == {"worker": "w1", "task": "greeting"}
    assert all(one == first for one in rest)


def test_another_digest_where_anything_said_or_asked_is_other(asked: Ask) -> None:
    """Whom, what, the day, the instant, the reasons: each is bound to the digest."""
    pages = [asked(), asked("w2"), asked(with_reasons=True)]
    later = asked().questions
    digests = {codes(write("progression", one, "md"))[0]["digest"] for one in pages}
    digests |= {codes(answered(later, "md"))[0]["digest"], codes(answered(later, "md", task="stock"))[0]["digest"]}
    assert len(digests) == 5
    tracker = Tracker(MemoryStore())
    days: list[tuple[date, Any]] = [(DAY, KNOWN), (DAY + timedelta(1), KNOWN), (DAY, KNOWN + timedelta(1))]
    assert len({codes(answered(tracker.at(*one), "md", task="iv-cannulation"))[0]["digest"] for one in days}) == 3


def test_a_code_tells_no_more_of_a_person_than_the_page(asked: Ask) -> None:
    """It names people by their ids, as the page does; a comment of HTML is ended by nothing in it."""
    for worker in ("w1", "w2", "x--><script>--!>é"):
        page = write("progression", asked(worker), "md").decode()
        [code] = re.findall(f"{BEGINS}.*", page)
        assert "Amara" not in code
        assert "--" not in code.removesuffix(" -->")
        assert code.isascii()
        assert codes(page.encode())[0]["ask"] == {"worker": worker}
