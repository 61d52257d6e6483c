"""What was printed is what was asked: a stamp given back gives the same answer, under the catalogue it names."""

import os
import re
from pathlib import Path

import pytest

from sw_competency.catalogue import load, read_layer, shipped
from tests.cli.conftest import OVER, Command, lines, one_sentence

DAY = ("--as-of", "2026-03-01")
INSTANT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z"
STAMP = re.compile(rf'(?:records up to |"known_by": )(?:<[^>]*>|")?({INSTANT})')
LATER = [
    {"kind": "withdrawal", "worker": "w1", "on": "2026-02-01", "by": "a1", "reason": "an incident"},
    {"kind": "leaving", "worker": "w2", "on": "2026-02-01"},
    {"kind": "practice", "worker": "w1", "on": "2026-02-01", "competency": "biopsy-assist", "outcome": "successful",
     "supervision": "none"},
]  # fmt: skip
ABOUT_ONE = [
    ("status", "w1", "ct-room-assist"), ("may", "w1", "ct-room-assist"), ("progress", "w1"), ("scope", "w1"),
    ("rebanding", "w1", "--rule", "band-2-to-3-competencies"), ("since", "w1", "--rule", "mr-area"), ("unused", "w1"),
    ("path", "w1", "--to", "assistant-practitioner"), ("outside-scope", "w1"), ("required", "w1"), ("continuity", "w1"),
]  # fmt: skip
ABOUT_ALL = [
    ("who-may", "ct-room-assist"), ("rebanding", "--rule", "mr-area"), ("outside-scope",), ("unused",), ("due",),
    ("cover", "ct-room-assist"), ("line-management",), ("establishment",), ("variation",), ("continuity",),
    ("trace", "a1"),
]  # fmt: skip
REPORTS = [
    ("report", "progression", "--worker", "w1", "--out", "-", "--format", form) for form in ("html", "md")
] + [
    ("report", "sign-off", "--worker", "w1", "--competency", "ct-room-assist", "--out", "-", "--format", form)
    for form in ("html", "md")
]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "asked"),
    [(form, asked) for form in ("text", "json") for asked in (*ABOUT_ONE, *ABOUT_ALL)] + [("page", r) for r in REPORTS],
    ids=lambda given: given if isinstance(given, str) else " ".join(given),
)
def test_a_printed_stamp_gives_the_printed_answer(filled: Command, form: str, asked: tuple[str, ...]) -> None:
    """Whatever is recorded later, also within the same second, changes nothing that was printed."""
    asked = (*asked, "--json") if form == "json" else asked
    first = filled(*asked, *DAY)
    (stamp,) = set(STAMP.findall(first.out))
    assert filled("add", "-", stdin=lines(*LATER)).code == 0
    again = filled(*asked, *DAY, "--known-by", stamp)
    assert (again.code, without_head(again.out)) == (first.code, without_head(first.out))


def without_head(page: str) -> str:
    """A page without the head of the records: that stands for what there was when it was printed, asked or not."""
    return re.sub(r"Head of the records\W.*?[0-9a-f]{64}|(\"|&#34;)head\1:\1\d+:[0-9a-f]{64}\1", "", page)


def test_the_instant_in_a_record_is_whole(filled: Command) -> None:
    """An entry's own stamp, given back, is the instant from which it is known."""
    printed = re.findall(INSTANT, filled("entries", "w1").out.rpartition("As of ")[0])
    kept = [entry["recorded_at"] for entry in filled("entries", "w1", "--json").json]
    assert printed == kept


@pytest.mark.parametrize("asked", [*ABOUT_ONE, *ABOUT_ALL, ("sites",)], ids=" ".join)
def test_every_answer_names_its_catalogue(filled: Command, asked: tuple[str, ...]) -> None:
    """In text and in JSON, the digest of the catalogue in use."""
    digest = load(read_layer(Path("over.toml"))).digest
    told = filled(*asked, *DAY, "--catalogue", "over.toml", "--json").json
    assert {each["catalogue"] for each in (told if isinstance(told, list) else [told])} == {digest}
    assert filled(*asked, *DAY, "--catalogue", "over.toml").out.rstrip().endswith(f", catalogue {digest}")


@pytest.mark.parametrize("page", REPORTS, ids=" ".join)
def test_every_page_names_its_catalogue(filled: Command, page: tuple[str, ...]) -> None:
    digest = load(read_layer(Path("over.toml"))).digest
    assert digest in filled(*page, "--catalogue", "over.toml").out



def test_the_catalogue_of_an_answer_is_fetched_by_its_digest(filled: Command) -> None:
    """Also when the site has another by now; what is fetched is used alone, and gives the same answer."""
    asked = ("status", "w1", "ct-room-assist", *DAY, "--known-by", "2030-01-01", "--json")
    before = filled(*asked, "--catalogue", "over.toml").json
    Path("over.toml").write_text(OVER.replace("countersigned = true", "countersigned = false"), "utf-8")
    assert filled(*asked, "--catalogue", "over.toml").json != before
    assert filled("catalogue", "show", "--digest", before["catalogue"], "--out", "old.toml").code == 0
    assert load(read_layer(Path("old.toml"))).digest == before["catalogue"]
    assert filled(*asked, "--catalogue", "old.toml").json == before
    assert filled("catalogue", "show", "--digest", before["catalogue"], "--json").json["digest"] == before["catalogue"]
    assert filled("catalogue", "show", "--digest", before["catalogue"][:8]).out == Path("old.toml").read_text("utf-8")
    assert one_sentence(
        filled("catalogue", "show", "--digest", before["catalogue"], "--out", "old.toml"), 2, "is there already"
    )


def test_the_shipped_catalogue_needs_no_store(command: Command) -> None:
    digest = shipped().digest
    text = command("catalogue", "show", "--digest", digest).out
    Path("all.toml").write_text(text, "utf-8")
    assert load(read_layer(Path("all.toml"))).digest == digest
    assert command("catalogue", "check", "all.toml").code == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--digest", "0123456789abcdef"), ("No catalogue 0123456789abcdef is kept in", "--store")),
        (("--digest", "0123456789abcdef", "--store", "gone"), ("'gone' is no store",)),
        (("--digest", "0123"), ("is no digest",)),
        (("--digest", "../../../etc/passwd"), ("is no digest",)),
        (("--digest", ""), ("is no digest",)),
        (("iv-cannulation", "--digest", "0123456789abcdef"), ("leave 'iv-cannulation' out",)),
        (("iv-cannulation", "--out", "x.toml"), ("--digest",)),
    ],
)
def test_a_digest_nobody_knows_is_one_sentence(
    filled: Command, words: tuple[str, ...], says: tuple[str, ...]
) -> None:
    assert one_sentence(filled("catalogue", "show", *words), 2, *says)


def test_a_catalogue_that_was_changed_since_is_told(filled: Command) -> None:
    digest = filled("status", "w1", "ct-room-assist", "--catalogue", "over.toml", "--json").json["catalogue"]
    kept = Path("records", "catalogues", f"{digest}.toml")
    whole = kept.read_text("utf-8")
    for other in (whole.replace("countersigned = true", "countersigned = false"), "= broken", "", "\0"):
        kept.write_text(other, "utf-8")
        assert one_sentence(filled("catalogue", "show", "--digest", digest), 2, "was changed since")
    kept.with_name(f"{digest[:8]}{'0' * 24}.toml").write_text(whole, "utf-8")
    assert one_sentence(filled("catalogue", "show", "--digest", digest[:8]), 2, "Several catalogues begin with")


def test_where_it_cannot_be_kept_questions_are_answered_all_the_same(filled: Command) -> None:
    """Nobody who only asks needs leave to write; who looks for the catalogue later is told."""
    Path("records", "catalogues").write_text("no folder")
    told = filled("status", "w1", "ct-room-assist", "--catalogue", "over.toml", "--json")
    assert told.code == 0
    assert not told.err
    assert one_sentence(
        filled("catalogue", "show", "--digest", told.json["catalogue"]), 2, "if the folder may be written to"
    )


def test_a_catalogue_is_kept_once_and_is_no_part_of_the_record(filled: Command) -> None:
    folder = Path("records", "catalogues")
    filled("status", "w1", "ct-room-assist")
    (kept,) = folder.iterdir()
    os.utime(kept, (0, 0))
    filled("progress", "w1")
    assert [each.stat().st_mtime for each in folder.iterdir()] == [0]
    before = filled("export", "jsonl").out
    kept.unlink()
    folder.rmdir()
    assert filled("export", "jsonl").out == before
