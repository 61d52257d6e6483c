"""Every answer is a page, paper, a spreadsheet and CSV, from the tables it knows itself."""

import io
from datetime import date
from html.parser import HTMLParser

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from sw_competency.errors import UnknownNameError
from sw_competency.questions import known
from sw_competency.questions._fields import fields_of
from sw_competency.reports import ANSWER_FORMATS, write_answer
from sw_competency.testing.builders import registered, signed_off, tracker_of
from tests.staff import SENIOR, post

NAMES = {"w1": "=1+1", "w2": "Amina <b>Okay</b>", "a1": "@SUM(A1) | é"}
GIVEN = {
    "worker": "w1", "competency": "ct-room-assist", "rule": "mr-area", "site": "site-1", "assessor": "a1",
    "tier": "assistant-practitioner", "modality": "ct",
}  # fmt: skip


@pytest.fixture(scope="module")
def asked():
    signed = signed_off("w1", "ct-room-assist", "2026-01-12", assessor="a1", id="so-1")
    tracker = tracker_of([post("w1", SENIOR), post("w2", SENIOR), registered("a1", "2015-01-05"), signed])
    tracker.append([{"kind": "person", "worker": who, "name": name} for who, name in NAMES.items()])
    return tracker.at("2026-03-02")


def every_answer(asked):
    """Ask every question whose fields are names, in the plainest way."""
    for question in known().values():
        needed = [field for field in fields_of(question) if field.required or (field.word and field.named)]
        if all(field.named is not None and field.named.what in GIVEN for field in needed):
            yield asked.ask(question(**{field.name: GIVEN[field.named.what] for field in needed}))


class Text(HTMLParser):
    """The words of a page, and its tags."""

    def __init__(self):
        super().__init__()
        self.words, self.tags = [], []

    def handle_data(self, data):
        self.words.append(data)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)


def sheets(written):
    book = CalamineWorkbook.from_filelike(io.BytesIO(written))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.parametrize("format_", ANSWER_FORMATS)
def test_every_answer_is_written_and_twice_alike(asked, format_):
    answers = list(every_answer(asked))
    assert len(answers) >= 4
    for answer in answers:
        assert write_answer(answer, asked, format_) == write_answer(answer, asked, format_)


def test_what_people_wrote_is_text_on_every_page(asked):
    answer = asked.who_may("ct-room-assist")
    page = Text()
    page.feed(write_answer(answer, asked, "html").decode())
    words = "".join(page.words)
    assert "=1+1 (w1)" in words
    assert "Amina <b>Okay</b> (w2)" in words
    assert b"Amina &lt;b&gt;Okay&lt;/b&gt;" in write_answer(answer, asked, "md")
    paper = PdfReader(io.BytesIO(write_answer(answer, asked, "pdf")))
    assert "=1+1 (w1)" in "".join(sheet.extract_text() for sheet in paper.pages)


def test_a_spreadsheet_has_real_days_and_no_formula(asked):
    found = sheets(write_answer(asked.cover("ct-room-assist", until=date(2027, 6, 1)), asked, "xlsx"))
    [first, second, about] = found
    assert found[first][0] == ["Worker", "On 2 March 2026", "Absent", "Why"]
    assert found[first][1][:2] == ["=1+1 (w1)", "may"]
    assert date(2027, 1, 13) in [row[0] for row in found[second]]
    assert about == "About"
    assert ["Correct on", "2 March 2026"] in found[about]


def test_csv_is_guarded_against_formulas_and_read_by_excel(asked):
    written = write_answer(asked.who_may("ct-room-assist"), asked, "csv")
    assert written.startswith(b"\xef\xbb\xbfWorker,Answer,Absent,Why\r\n'=1+1 (w1),may,")


def test_without_a_table_the_reasons_are_one(asked):
    answer = asked.may("w2", "ct-room-assist")
    assert b"<h2>Why</h2>" in write_answer(answer, asked)
    assert sheets(write_answer(answer, asked, "xlsx"))["Why"][0] == ["Outcome", "Why"]


def test_a_format_nobody_knows_names_the_nearest(asked):
    with pytest.raises(UnknownNameError, match="did you mean 'html'"):
        write_answer(asked.who_may("ct-room-assist"), asked, "htm")
