"""Which practice lies in a window, tallies kept elsewhere among it. Sections 3 and 9."""

from .days import within


def is_tally(practice):
    """Section 3: `count` above 1."""
    return (practice.get("count") or 1) > 1


def lies_within(practice, length, day):
    """Sections 3 and 9: of a tally the beginning lies within the window too; one that does not say it is in none."""
    if is_tally(practice) and practice.get("from") is None:
        return False
    return within(practice["on"], length, day) and within(practice.get("from") or practice["on"], length, day)


def lies_after(practice, day):
    """Section 9: a tally that the withdrawal or the sign-off falls into does not count after it."""
    if is_tally(practice) and practice.get("from") is None:
        return False
    return practice["on"] > day and (practice.get("from") or practice["on"]) > day
