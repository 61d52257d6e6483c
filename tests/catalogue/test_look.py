"""How a site's pages look: its name, logo and colour are on every page, and nothing else comes in with them."""

import base64
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from sw_competency import MemoryStore, Tracker, load, read_layer
from sw_competency.catalogue import problems
from sw_competency.catalogue.differences import differences
from sw_competency.catalogue.look import contrast
from sw_competency.errors import CatalogueError
from sw_competency.web import Account, Role, app
from tests.reports.conftest import can_set

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
WORKER = {"kind": "appointment", "worker": "w1", "on": "2024-01-08", "site": "site-1",
          "tier": "senior-clinical-support-worker"}  # fmt: skip
FULL = '[look]\nname = "Imaging, Made-up <Trust>"\nlogo = "logo.svg"\naccent = "#5b2a86"\n'


def png_of(
    rows: bytes, wide: int = 4, high: int = 4, depth: int = 8, colour: int = 2, *, woven: int = 0,
    packed: bytes | None = None, end: int | None = None,
) -> bytes:  # fmt: skip
    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    head = struct.pack(">IIBBBBB", wide, high, depth, colour, 0, 0, woven)
    data = zlib.compress(rows)[:end] if packed is None else packed
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", data) + part(b"IEND", b"")


def png(wide: int = 1, high: int = 1) -> bytes:
    return png_of(b"\0\0", wide, high, colour=0)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "logo.svg").write_text(SVG)
    return tmp_path


def laid(folder: Path, text: str = FULL) -> Tracker:
    (folder / "look.toml").write_text(text)
    made = Tracker(MemoryStore(), load(read_layer(folder / "look.toml")))
    made.append([WORKER])
    return made


@pytest.mark.parametrize("logo", [SVG.encode(), png()], ids=["svg", "png"])
def test_name_logo_and_colour_stand_on_every_page(site: Path, logo: bytes) -> None:
    (site / "logo.svg").write_bytes(logo)
    tracker = laid(site)
    page = tracker.report("progression", worker="w1").decode()
    assert "Imaging, Made-up &lt;Trust&gt;" in page
    assert base64.b64encode(logo).decode() in page
    assert "--accent: #5b2a86" in page
    assert tracker.check_page(page.encode()).unaltered is True
    screens = app(tracker)
    client = TestClient(screens, base_url="http://localhost")
    client.get("/enter", params={"token": screens.state.sessions.invite(Account("a1", (Role.EDUCATOR,)))})
    assert "Made-up &lt;Trust&gt;" in client.get("/").text
    assert client.get("/logo").content == logo
    assert "#5b2a86" in client.get("/style.css").text


def test_paper_bears_them_too(site: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    pytest.importorskip("typst", reason="the extra 'pdf' is not installed")
    (site / "paper.pdf").write_bytes(laid(site).report("progression", worker="w1", format="pdf"))
    assert "Made-up <Trust>" in pypdf.PdfReader(site / "paper.pdf").pages[0].extract_text()


def test_without_one_nothing_is_there() -> None:
    tracker = Tracker(MemoryStore())
    tracker.append([WORKER])
    assert b"brand" not in tracker.report("progression", worker="w1").split(b"</style>")[1]
    assert TestClient(app(tracker), base_url="http://localhost").get("/logo").status_code == 404


def test_another_look_is_told_apart(site: Path) -> None:
    found = differences(Tracker(MemoryStore()).catalogue, laid(site).catalogue)
    assert [one.path for one in found if one.path != "name"] == ["look"]


def svg(inner: str = "", more: str = "", before: str = "") -> bytes:
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg" {more}>{inner}</svg>'.encode()


@pytest.mark.parametrize(("logo", "says"), [
    (b"", "no SVG and no PNG"), (b"GIF89a", "no SVG and no PNG"), (b"<svg/>", "no SVG and no PNG"),
    (svg("<script>1</script>"), "<script>"), (svg("<image/>"), "<image>"), (svg("<foreignObject/>"), "<foreignObject>"),
    (svg("<style>*{}</style>"), "<style>"), (svg("<use/>"), "<use>"), (svg("<animate/>"), "<animate>"),
    (svg(more='onload="x()"'), "onload"), (svg('<path fill="url(http://x)"/>'), "fill"),
    (svg('<path style="fill:url( \'//x\')"/>'), "style"), (svg('<g href="#a"/>'), "href"),
    (svg('<g xmlns:x="http://www.w3.org/1999/xlink" x:href="//x"/>'), "href"),
    (svg(before='<!DOCTYPE svg [<!ENTITY a "b">]>'), "DOCTYPE"), (b"<svg" * 30_000, "larger than"),
    (png()[:-3], "damaged PNG"), (png().replace(b"IDAT", b"IDAX"), "damaged PNG"), (png(9000), "2000 pixels"),
])  # fmt: skip
def test_a_logo_draws_and_does_nothing_else(site: Path, logo: bytes, says: str) -> None:
    (site / "logo.svg").write_bytes(logo)
    with pytest.raises(CatalogueError) as error:
        laid(site)
    assert says in str(error.value)


@pytest.mark.parametrize(("text", "says"), [
    ('accent = "#ffcc00"', "1.5 to 1 on white"), ('accent = "red"', "is no colour"), ('name = ""', "text is asked for"),
    (f'name = "{"x" * 81}"', "too long"), ("name = 3", "text is asked for"), ('nam = "x"', "did you mean 'name'"),
    ('logo = "gone.png"', "no file 'gone.png'"), ('logo = "../logo.svg"', "no file"),
    ('logo = "/etc/passwd"', "no file"),
    ('logo = "data:text/html,x"', "no PNG or SVG"), ('language = "Welsh"', "is no language"),
    ("words = 1", "[look.words]"), ("[look.words]\nToday = 1", "text is asked for"),
])  # fmt: skip
def test_what_is_wrong_is_one_sentence_with_its_place(site: Path, text: str, says: str) -> None:
    (site / "look.toml").write_text(f"[look]\n{text}\n")
    [problem] = problems(read_layer(site / "look.toml"))
    assert says in problem.says
    assert problem.path.startswith("look")
    assert problem.file == "look.toml"


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 0xFFFFFF))
def test_contrast_lies_between_one_and_twentyone(colour: int) -> None:
    assert 1 <= contrast(f"#{colour:06x}") <= 21.01


@pytest.mark.parametrize(("colour", "found"), [("#000000", 21), ("#ffffff", 1), ("#767676", 4.54), ("#777777", 4.48)])
def test_contrast_as_it_is_published(colour: str, found: float) -> None:
    assert contrast(colour) == pytest.approx(found, abs=0.005)


def drawn(inside: str, more: str = 'viewBox="0 0 9 9"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {more}>{inside}</svg>'.encode()


ROWS = (b"\0" + b"\x40" * 12) * 4  # of four by four pixels in colour
LOGOS = {
    "whole": png_of(ROWS), "sixteen-bits": png_of((b"\0" + b"\x40" * 24) * 4, depth=16), "cut": png_of(ROWS[:-1]),
    "woven": png_of((b"\0" + b"\x40" * 3) * 2 + b"\0" + b"\x40" * 6 + (b"\0" + b"\x40" * 6) * 2 + ROWS[:26], woven=1),
    "no-way-of-writing": png_of(b"\x09" + ROWS[1:]), "depth": png_of(ROWS, depth=3), "colour": png_of(ROWS, colour=5),
    "palette": png_of(ROWS, colour=3), "packed": png_of(ROWS, packed=b"nonsense"), "half": png_of(ROWS, end=-6),
    "shape": drawn('<path d="M0 0h9v9z"/>'), "nothing": drawn(""), "bare": drawn('<path d="M0 0h9v9z"/>', ""),
    "percent": drawn("", 'width="100%" height="100%"'), "letters": drawn('<text y="9">Imaging</text>'),
    "no-width": drawn("", 'width="0" height="9"'), "below-nothing": drawn("", 'width="9" height="-9"'),
    "utf-16": drawn("").decode().encode("utf-16"), "other-letters": drawn('<text y="9">李</text>'),
    "deep": drawn("<g>" * 1500 + "</g>" * 1500),
}  # fmt: skip


@pytest.mark.parametrize("name", LOGOS)
def test_what_is_taken_for_a_logo_can_be_set_on_paper(name: str, tmp_path: Path) -> None:
    """A logo that the typesetter cannot read is refused when the catalogue is read, not when a page is printed."""
    can_set()
    (tmp_path / "logo.svg").write_bytes(LOGOS[name])
    try:
        tracker = laid(tmp_path)
    except CatalogueError:
        assert name not in {"whole", "sixteen-bits", "woven", "shape", "nothing", "bare", "percent", "letters"}
    else:
        assert tracker.report("role-card", worker="w1", format="pdf").startswith(b"%PDF")
