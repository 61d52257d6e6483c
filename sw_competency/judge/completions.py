"""Which completion of a programme holds: of several of one day the one recorded last."""

from collections.abc import Iterable

from sw_competency.dates import Length, after
from sw_competency.model import Training
from sw_competency.rules import Completion


def completions(
    trainings: Iterable[Training], length: Length | None, *, stated: bool = True, doubts: tuple[str, ...] = ()
) -> list[Completion]:
    """Return the completions of one programme, one a day, each with its last day.

    Args:
        trainings: all trainings in it as known, in the order of days, those of one day in the order of recording.
        length: how long a completion is current; None for ever.
        stated: whether the last day an issuer states goes before the length.
        doubts: the path of the length in the catalogue, where nobody published it.
    """
    found: list[Completion] = []
    for t in trainings:
        if t.outcome != "completed":
            continue
        if stated and t.expires_on is not None:
            one = Completion(t, t.expires_on)
        else:
            one = Completion(t, after(t.on, length) if length is not None else None, doubts)
        if found and found[-1].training.on == t.on:
            found[-1] = one
        else:
            found.append(one)
    return found
