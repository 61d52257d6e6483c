"""Tells whose answers change if one catalogue takes the place of another."""

from sw_competency.cli._catalogue_diff import catalogue_named
from sw_competency.cli._changes import print_changes
from sw_competency.cli._options import Options, UnreadableOptionError, ahead, day
from sw_competency.cli._print import document, foot, line


def impact(first: str, second: str, until: str | None, options: Options) -> int:
    """Print whose answers change.

    Raises:
        UnreadableOptionError: a third catalogue is given, or a last day before the first.
    """
    from sw_competency.tracker import Tracker

    if options.catalogue is not None:
        raise UnreadableOptionError("`catalogue impact` compares the two catalogues it names: leave --catalogue out.")
    before, after = catalogue_named(first), catalogue_named(second)
    tracker = Tracker(options.opened(), before)
    department = tracker.department(day("--as-of", options.as_of), options.instant())
    last = day("--until", until)
    answer = department.impact(after, None if last is None else ahead(department.moment.as_of, 0, last))
    if options.json:
        document(answer.to_json())
        return 0
    line(f"{answer.says}, looked at up to {answer['until']}.")
    print_changes(tracker, answer)
    foot(answer)
    return 0
