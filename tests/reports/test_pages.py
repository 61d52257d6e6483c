"""What stands on the pages: golden files, reasons, blank sheets, hostile names."""

import os
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import attrs
import pytest

from sw_competency import plugins, reports
from sw_competency.errors import ReportError, UnknownNameError
from sw_competency.reports import Asked, write
from sw_competency.reports._render import folder, markdown
from tests.reports.conftest import SECRETS

GOLDEN = Path(__file__).parent / "golden"
PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "progression": ("progression", {}),
    "sign_off": ("sign-off", {"sign_off": "s1"}),
    "sign_off_half_done": ("sign-off", {"competency": "cannulation", "blank": True}),
    "sign_off_never_begun": ("sign-off", {"worker": None, "competency": "cannulation", "blank": True}),
    "role_card": ("role-card", {}),
    "sign_off_pack": (
        "sign-off-pack", {"worker": None, "people": ("w1",), "competencies": ("cannulation", "greeting")}
    ),
    "matrix": ("matrix", {"worker": None}),
    "cover": ("cover", {"worker": None}),
    "due": ("due", {"worker": None}),
    "equity": ("equity", {"worker": None}),
    "inspection": ("inspection", {"worker": None, "competency": "greeting"}),
    "rebanding_case": ("rebanding-case", {"rule": "review"}),
    "scope_statement": ("scope-statement", {}),
    "subject_access": ("subject-access", {}),
    "supervision": ("supervision", {"since": date(2025, 5, 31)}),
    "variation": ("variation", {"worker": None}),
}
Ask = Callable[..., Asked]


@pytest.mark.parametrize("form", ["html", "md"])
@pytest.mark.parametrize("page", PAGES)
def test_golden_page(asked: Ask, page: str, form: str) -> None:
    """A page over a fixed record, day and catalogue stays as it is; SWC_UPDATE_GOLDEN=1 writes it anew."""
    name, given = PAGES[page]
    made = write(name, asked(**given), form)
    file = GOLDEN / f"{page}.{form}"
    if os.environ.get("SWC_UPDATE_GOLDEN"):
        file.write_bytes(made)
    assert made.decode() == file.read_text(encoding="utf-8")


class _Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.tags: Counter[str] = Counter()
        self.fetched: list[str] = []
        self.labels: list[str] = []
        self.lang: str | None = None
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags[tag] += 1
        if tag == "html":
            self.lang = given.get("lang")
        if given.get("id"):
            self.ids[str(given["id"])] += 1
        self.labels += str(given.get("aria-labelledby") or "").split()
        self.fetched += [str(v) for k, v in attrs if k in {"src", "srcset"} or (k == "href" and tag == "link")]


@pytest.mark.parametrize("page", PAGES)
def test_page_is_whole_and_offline(asked: Ask, page: str) -> None:
    """One heading of the first rank, no id twice, every label there, a language, nothing fetched, no script."""
    name, given = PAGES[page]
    text = write(name, asked(**given)).decode()
    outline = _Outline()
    outline.feed(text)
    assert outline.tags["h1"] == 1
    assert outline.lang == "en-GB"
    assert [i for i, n in outline.ids.items() if n > 1] == []
    assert [one for one in outline.labels if one not in outline.ids] == []
    assert outline.fetched == []
    assert outline.tags["script"] == 0
    assert outline.tags["caption"] == outline.tags["table"]
    assert "@import" not in text
    assert not re.search(r"url\((?!#)", text)


def test_worker_nobody_knows(asked: Ask) -> None:
    """Of somebody of whom nothing is recorded there is a short page that says so."""
    page = write("progression", asked("nobody"), "md").decode()
    assert "Nothing is recorded of nobody up to 10 March 2026" in page
    assert "## Today" not in page


@pytest.mark.parametrize("form", ["html", "md"])
@pytest.mark.parametrize("given", [{}, {"competency": "stock"}, {"competency": "screening"}])
def test_reasons_stay_off(asked: Ask, form: str, given: dict[str, Any]) -> None:
    """Reasons for absence, withdrawal and refusal are health and conduct data: only on request."""
    name = "sign-off" if given else "progression"
    bare = write(name, asked(**given), form).decode()
    assert not [s for s in SECRETS if s in bare]
    if not given:
        full = write(name, asked(with_reasons=True), form).decode()
        assert [s for s in SECRETS if s not in full] == []


def test_sign_off_sheet_with_reason(asked: Ask) -> None:
    """The sheet of a suspended competency says why only on request."""
    assert b"Suspended on 1 February 2026" in write("sign-off", asked(competency="stock"))
    assert b"SECRET-CONDUCT" in write("sign-off", asked(competency="stock", with_reasons=True))


def test_hostile_names_in_html(asked: Ask) -> None:
    """Markup and template syntax in names, sites and restrictions stays text."""
    for page in (write("progression", asked("w2")), write("sign-off", asked("w2", competency="stock"))):
        text = page.decode()
        assert "<script" not in text
        assert "&lt;script&gt;" in text
        assert "{{7*7}}" in text
        assert "49{%" not in text


def test_hostile_names_in_markdown(asked: Ask) -> None:
    """A name breaks no table and brings no link, tag or heading."""
    for page in (write("progression", asked("w2"), "md"), write("sign-off", asked("w2", competency="stock"), "md")):
        text = page.decode()
        assert "<script" not in text
        assert "`x`" not in text.replace("\\`", "")
        assert "\n# h" not in text
        tables = [block for block in text.split("\n\n") if block.startswith("|")]
        for table in tables:
            widths = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines() if row.startswith("|")}
            assert len(widths) == 1, table


@pytest.mark.parametrize(
    ("text", "safe"),
    [("a|b", r"a\|b"), ("# x", r"\# x"), ("- x", r"\- x"), ("1. x", r"1\. x"), ("a\n\nb", "a b"),
     ("<b>&", "&lt;b&gt;&amp;"),
     ("{{7}}", r"\{\{7\}\}"), ("0.1.0", "0.1.0"), ("back\\slash", r"back\\slash"), ("x_y*z", r"x\_y\*z")],
)  # fmt: skip
def test_markdown_of_a_text(text: str, safe: str) -> None:
    """A text in Markdown says just that text."""
    assert str(markdown(text)) == safe


def test_failures_are_shown(asked: Ask) -> None:
    """The count towards a sign-off stands beside the attempts that failed."""
    page = write("progression", asked(), "md").decode()
    assert "3 of 5 †; 4 times, 1 unsuccessful, 4 supervised, by 2, 4 recorded late, last 4 June 2025" in page


def test_blank_sheet_has_rows_for_what_is_missing(asked: Ask) -> None:
    """Two of five successes are missing, so there are rows for more; nothing is ticked."""
    text = write("sign-off", asked(competency="cannulation", blank=True)).decode()
    assert text.count('<tr class="empty">') == 3 + 2
    assert "✕</span>" not in text
    bare = write("sign-off", asked(competency="cannulation")).decode()
    assert '<tr class="empty">' not in bare
    assert "No sign-off is on record" in bare


def test_blank_sheet_for_what_nobody_began(asked: Ask) -> None:
    """A sheet for nobody in particular names no worker and asks all there is to ask."""
    text = write("sign-off", asked(None, competency="cannulation", blank=True), "md").decode()
    assert "Cannulation done 5 times (under supervision, with success)" in text
    assert "Amara" not in text


def test_sheet_not_yet_competent(asked: Ask) -> None:
    """The last assessment ticks the outcome, and its action plan stands beside it."""
    text = write("sign-off", asked(competency="screening"), "md").decode()
    assert r"\[x\] Not yet competent; action plan: Watch five more" in text


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("progression", {"worker": None}, "--worker"),
        ("sign-off", {}, "--competency"),
        ("sign-off", {"worker": None, "competency": "stock"}, "--worker"),
        ("sign-off", {"sign_off": "nope"}, "No sign-off 'nope' is on record of w1"),
    ],
)
def test_something_left_out(asked: Ask, name: str, given: dict[str, Any], says: str) -> None:
    """What a report needs and was not told is one sentence that says which option."""
    with pytest.raises(ReportError, match=says) as error:
        write(name, asked(**given))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("name", "form", "given"),
    [("progresion", "html", {}), ("progression", "docx", {}), ("sign-off", "html", {"competency": "greting"})],
)
def test_unknown_names(asked: Ask, name: str, form: str, given: dict[str, Any]) -> None:
    """A misspelt report, format or competency is an unknown name."""
    with pytest.raises(UnknownNameError):
        write(name, asked(**given), form)


def test_every_report_has_its_templates() -> None:
    """Each report in the folder has a template for each text it is written as, and a question."""
    listed = {one["name"]: one for one in reports.listing()}
    assert set(listed) >= {"progression", "sign-off"}
    for name in plugins.names("reports"):
        one = listed[name.replace("_", "-")]
        assert one["question"].endswith("?")
        for form in {*one["formats"]} - {"xlsx"}:
            assert (folder() / f"{name}.{'typ' if form == 'pdf' else f'{form}.j2'}").is_file()


@pytest.mark.parametrize("one", reports.listing(), ids=lambda one: one["name"])
def test_every_report_says_what_it_asks_for(asked: Ask, one: dict[str, Any]) -> None:
    """What a report needs and takes are fields of what it is asked; what would be passed over is refused."""
    known, given = set(one["needs"]) | set(one["takes"]), {"worker": None, "site": "site-1", "people": ("w1",)}
    assert known <= reports.FIELDS.keys() <= {field.name for field in attrs.fields(Asked)}
    for needed in one["needs"]:
        with pytest.raises(ReportError, match=f"needs to know .* give {reports.FIELDS[needed].option}"):
            write(one["name"], asked(**{"worker": None, **dict.fromkeys(one["needs"], "w1"), needed: None}))
    for name in given.keys() - known - {"worker"}:
        filled = dict.fromkeys(one["needs"], "stock")
        with pytest.raises(ReportError, match=r"leave .* out"):
            write(one["name"], asked(**{"worker": None, **filled, name: given[name]}))


def test_several_for_a_report_about_one() -> None:
    """A command takes any number of people; a report about one of them says so."""
    assert reports.filled("progression", {"worker": ["a"], "competency": None})["worker"] == "a"
    with pytest.raises(ReportError, match="about one worker: give --worker once"):
        reports.filled("progression", {"worker": ["a", "b"], "competency": None})
