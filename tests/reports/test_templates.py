"""A site's own templates come first, and run fenced in; PDF is the same page."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from sw_competency.errors import MissingExtraError
from sw_competency.reports import Asked, TemplateError, _render, write
from sw_competency.reports._render import css

Ask = Callable[..., Asked]


def site(folder: Path, text: str, name: str = "progression.html.j2") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_site_template_takes_precedence(asked: Ask, tmp_path: Path) -> None:
    """A template in the site's folder replaces ours of the same name; the others stay ours."""
    own = site(tmp_path, "<h1>{{ v.who.name }} at ours</h1>")
    assert write("progression", asked(), templates=own) == b"<h1>Amara Okonkwo at ours</h1>"
    assert write("progression", asked(), "md", own) == write("progression", asked(), "md")


def test_site_template_extends_ours(asked: Ask, tmp_path: Path) -> None:
    """A site may keep our page and put its own head on it."""
    ours = (_render.folder() / "progression.html.j2").read_text(encoding="utf-8")
    own = site(tmp_path, ours.replace("{% block heading %}", "{% block brand %}<p>Our trust</p>{% endblock %}{% block heading %}", 1))
    page = write("progression", asked(), templates=own).decode()
    assert "<p>Our trust</p>" in page
    assert page.replace("<p>Our trust</p>", "").split() == write("progression", asked()).decode().split()


def test_site_template_is_escaped(asked: Ask, tmp_path: Path) -> None:
    """A site's template need not think of escaping either."""
    own = site(tmp_path, "{{ v.who.name }}")
    assert b"<script" not in write("progression", asked("w2"), templates=own)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{{ v.who.__class__.__mro__ }}", "no template may touch|does not have"),
        ("{{ ''.__class__ }}", "no template may touch|does not have"),
        ("{{ v.who.name.format.__globals__ }}", "no template may touch|does not have"),
        ("{{ v.nothing }}", "line 1, names something the page does not have"),
        ("{{ lipsum(9) }}", "does not have"),
        ("{{ range(9) }}", "does not have"),
        ("a\n{% if %}", "cannot be read, line 2"),
        ("{% include 'gone.j2' %}", "There is no template 'gone.j2'"),
        ("{% include '../../etc/passwd' %}", "There is no template"),
        ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "calls itself without an end"),
        ("{{ 'a' * 10 ** 10 }}", "too much memory|too much time or memory"),
        ("{{ 1 / 0 }}", "line 1, cannot be used"),
        ("{{ v.who.name + 1 }}", "cannot be used"),
    ],
)
def test_broken_site_template(asked: Ask, tmp_path: Path, text: str, says: str) -> None:
    """A site template that reaches out, or is wrong, is one plain sentence."""
    with pytest.raises(TemplateError, match=says) as error:
        write("progression", asked(), templates=site(tmp_path, text))
    assert "\n" not in str(error.value)


def test_endless_site_template(asked: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A loop that never ends is stopped."""
    monkeypatch.setattr(_render, "SECONDS", 1)
    loop = "{% set s = 'x' * 9999 %}" + "{% for a in s %}" * 5 + "{% endfor %}" * 5
    with pytest.raises(TemplateError, match="too much time or memory"):
        write("progression", asked(), templates=site(tmp_path, loop))


def test_folder_that_is_not_there(asked: Ask, tmp_path: Path) -> None:
    """A folder of templates that is not there is an error, not our own page unasked."""
    with pytest.raises(TemplateError, match="There is no folder of templates"):
        write("progression", asked(), templates=tmp_path / "gone")


def test_text_within_a_style_sheet() -> None:
    """A name in the running head can end neither its string nor the style sheet."""
    assert str(css('a"}</style>\n')) == "a\\000022\\00007d\\00003c\\00002fstyle\\00003e\\00000a"


def test_pdf(asked: Ask) -> None:
    """The PDF says whom it is about on each sheet, is tagged, and is the same bytes for the same question."""
    pytest.importorskip("weasyprint", reason="the extra 'pdf' is not installed")
    made = write("progression", asked(), "pdf")
    assert made.startswith(b"%PDF")
    assert made == write("progression", asked(), "pdf")
    pikepdf = pytest.importorskip("pikepdf", reason="pikepdf is not installed")
    with pikepdf.open(BytesIO(made)) as document:
        assert len(document.pages) >= 2
        assert str(document.Root.Lang) == "en-GB"
        assert bool(document.Root.MarkInfo.Marked)
        assert "Amara Okonkwo" in str(document.docinfo.get("/Title"))


def test_pdf_running_head(asked: Ask) -> None:
    """The page that becomes the PDF carries name, id and the number of pages in its margins."""
    text = write("progression", asked()).decode()
    assert f'content: "{css("Amara Okonkwo · w1")}"' in text
    assert '"Page " counter(page) " of " counter(pages)' in text


def test_pdf_without_the_extra(asked: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra the sentence says which one to install."""
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    with pytest.raises(MissingExtraError, match=r"sw-competency\[pdf\]"):
        write("progression", asked(), "pdf")
