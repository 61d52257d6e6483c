"""A site's own templates come first, and run fenced in."""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest

from sw_competency import fence
from sw_competency.errors import TemplateError
from sw_competency.reports import Asked, _fenced, _render, progression, write
from sw_competency.reports._render import breakable, css
from tests.reports.test_pages import PAGES

Ask = Callable[..., Asked]


def site(folder: Path, text: str, name: str = "progression.html.j2") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_site_template_takes_precedence(asked: Ask, tmp_path: Path) -> None:
    """A template in the site's folder replaces ours of the same name; the others stay ours."""
    own = site(tmp_path, "<h1>{{ v.who.name }} at ours</h1>")
    assert write("progression", asked(), templates=own) == b"<h1>Amara Okonkwo at ours</h1>"
    assert write("progression", asked(), "md", own) == write("progression", asked(), "md")


@pytest.mark.parametrize("page", ["sign_off", "equity", "cover"])  # of each family one: a process each takes long
def test_a_site_may_lay_out_any_paper(asked: Ask, tmp_path: Path, page: str) -> None:
    """Whatever report there is, a site's template of its name comes first, fenced in as all are."""
    name, given = PAGES[page]
    stem = name.replace("-", "_")
    own = site(tmp_path, "{{ v.stamp.as_of | said }}, {{ v.stamp.seal.digest | length }}", f"{stem}.html.j2")
    assert write(name, asked(**given), templates=own) == b"10 March 2026, 29"


def test_site_template_extends_ours(asked: Ask, tmp_path: Path) -> None:
    """A site may keep our page and put its own head on it."""
    ours = (_render.folder() / "progression.html.j2").read_text(encoding="utf-8")
    brand = "{% block brand %}<p>Our trust</p>{% endblock %}{% block heading %}"
    own = site(tmp_path, ours.replace("{% block heading %}", brand, 1))
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
        ("{{ 1 / 0 }}", "line 1, cannot be used"),
        ("{{ v.who.name + 1 }}", "cannot be used"),
    ],
)
def test_broken_site_template(asked: Ask, tmp_path: Path, text: str, says: str) -> None:
    """A site template that reaches out, or is wrong, is one plain sentence."""
    around = _render.environment(site(tmp_path, text), as_markdown=False)
    with pytest.raises(TemplateError, match=says) as error:
        _render.formatted(around, "progression.html.j2", progression.view(asked()))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{{ v.who.__class__.__mro__ }}", "no template may touch|does not have"),
        ("{{ 'a' * 10 ** 10 }}", "too much memory|too much time or memory"),
    ],
)
def test_fenced_site_template(asked: Ask, tmp_path: Path, text: str, says: str) -> None:
    """The sentence comes back from the process that renders; memory is limited there."""
    with pytest.raises(TemplateError, match=says):
        write("progression", asked(), templates=site(tmp_path, text))


@pytest.mark.parametrize(("text", "code", "says"), [("{{ v }}!", 0, "three!"), ("{{ v.x }}", 3, "does not have")])
def test_what_the_fenced_process_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, code: int, says: str
) -> None:
    """It reads what to render, sets its limits, and writes the page or the sentence."""
    limits: list[tuple[int, int]] = []
    monkeypatch.setattr(fence, "limit", lambda seconds, memory: limits.append((seconds, memory)))
    job = pickle.dumps(("progression.html.j2", "three", site(tmp_path, text), None, False, _render.OURS))
    out = BytesIO()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=BytesIO(b"5 1000000000\n" + job)))
    monkeypatch.setattr("sys.stdout", SimpleNamespace(buffer=out))
    assert _fenced.main() == code
    assert says in out.getvalue().decode()
    assert limits == [(5, 10**9)]


def test_process_that_hangs(asked: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a system knows no limits, the time on the wall ends it."""

    def hang(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("x", 1)

    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(TemplateError, match="too much time"):
        write("progression", asked(), templates=site(tmp_path, ""))


def linked(file: Path, secret: Path) -> None:
    file.symlink_to(secret)


def dangling(file: Path, secret: Path) -> None:
    file.symlink_to("nowhere")


def included(file: Path, secret: Path) -> None:
    other = file.with_name(f"x{''.join(file.suffixes)}")
    file.write_text(f"{{% include '{other.name}' %}}")
    other.symlink_to(secret)


def pipe(file: Path, secret: Path) -> None:
    os.mkfifo(file)


def folder_in_its_place(file: Path, secret: Path) -> None:
    file.mkdir()


def in_a_linked_folder(file: Path, secret: Path) -> None:
    file.write_text("{% include 'sub/secret' %}")
    (file.parent / "sub").symlink_to(secret.parent)


MADE = [(linked, "is a link"), (dangling, "is a link"), (included, r"'x\..* is a link"), (pipe, "is a named pipe"),
        (folder_in_its_place, "is a folder")]  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without named pipes")
@pytest.mark.parametrize(
    ("name", "make", "says"),
    [*[(name, *made) for name in ("progression.html.j2", "progression.typ") for made in MADE],
     ("progression.html.j2", in_a_linked_folder, "'sub/secret' is a link")],
)  # fmt: skip
def test_a_template_is_a_file_of_the_sites_own(
    asked: Ask, tmp_path: Path, name: str, make: Callable[[Path, Path], None], says: str
) -> None:
    """What a link leads to is never printed; nothing is waited on."""
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "own").mkdir()
    make(tmp_path / "own" / name, tmp_path / "secret")
    with pytest.raises(TemplateError, match=says):
        write("progression", asked(), "pdf" if name.endswith(".typ") else "html", tmp_path / "own")


@pytest.mark.parametrize("name", ["jinja2", "sitecustomize", "usercustomize", "resource", "pickle", "sw_competency"])
@pytest.mark.parametrize("how", ["folder", "PYTHONPATH"])
def test_no_code_of_the_current_folder_runs(asked: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                            name: str, how: str) -> None:  # fmt: skip
    """A template is rendered the same wherever one stands."""
    here = tmp_path / "here"
    here.mkdir()
    (here / f"{name}.py").write_text(
        f"from pathlib import Path\nPath({str(tmp_path / 'ran')!r}).touch()\nraise Exception"
    )
    monkeypatch.chdir(here)
    monkeypatch.setattr("sys.path", ["", str(here), *sys.path])
    if how == "PYTHONPATH":
        monkeypatch.setenv("PYTHONPATH", str(here))
    own = tmp_path / "own"
    own.mkdir()
    assert write("progression", asked(), templates=site(own, "{{ v.who.name }}")) == b"Amara Okonkwo"
    assert not (tmp_path / "ran").exists()


def test_page_without_an_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A page of absurd length is refused."""
    monkeypatch.setattr(_render, "LONGEST_PAGE", 3)
    around = _render.environment(site(tmp_path, "{{ v }}!"), as_markdown=False)
    with pytest.raises(TemplateError, match="too long"):
        _render.formatted(around, "progression.html.j2", "abc")


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


def test_ordinary_words_stay_whole(asked: Ask) -> None:
    """Only words that no column holds may be broken; ids and attributes stay as they are written."""
    word, short = "w" * 30, "radiographer-in-charge-of-everything"
    text = f'<p title="{word}">{word} {short}</p><style>{word}</style><svg><title>{word}</title></svg>'
    assert breakable(text) == text.replace(f">{word} ", f'><span class="long">{word}</span> ')
