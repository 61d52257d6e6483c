"""Render one template of a site: run as a process of its own by `_render`."""

import pickle
import sys

from sw_competency import fence
from sw_competency.errors import TemplateError
from sw_competency.reports._render import environment, formatted


def main() -> int:
    """Read what to render from standard input, write the page, or the sentence why not."""
    name, view, site, own, as_markdown, look = pickle.loads(fence.limited())  # noqa: S301 - from whoever started this process
    try:
        text = formatted(environment(site, own, as_markdown=as_markdown, look=look), name, view)
    except TemplateError as error:
        sys.stdout.buffer.write(str(error).encode("utf-8", "replace"))
        return fence.BROKEN
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    return 0
