"""Every answer is a page, paper, a spreadsheet and CSV, from the tables it knows itself."""

import csv
import io
import re
import zipfile
from datetime import date
from html import unescape
from html.parser import HTMLParser

import pytest
from msgspec import structs
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from sw_competency.cells import guard
from sw_competency.errors import UnknownNameError
from sw_competency.model.answers import Damaged
from sw_competency.model.marks import STATUS
from sw_competency.questions import known
from sw_competency.questions._fields import fields_of
from sw_competency.reports import ANSWER_FORMATS, write_answer
from sw_competency.reports._page import Grid, Heading, Named, page_of
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
    assert found[first][0] == ["Worker", "Worker name", "On 2 March 2026", "Absent", "Why"]
    assert found[first][1][:3] == ["w1", "=1+1", "may"]
    assert date(2027, 1, 13) in [row[0] for row in found[second]]
    assert about == "About"
    assert ["Correct on", "2 March 2026"] in found[about]


def test_a_spreadsheet_colours_marks_by_their_words_and_last_days_that_are_over(asked):
    with zipfile.ZipFile(io.BytesIO(write_answer(asked.matrix(), asked, "xlsx"))) as book:
        cells = book.read("xl/worksheets/sheet2.xml").decode()
    rules = re.findall(r'<cfRule type="cellIs" [^>]*operator="(\w+)"><formula>(.*?)</formula>', cells)
    words = {unescape(value) for kind, value in rules if kind == "equal"}
    assert words == {f'"{STATUS[cell.status].word}"' for row in asked.matrix().rows for cell in row.cells}
    assert ("lessThan", "TODAY()") in rules


def test_csv_is_guarded_against_formulas_and_read_by_excel(asked):
    written = write_answer(asked.who_may("ct-room-assist"), asked, "csv")
    assert written.startswith(b"\xef\xbb\xbfWorker,Worker name,Answer,Absent,Why\r\nw1,'=1+1,may,")


def rows_of(written):
    return list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))


def test_csv_of_an_answer_without_a_table_is_one_row_that_holds_it_all(asked):
    for answer in every_answer(asked):
        rows = rows_of(write_answer(answer, asked, "csv"))
        if list(answer.tables()):
            continue
        [heads, values] = rows
        assert len(heads) == len(set(heads)) == len(values)
        row = dict(zip(heads, values, strict=True))
        assert row["As of"] == "2026-03-02"
        assert row["Says"].rstrip(".") == guard(asked.directory.naming()(answer.says)).rstrip(".")
        assert set(filter(None, asked_of(answer))) <= set(values)
    row = dict(zip(*rows_of(write_answer(asked.may("w1", "ct-room-assist"), asked, "csv")), strict=True))
    assert row["Worker"] == "w1"
    assert row["Worker name"] == "'=1+1"
    assert row["Task name"] == "Assisting in the CT room"
    assert row["Answer"] == "may"
    assert row["Outcome"] == "met"


def asked_of(answer):
    given = ((getattr(answer.asked, field.name), field.default) for field in fields_of(type(answer.asked)))
    return [value for value, default in given if isinstance(value, str) and value != default]


def test_of_two_tables_in_one_csv_each_keeps_its_title(asked):
    rows = rows_of(write_answer(asked.cover("ct-room-assist", until=date(2027, 6, 1)), asked, "csv"))
    between = rows.index([])
    assert rows[0] == ["Cover"]
    assert rows[1][0] == "Worker"
    assert len(rows[between + 1]) == 1


def test_no_label_stands_twice_on_the_sheet_about_an_answer(asked):
    for answer in every_answer(asked):
        labels = [row[0] for row in sheets(write_answer(answer, asked, "xlsx"))["About"]]
        single = [label for label in labels if label not in {"", "Source", "Local default", "Suggested"}]
        assert len(single) == len(set(single)), answer


def test_rows_of_a_sheet_are_as_high_as_their_text(asked):
    book = zipfile.ZipFile(io.BytesIO(write_answer(asked.required("w2"), asked, "xlsx")))
    about = book.read("xl/worksheets/sheet2.xml").decode()
    heights = [float(found) for found in re.findall(r'<row r="2"[^>]* ht="([\d.]+)"', about)]
    assert len(asked.required("w2").says) > 200
    assert heights
    assert heights[0] >= 15 * (len(asked.required("w2").says) // 100 + 1)


def test_a_long_answer_has_a_short_headline_and_stands_beneath_whole(asked):
    answer = asked.required("w2")
    page, mark = write_answer(answer, asked).decode(), write_answer(answer, asked, "md").decode()
    paper = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(write_answer(answer, asked, "pdf"))).pages)
    headline = f"Not met: {len(answer.lacking)} of {len(answer.parts)} parts are missing."
    assert f'<h1 class="said">{headline}</h1>' in page
    assert f"**{headline}**" in mark
    assert headline in paper
    assert answer.says[-40:] in page
    for other in every_answer(asked):
        made = page_of(other, asked)
        assert len(made.headline) < 80
        assert not made.headline or len(other.says) > 160


def test_tables_in_markdown_are_tables(asked):
    for answer in every_answer(asked):
        text = write_answer(answer, asked, "md").decode()
        ruled = re.findall(r"^\|(?:---:?\|)+$", text, re.MULTILINE)
        assert len(ruled) == len(list(answer.tables()))
        assert re.search(r"\n\n---\n", text)


def test_a_column_in_which_nothing_stands_is_left_out_of_a_page_and_kept_for_programs(asked):
    for answer in every_answer(asked):
        page = page_of(answer, asked)
        for whole, drawn in zip(page.grids, page.tables, strict=True):
            assert not drawn.rows or all(any(row[n] != "" for row in drawn.rows) for n in range(len(drawn.columns)))
            assert {c.title for c in whole.columns if c.kind == "person"} <= {c.title for c in whole.apart().columns}
    who = page_of(asked.who_may("ct-room-assist"), asked)
    assert [c.title for c in who.tables[0].columns] == ["Worker", "Answer", "Why"]


def test_on_a_screen_no_line_ends_within_a_day(asked):
    page = write_answer(asked.cover("ct-room-assist", until=date(2027, 6, 1)), asked).decode()
    head = page.partition("<h1")[2].partition("</h1>")[0]
    assert '<span class="whole">2 March 2026</span>' in head


def test_one_long_name_does_not_take_the_room_of_the_reasons():
    reasons = "it has not been started; training, supervised practice and a sign-off would open it"
    kinds = (Heading("Worker", "person"), Heading("Site", "text"), Heading("Why", "text"))
    rows = tuple((Named(f"w{n}", "Amina " * (70 if n == 3 else 1)), "site-2", reasons) for n in range(20))
    name, site, why = Grid("", kinds, rows).drawn().columns
    assert (name.whole, name.width) == (False, "15ch")
    assert (site.whole, site.width) == (True, "")
    assert (why.whole, why.width) == (False, "")


@pytest.fixture(scope="module")
def big():
    posts = [post(f"w{n}", SENIOR) for n in range(200)]
    signed = [
        signed_off(f"w{n}", "ct-room-assist", "2026-01-12", id=f"sign-off-of-ct-room-assist-{n:05}") for n in range(200)
    ]
    return tracker_of([*posts, *signed, registered("a1", "2015-01-05")]).at("2026-03-02")


@pytest.mark.parametrize("question", ["due", "trace", "cover"])
def test_what_a_whole_department_rests_on_is_counted_and_fits_on_paper(big, question):
    asked_ = {"due": lambda: big.due(until=date(2027, 6, 1)), "trace": lambda: big.trace("a1"),
              "cover": lambda: big.cover("ct-room-assist")}  # fmt: skip
    answer = asked_[question]()
    says = f"Rests on {len(answer.entries)} entries (listed by --json)."
    assert len(answer.entries) >= 200  # listed, they would fill more than a sheet
    paper = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(write_answer(answer, big, "pdf"))).pages)
    assert says in paper
    assert says in write_answer(answer, big).decode()
    assert says in write_answer(answer, big, "md").decode()
    assert "sign-off-of-ct-room-assist-00001" not in paper


def test_who_may_do_it_comes_first(asked):
    tracker = tracker_of([post("w1", SENIOR), post("w2", SENIOR), registered("a1", "2015-01-05"),
                          signed_off("w2", "ct-room-assist", "2026-01-12", assessor="a1")])  # fmt: skip
    [table] = tracker.at("2026-03-02").who_may("ct-room-assist").tables()
    assert [row[0] for row in table.rows] == ["w2", "w1"]


def test_a_page_names_people_and_the_records_that_could_not_be_read(asked):
    answer = asked.who_may("ct-room-assist")
    torn = structs.replace(answer[0], damaged=(Damaged("assessor", "a1", "it is torn in line 3"),))
    page = write_answer(structs.replace(answer, answers=(torn, torn)), asked, "md").decode()
    assert page.count("could not be read, and nothing in it counts here. It is torn in line 3.") == 1, page
    assert "signed off by @SUM(A1)" in page


def test_without_a_table_the_reasons_are_one(asked):
    answer = asked.may("w2", "ct-room-assist")
    assert b"<h2>Why</h2>" in write_answer(answer, asked)
    assert sheets(write_answer(answer, asked, "xlsx"))["Why"][0] == ["Outcome", "Why"]


def test_a_format_nobody_knows_names_the_nearest(asked):
    with pytest.raises(UnknownNameError, match="did you mean 'html'"):
        write_answer(asked.who_may("ct-room-assist"), asked, "htm")
