import subprocess

import pytest

from sw_competency import schema
from sw_competency.cli._plain import commands
from sw_competency.schemas import schemas
from tests.cli.conftest import Command, one_sentence

WORDS = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
"$(complete -p sw-competency | sed 's/.*-F \\([^ ]*\\).*/\\1/')"
printf '%s\\n' "${COMPREPLY[@]}"
"""


def test_the_schemas_are_listed_and_printed(command: Command) -> None:
    assert command("schema").out.split() == command("schema", "--json").json == list(schemas())
    assert command("schema", "may").json == schema("may")
    assert one_sentence(command("schema", "entry.sign-of"), 2, "did you mean 'entry.sign-off'?")


def test_an_answer_names_the_schema_it_fits(filled: Command) -> None:
    told = filled("who-may", "ct-room-assist", "--json").json
    assert {answer["schema"] for answer in told} == {"may/1"}
    assert schema("may")["$id"].endswith("may/1")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (["who-m"], {"who-may"}),
        (["cover", "--s"], {"--site", "--store"}),
        (["may", "w1", "x", "--mod"], {"--modality"}),
        (["catalogue", "sh"], {"show"}),
        (["completion", "z"], {"zsh"}),
    ],
)
def test_bash_completes_commands_and_options(command: Command, tmp_path, typed: list[str], offered: set[str]) -> None:
    (tmp_path / "complete.sh").write_text(command("completion", "bash").out, encoding="utf-8")
    words = ["bash", "--norc", "-c", WORDS, "bash", "complete.sh", "sw-competency", *typed]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_each_shell_is_told_of_every_command(command: Command, shell: str) -> None:
    told = command("completion", shell).out
    assert not [name for name in commands() if name not in told]


def test_another_shell_is_refused_with_those_there_are(command: Command) -> None:
    assert one_sentence(command("completion", "sh"), 2, "'sh' is none of bash, zsh, fish, powershell")
