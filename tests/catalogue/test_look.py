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

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
WORKER = {"kind": "appointment", "worker": "w1", "on": "2024-01-08", "site": "site-1",
          "tier": "senior-clinical-support-worker"}  # fmt: skip
FULL = '[look]\nname = "Imaging, Made-up <Trust>"\nlogo = "logo.svg"\naccent = "#5b2a86"\n'


def png(wide: int = 1, high: int = 1) -> bytes:
    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"\0\0")) + part(b"IEND", b"")


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
