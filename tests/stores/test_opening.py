"""A store is opened by a folder or a URL."""

from pathlib import Path

import pytest

from sw_competency import MemoryStore, TinyDBStore, open_store
from sw_competency.cli import main
from sw_competency.errors import NoStoreError, StoreError


def test_a_folder_is_opened_by_its_path_or_a_url(tmp_path: Path) -> None:
    folder = tmp_path / "records"
    TinyDBStore.create(folder)
    for url in (folder, str(folder), f"tinydb:{folder}", f"tinydb://{folder}"):
        assert isinstance(open_store(url), TinyDBStore), url


def test_a_new_store_in_memory() -> None:
    assert isinstance(open_store("memory:"), MemoryStore)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://there/db", "There is no store for 'mysql:' here; name a folder."),
        ("tinydbb://records", "did you mean 'tinydb'?"), ("tinydb:nowhere", "nowhere"), ("C:\\nowhere", "nowhere"),
    ],
)  # fmt: skip
def test_what_is_no_store_is_one_sentence(url: str, says: str) -> None:
    with pytest.raises(NoStoreError) as error:
        open_store(url)
    assert says in str(error.value)


MISTYPED = (
    "postgresql:/u:geheim@h/db", "postgresql:u:geheim@h/db", "postgresql//u:geheim@h/db", "u:geheim@h/db",
    "postgres://u:geheim@h/db", "mysql://u:geheim@h/db", "tinydb://u:geheim@h/db", "Postgresql://u:geheim@h/db",
    "postgresql ://u:geheim@h/db", "postgresql://u:geheim",
)  # fmt: skip
COMMANDS = (
    "may w1 iv-cannulation", "store info --json", "init", "init --json", "verify", "heads", "store copy x {}",
    "store copy {} x", "store backup {}", "import nofile.csv", "export csv", "account x --role learner",
    "store nothing", "demo {}", "report rule-book --out {}", "export csv --out {}", "catalogue show --catalogue {}",
    "catalogue diff shipped {}", "catalogue check {}", "catalogue example nine-sites --out {}", "badge-key --out {}",
    "import {}", "add {}", "reconcile {}", "scenarios {}", "matrix --out {}", "matrix --entries {}",
    "store copy {} x", "init --store {}",
)  # fmt: skip


@pytest.mark.parametrize("url", MISTYPED)
def test_a_password_in_a_mistyped_url_is_shown_by_no_command_and_becomes_no_folder(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    TinyDBStore.create(tmp_path / "x")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SW_COMPETENCY_STORE", url)
    for words in COMMANDS:
        assert main([word.format(url) for word in words.split()]) == 2, words
        said = "".join(capfd.readouterr())
        assert "geheim" not in said, words
        assert len(said.splitlines()) == 1, said
    for opened in (open_store, TinyDBStore, TinyDBStore.create):
        with pytest.raises(StoreError) as error:
            opened(url)
        assert "geheim" not in str(error.value)
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


@pytest.mark.parametrize("url", ["postgresql://u@h/db?organisation=x", "postgresql:/u@h/db", "https://there/db"])
def test_a_url_becomes_no_folder(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for words in ("demo {}", "badge-key --out {}/key.pem", "catalogue example nine-sites --out {}", "matrix --out {}"):
        assert main([word.format(url) for word in words.split()]) == 2, words
    for place in (url, Path(url)):
        with pytest.raises(NoStoreError):
            TinyDBStore.create(place)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_may_be_named_by_a_url_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for words in ("init", "store info", "store backup tinydb://copy", "store copy tinydb:copy tinydb:again", "verify"):
        assert main([*words.split(), "--store", "tinydb://records"]) == 0, words
    assert {path.name for path in tmp_path.iterdir()} == {"records", "copy", "again"}


def test_another_package_brings_a_scheme(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "theirs_kept.py").write_text(
        "from sw_competency import MemoryStore\n\n\ndef opened(url):\n    store = MemoryStore()\n"
        "    store.url = url\n    return store\n"
    )
    info = tmp_path / "theirs-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: theirs\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[sw_competency.stores]\nkept = theirs_kept:opened\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert open_store("kept://there/db").url == "kept://there/db"  # type: ignore[attr-defined]
