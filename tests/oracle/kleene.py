"""Three outcomes, combined as in Kleene's logic. Section 2."""

MET, NOT, CANNOT = "met", "not-met", "cannot-tell"


def all_of(outcomes):
    """Met where all are; not met where one is not."""
    outcomes = list(outcomes)
    return NOT if NOT in outcomes else CANNOT if CANNOT in outcomes else MET


def any_of(outcomes):
    """Met where one is; not met where all are not."""
    return at_least(1, outcomes)


def at_least(count, outcomes):
    """Met where so many are, whatever the others turn out to be."""
    outcomes = list(outcomes)
    met, open_ = outcomes.count(MET), outcomes.count(CANNOT)
    return MET if met >= count else CANNOT if met + open_ >= count else NOT


def yes(truth):
    """Met or not."""
    return MET if truth else NOT
