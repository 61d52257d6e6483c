"""Local defaults on the command line: named in answers, listed, written to be confirmed."""

import json

from .conftest import Command

PATH = "competency.ct-room-assist.currency.2015-01-01.expires_after"
WORDS = "Assisting in the CT room: a sign-off lasts 1 year"


def test_an_answer_names_the_local_defaults_it_turns_on(filled: Command) -> None:
    for asked in (("status", "w1", "ct-room-assist"), ("may", "w1", "ct-room-assist")):
        told = filled(*asked, "--as-of", "2026-03-01", "--json").json
        assert PATH in told["placeholders"]
        shown = filled(*asked, "--as-of", "2026-03-01").out
        assert "to be confirmed:" in shown
        assert f"{WORDS} ({PATH})" in shown


def test_a_path_is_shown(command: Command) -> None:
    told = command("catalogue", "show", PATH, "--json").json
    assert (told["says"]["expires_after"], told["says"]["authority"]) == ("P12M", "placeholder")
    assert "a local default to be confirmed" in command("catalogue", "show", PATH).out
    assert command("catalogue", "show", PATH.replace("2015", "2016")).code == 2


def test_what_is_written_is_filled_in_checked_and_laid_over(command: Command, tmp_path) -> None:
    listed = command("catalogue", "placeholders", "--json").json
    assert next(one["says"] for one in listed if one["path"] == PATH) == WORDS
    file = tmp_path / "to-fill-in.toml"
    assert command("catalogue", "placeholders", "--out", str(file)).code == 0
    again = command("catalogue", "placeholders", "--out", str(file))
    assert (again.code, again.err.count("\n")) == (2, 1)  # nothing that somebody filled in is written over
    file.write_text(file.read_text().replace('"placeholder"', '"local"'))
    assert command("catalogue", "check", str(file)).code == 0
    assert json.loads(command("--catalogue", str(file), "catalogue", "placeholders", "--json").out) == []
    told = command("--catalogue", str(file), "catalogue", "placeholders").out
    assert told == "No local defaults are still to be confirmed.\n"
