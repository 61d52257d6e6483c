"""The command line, for those who start it as `python -m sw_competency`."""

import sys

from sw_competency.cli import main

if __name__ == "__main__":
    sys.exit(main())
