"""Lay out on paper what a site's template made: run as a process of its own, since it may take for ever."""

import sys

from sw_competency import fence
from sw_competency.reports._pdf import pdf


def main() -> int:
    """Read a page from standard input, and write it as a PDF."""
    page = fence.limited().decode()
    sys.stdout.buffer.write(pdf(page))
    return 0
