"""Every picture: it says what it shows, its texts fit and touch no other, and it needs neither colour nor a style."""

import re
import xml.etree.ElementTree as ET
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sw_competency import MemoryStore, Tracker, plugins
from sw_competency.pictures import picture_of
from sw_competency.pictures._drawing import SIZE, TEXT, TONES
from sw_competency.pictures._letters import width_of, wrapped
from sw_competency.reports import write_answer
from tests.ugly import DAY, LONG, NAMES, ugly

SVG = "{http://www.w3.org/2000/svg}"
TASK, RULE, SENIOR = "ct-room-assist", "band-2-to-3-competencies", "senior-clinical-support-worker"
ASKED = {
    "cover": lambda q: q.cover(TASK, weeks=40), "due": lambda q: q.due(weeks=30), "matrix": lambda q: q.matrix(),
    "path": lambda q: q.path("u0000", SENIOR), "progress": lambda q: q.progress("u0001"),
    "rebanding": lambda q: q.rebanding("u0000", RULE), "variation": lambda q: q.variation(),
}  # fmt: skip
MORE = {
    "due-by-years": lambda q: q.due(weeks=300), "matrix-of-a-site": lambda q: q.matrix(site="site-2"),
    "cover-of-years": lambda q: q.cover(TASK, site="site-1", weeks=200),
}  # fmt: skip


@pytest.fixture(scope="module")
def asked():
    return ugly(20).at()


@pytest.fixture(params=[*ASKED, *MORE])
def drawn(request, asked):
    return picture_of((ASKED | MORE)[request.param](asked), asked)


def boxes_of(element, x=0.0, y=0.0):
    """Return where each text stands: left, top, right, bottom, and what it says."""
    moved = re.match(r"translate\((-?[\d.]+) (-?[\d.]+)\)", element.get("transform", ""))
    if moved:
        x, y = x + float(moved[1]), y + float(moved[2])
    if element.tag == f"{SVG}text":
        says, size = "".join(element.itertext()), float(element.get("font-size", TEXT))
        told = element.find(f"{SVG}title")
        says = says[len(told.text):] if told is not None else says
        wide = width_of(says, size, bold=element.get("font-weight") == "bold")
        left = x + float(element.get("x")) - wide * {"middle": 0.5, "end": 1}.get(element.get("text-anchor"), 0)
        base = y + float(element.get("y"))
        yield left, base - size * 0.75, left + wide, base + size * 0.2, says
    for one in element:
        yield from boxes_of(one, x, y)


def test_every_picture_is_tried():
    assert set(plugins.members("pictures")) == set(ASKED)


def test_it_is_named_and_described(drawn):
    root = ET.fromstring(drawn.svg)
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby").split() == [title.get("id"), desc.get("id")]
    assert title.text == drawn.title
    assert len(desc.text) > 10
    assert drawn.words


def test_no_text_leaves_it_or_touches_another(drawn):
    found = list(boxes_of(ET.fromstring(drawn.svg)))
    assert found
    for left, top, right, bottom, says in found:
        assert left >= 0, says
        assert top >= 0, says
        assert right <= drawn.width + 0.5, says
        assert bottom <= drawn.height, says
    found.sort(key=lambda one: one[1])
    for n, one in enumerate(found):
        for other in found[n + 1 :]:
            if other[1] >= one[3]:
                break
            assert other[0] >= one[2] or other[2] <= one[0], (one, other)


def test_it_needs_no_style_and_brings_nothing(drawn):
    assert not re.search(r"style|<script|href|url\(|<image|\son\w+=", re.sub(r">[^<]*<", "><", drawn.svg))


def test_tones_differ_in_grey_and_stand_out_from_white():
    def light(colour):
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    assert all(1.05 / (light(tone) + 0.05) >= 4.5 for tone in TONES.values())


def test_whoever_wrote_it_writes_no_markup(asked):
    svg = picture_of(ASKED["cover"](asked), asked).svg
    assert "<b>" not in svg
    assert "&lt;b&gt;Bobby" in svg


@pytest.mark.parametrize("question", ASKED)
def test_the_same_answer_is_the_same_picture(asked, question):
    once, again = (picture_of(ASKED[question](asked), asked) for _ in range(2))
    assert once.svg == again.svg


@pytest.mark.parametrize("question", ["cover", "due", "matrix", "path", "progress", "rebanding"])
def test_of_nobody_there_is_none(question):
    empty = Tracker(MemoryStore()).at(DAY)
    assert picture_of(ASKED[question](empty), empty) is None


@pytest.mark.parametrize("question", ["cover", "due", "matrix", "progress", "rebanding"])
def test_where_everything_has_lapsed_it_says_so(question):
    questions = ugly(6, lapsed=True).at()
    drawn = picture_of(ASKED[question](questions), questions)
    says = {"cover": "Nobody can", "due": "Nothing else does", "matrix": "6 people", "progress": "lapsed",
            "rebanding": " of "}  # fmt: skip
    assert says[question] in drawn.says


def test_cover_says_the_days_of_its_answer(asked):
    answer = ASKED["cover"](asked)
    words = picture_of(answer, asked).words
    nobody = [one for one in words if one.endswith("nobody can")]
    assert len(nobody) == len(answer.uncovered)
    assert words[0].startswith("From 2 March 2026 to ")
    assert words[0].endswith(f" {len(answer.able)} can")


def test_due_counts_each_thing_once(asked):
    answer = ASKED["due"](asked)
    counted = sum(int(re.search(r": (\d+)", one)[1]) for one in picture_of(answer, asked).words)
    assert counted == len(answer.due)


@pytest.mark.parametrize("question", ASKED)
def test_it_stands_in_the_page_and_is_a_file(asked, question):
    answer = ASKED[question](asked)
    svg = write_answer(answer, asked, "svg").decode()
    assert ET.fromstring(svg).tag == f"{SVG}svg"
    assert svg in write_answer(answer, asked).decode()


def test_there_is_no_picture_of_most_questions(asked):
    from sw_competency.errors import ReportError, UnknownNameError

    with pytest.raises(UnknownNameError):
        write_answer(asked.scope("u0000"), asked, "svg")
    empty = Tracker(MemoryStore()).at(DAY)
    with pytest.raises(ReportError, match="nothing to draw"):
        write_answer(empty.due(), empty, "svg")


def test_in_one_line_of_the_library():
    tracker = ugly(2)
    assert tracker.picture(tracker.at(date(2026, 3, 2)).due()).svg.startswith("<svg")


@pytest.mark.parametrize("name", [*NAMES, LONG * 3])
@pytest.mark.parametrize("width", [40.0, 182.0, 600.0])
def test_names_fit(name, width):
    for line in wrapped(name, width, TEXT, 3):
        assert width_of(line, TEXT) <= max(width, SIZE)


@settings(max_examples=60)
@given(st.text(max_size=90), st.floats(30, 300), st.integers(1, 4))
def test_lines_fit_and_lose_nothing_but_what_they_say(words, width, most):
    found = wrapped(words, width, TEXT, most)
    assert len(found) <= most
    assert all(width_of(line, TEXT) <= width for line in found)
    whole = "".join(words.split())
    if not found or not found[-1].rstrip("\u200f").endswith("…") or "…" in words:
        assert "…" in words or "".join("".join(found).split()) == whole
    else:
        assert whole.startswith("".join("".join(found).rstrip("\u200f…").split())[: len(whole)])
