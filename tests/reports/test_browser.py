"""The pages in a real browser: nothing is wider than a phone, and nothing is fetched."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from sw_competency.reports import write, write_answer
from tests.reports.conftest import LONG, said_to

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
PROBE = """<style>html { width: WIDTHpx; }</style><script>
const wide = [...document.querySelectorAll('body, body *')]
  .filter(e => e.getBoundingClientRect().right > WIDTH + 1 && !e.closest('[role=region], svg, .skip'));
const seen = wide.length ? Math.max(...wide.map(e => e.getBoundingClientRect().right)) : WIDTH;
document.title = 'wide:' + Math.ceil(seen) + '/' + WIDTH + ' ' + wide.slice(0, 5).map(e => e.tagName);
</script></body>"""  # a browser's window cannot be as narrow as a phone's; what is in it can


def title_at(page: Path, width: int, folder: Path) -> str:
    """Open a page so wide, and give what the probe found."""
    copy = folder / f"{page.stem}-{width}.html"
    copy.write_text(page.read_text("utf-8").replace("</body>", PROBE.replace("WIDTH", str(width))), "utf-8")
    done = subprocess.run(
        [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
         "--no-first-run", "--hide-scrollbars", f"--user-data-dir={folder / 'profile'}",
         f"--window-size={width},900", "--dump-dom",
         copy.as_uri()],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    found = re.search(r"<title>(wide:[^<]*)</title>", done.stdout)
    assert found, done.stderr[-500:]
    return found[1]


@pytest.mark.parametrize("golden", ["progression.html", "sign_off.html"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_window(golden, width, tmp_path):
    page = Path(__file__).parent / "golden" / golden
    told = title_at(page, width, tmp_path)
    seen, window = map(int, re.search(r"wide:(\d+)/(\d+)", told).groups())
    assert seen <= window + 1, told


@pytest.mark.parametrize("golden", ["progression.html", "sign_off.html"])
def test_nothing_is_fetched_and_every_id_stands_once(golden):
    text = (Path(__file__).parent / "golden" / golden).read_text("utf-8")
    assert not re.findall(r"""(?:src|href|url\()\s*=?\s*["']?(?:https?:)?//""", text.split("</head>")[0])
    assert "<script" not in text
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))



@pytest.mark.parametrize("report", ["progression", "sign-off", "rebanding-case", "supervision", "inspection", "cover"])
@pytest.mark.parametrize("width", [390, 1280])
def test_words_longer_than_the_page_are_broken(long_words, report, width, tmp_path):
    page = tmp_path / "long.html"
    page.write_bytes(write(report, said_to(report, long_words)))
    told = title_at(page, width, tmp_path)
    seen, window = map(int, re.search(r"wide:(\d+)/(\d+) *(.*)", told).groups()[:2])
    assert seen <= window + 1, told


@pytest.mark.parametrize("question", ["status", "required", "scope", "who_may", "variation"])
@pytest.mark.parametrize("width", [390, 1280])
def test_answers_of_long_words_are_no_wider_than_the_window(long_words, question, width, tmp_path):
    questions, page = long_words.questions, tmp_path / "answer.html"
    given = {"status": (LONG, "stock"), "required": (LONG,), "scope": (LONG,), "who_may": ("stock",)}.get(question, ())
    page.write_bytes(write_answer(getattr(questions, question)(*given), questions))
    told = title_at(page, width, tmp_path)
    seen, window = map(int, re.search(r"wide:(\d+)/(\d+)", told).groups())
    assert seen <= window + 1, told
