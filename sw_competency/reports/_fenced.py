"""Render one template of a site, with only so much time and memory: run as a process of its own by `_render`."""

import contextlib
import pickle
import sys

from sw_competency.reports._render import BROKEN, TemplateError, environment, formatted


def _limit(seconds: int, memory: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # not every system knows such limits
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    """Read what to render from standard input, write the page, or the sentence why not."""
    # it comes from the process that started this one
    name, view, site, own, as_markdown, seconds, memory = pickle.load(sys.stdin.buffer)  # noqa: S301
    _limit(seconds, memory)
    try:
        text = formatted(environment(site, own, as_markdown=as_markdown), name, view)
    except TemplateError as error:
        sys.stdout.buffer.write(str(error).encode("utf-8", "replace"))
        return BROKEN
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
