"""The commands about badges: from the key to the record of the next trust, and nothing written where it is refused."""

import json
from pathlib import Path

import pytest

from .conftest import Command, lines, one_sentence

pytest.importorskip("openbadgeslib")
RECORDS = [
    {"kind": "person", "worker": "w5", "name": "Robin Éxample"},
    {"kind": "appointment", "worker": "w5", "on": "2024-01-08", "site": "site-1", "tier": "clinical-support-worker"},
    {"kind": "sign-off", "id": "s1", "worker": "w5", "on": "2026-01-05", "competency": "cannula-removal",
     "assessor": "a1"},
]  # fmt: skip
OURS = """
[source.our-policy]
title = "Our own acceptance policy"
[issuer.trust-b]
title = "Trust B"
keys = ["{key}"]
authority = "local"
source = ["our-policy"]
[acceptance.from-b]
title = "From Trust B"
competencies = ["cannula-removal"]
issuers = ["Trust B"]
starts = 2020-01-01
authority = "local"
source = ["our-policy"]
"""
DAY = ("--as-of", "2026-03-02")
BY = ("--key", "key.pem", "--issuer", "Trust B", *DAY)
CHECK = ("--catalogue", "ours.toml", "check-badge")


@pytest.fixture
def keyed(filled: Command, tmp_path: Path) -> Command:
    """Records, a key, and a catalogue of the next trust that knows the key."""
    assert filled("add", "-", stdin=lines(*RECORDS)).code == 0
    ran = filled("badge-key", "--out", "key.pem", "--json")
    (tmp_path / "ours.toml").write_text(OURS.format(key=ran.json["key"]), "utf-8")
    return filled


def test_from_the_key_to_the_record_of_the_next_trust(keyed: Command, tmp_path: Path) -> None:
    ran = keyed("badge", "robin", "removing a", *BY, "--out", "b.json")
    assert (ran.code, ran.out) == (0, "The badge is in b.json.\n")
    assert "Not in the badge: who assessed" in ran.err
    ran = keyed(*CHECK, "b.json", "--site", "site-1", "--subject", "w5", *DAY)
    assert ran.code == 0, ran
    assert "site-1 takes over 1 of 1 badge, on 2 March 2026." in ran.out
    ran = keyed(*CHECK, "b.json", "--site", "site-1", "--subject", "w5", "--worker", "w2", "--accepted-by", "m1",
                "--out", "in.jsonl", *DAY)  # fmt: skip
    assert "put it on record with" in ran.out, ran
    assert json.loads((tmp_path / "in.jsonl").read_text())["issuer"] == "Trust B"
    assert keyed("add", "in.jsonl").code == 0


def test_the_private_key_is_its_owners_and_is_never_written_over(keyed: Command, tmp_path: Path) -> None:
    assert (tmp_path / "key.pem").stat().st_mode & 0o777 == 0o600
    assert one_sentence(keyed("badge-key", "--out", "key.pem"), 2, "is there already and stays as it is")
    again = keyed("badge-key", "--key", "key.pem")
    assert 'keys = ["did:key:z' in again.out
    assert one_sentence(keyed("badge-key"), 2, "Name a new file for the key with --out")


def test_a_leavers_pack_is_checked_and_so_is_what_was_taken_back_since(keyed: Command, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    ran = keyed("leavers-pack", "w5", *BY, "--out", "pack")
    assert sorted(p.name for p in (tmp_path / "pack").iterdir()) == ["badges.json", "page.pdf", "record.jsonl"], ran
    ran = keyed(*CHECK, "pack", "--site", "site-1", "--subject", "w5", *DAY, "--json")
    assert [(one["kind"], one["answer"]) for one in ran.json] == [("sign-off", "accepted"), ("pack", "accepted")]
    assert keyed("withdraw", "w5", "cannula-removal", "--by", "m1", "--on", "2026-03-03").code == 0
    keyed("badge-status", "w5", "--key", "key.pem", "--issuer", "Trust B", "--as-of", "2026-03-04", "--out", "now.json")
    later = ("--as-of", "2026-03-04")
    ran = keyed(*CHECK, "pack", "--status", "now.json", "--site", "site-1", "--subject", "w5", *later)
    assert ran.code == 1
    assert "its issuer, Trust B, took it back, by its list of 4 March 2026: ask them why" in ran.out


def test_nothing_is_written_of_a_badge_that_is_not_taken(keyed: Command, tmp_path: Path) -> None:
    keyed("badge", "w5", "cannula-removal", *BY, "--out", "b.json")
    whole = (tmp_path / "b.json").read_text()
    (tmp_path / "b.json").write_text(whole.replace("data:application/vc+jwt,ey", "data:application/vc+jwt,eY", 1))
    before = sorted(p.name for p in tmp_path.iterdir())
    ran = keyed(*CHECK, "b.json", "--site", "site-1", "--subject", "w5", "--worker", "w2", "--accepted-by", "m1",
                "--out", "in.jsonl", *DAY)  # fmt: skip
    assert ran.code == 1
    assert "Nothing can be written as it stands" in ran.out
    assert sorted(p.name for p in tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("badge", "nobody", "cannula-removal", *BY), "Nothing is recorded of nobody"),
        (("badge", "w5", "iv-cannulation", *BY), "There is no badge: "),
        (("badge", "w5", "cannula-removal", "--key", "ours.toml", "--issuer", "Trust B"), "holds no Ed25519 key"),
        (("badge", "w5", "cannula-removal", "--key", "key.pem", "--issuer", " "), "--issuer: is empty"),
        (("leavers-pack", "w5", "--key", "key.pem"), "--key and --issuer go together"),
        ((*CHECK, "ours.toml", "--site", "site-1"), "is no file of badges"),
        ((*CHECK, "none.json", "--site", "site-1"), "is not there"),
        ((*CHECK, "b.json", "--site", "site-1", "--out", "in.jsonl"), "--worker: is needed with --out"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_sentence(keyed: Command, tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    before = sorted(p.name for p in tmp_path.iterdir())
    assert one_sentence(keyed(*words), 2, says)
    assert sorted(p.name for p in tmp_path.iterdir()) == before
