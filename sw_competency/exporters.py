"""Where this module stood in earlier versions: importing it says what it is called now."""

from sw_competency.errors import MovedError

raise MovedError("'sw_competency.exporters' is now 'sw_competency.formats': import that in its place.")
