"""A store is opened by a folder or a URL."""

from pathlib import Path

import pytest

from sw_competency import MemoryStore, TinyDBStore, open_store
from sw_competency.errors import NoStoreError


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
