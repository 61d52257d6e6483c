"""Ugly departments, made up to break pages: long names, right-to-left names, hundreds of people, everything lapsed."""

from datetime import date, timedelta

from sw_competency import MemoryStore, Tracker
from sw_competency.catalogue import shipped
from tests.web.conftest import Clock

DAY = date(2026, 3, 2)  # on which the clock of the pages stands
LONG = "Wilhelmina-Konstantina Featherstonehaugh-Cholmondeley Okonkwo"  # more than 60 letters
UNBROKEN = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochwyn"  # more than 60, and nowhere to break
NAMES = (
    LONG, UNBROKEN, "عبد الرحمن بن محمد بن عبد الله الأنصاري القرطبي الإشبيلي", "ליאור בן־דוד כהן", "李小龍",
    "<b>Bobby</b> & \"Tables\" O’Neil", "Ng", "Zoë Ångström-Łukasiewicz",
)  # fmt: skip
TIERS = ("clinical-support-worker", "senior-clinical-support-worker", "assistant-practitioner")


def name_of(number: int) -> str:
    """Return a name; everybody's is another."""
    name = NAMES[number % len(NAMES)]
    return name if number < len(NAMES) else f"{name} {number}"


def entries_of(number: int, *, competencies: int = 67, lapsed: bool = False):
    """Return the record of one person: most things signed off, some run out; or all of them long ago."""
    worker, names = f"u{number:04}", list(shipped().competencies)[:competencies]
    tier, site = TIERS[number % len(TIERS)], f"site-{number % 9 + 1}"
    yield {"kind": "appointment", "worker": worker, "on": "2015-01-05", "site": site, "tier": tier}
    yield {"kind": "person", "worker": worker, "name": name_of(number)}
    for place, name in enumerate(names):
        if lapsed or (place + number) % 7:
            back = 3000 if lapsed else (place * 37 + number * 11) % 1100
            yield {"kind": "prior-learning", "worker": worker, "on": str(DAY - timedelta(days=back)),
                   "signed_on": str(DAY - timedelta(days=back)), "competency": name, "issuer": "Made-up trust",
                   "accepted_by": "a1"}  # fmt: skip


def ugly(people: int = 300, *, competencies: int = 67, lapsed: bool = False, who=None) -> Tracker:
    """Return an ugly department.

    Args:
        people: how many.
        competencies: how many each has begun at the most.
        lapsed: whether everything has run out.
        who: the store; left out, one in memory.
    """
    tracker = Tracker(who or MemoryStore(), clock=Clock())
    first = [{"kind": "registration", "assessor": "a1", "on": "2005-09-01", "body": "HCPC", "number": "RA00001"},
             {"kind": "person", "assessor": "a1", "name": LONG[::-1]}]  # fmt: skip
    tracker.append(first, "a1")
    for number in range(people):
        tracker.append(list(entries_of(number, competencies=competencies, lapsed=lapsed)), "a1")
    return tracker
