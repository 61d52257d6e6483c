"""The command `completion`."""

from typing import Literal

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import raw


def completion(shell: Literal["bash", "zsh", "fish", "powershell"], /, *, options: Options = DEFAULT) -> int:  # noqa: ARG001
    """What a shell needs to complete commands and options with the tab key, to be kept where it looks for such files.

    For bash:  sw-competency completion bash > ~/.local/share/bash-completion/completions/sw-competency

    Args:
        shell: Which shell.
        options: What holds for every command.
    """
    from sw_competency.cli._app import described

    raw(described().generate_completion(shell=shell).encode() + b"\n")
    return 0
