"""The nine departments of the demo: who works there, and the catalogue they are judged by.

What a site is like (titles, deployment, ways up; what the study reports and what is assumed) stands in the example of
nine sites; what the demo makes up beyond it in `catalogue.toml`. Here stands only how many people each has: about one
for four posts of the establishment in the study's Table 1, and at sites 6 and 9, where that is not given, of the staff
record's figure. Trainees, assistant practitioners and leads stand where the study met or names some; how many there are
is made up, save the three leads of site 3 and the one of site 2. How each person is deployed is made up too.
"""

from functools import cache
from pathlib import Path

import attrs

from sw_competency.catalogue import Catalogue, example, load, read_layer
from sw_competency.tracker import Tracker

CATALOGUE = "catalogue"  # the folder of a built demo that holds the files below
OWN = Path(__file__).with_name("catalogue.toml")

TIERS = {
    "2": "clinical-support-worker",
    "3": "senior-clinical-support-worker",
    "trainee": "trainee-assistant-practitioner",
    "ap": "assistant-practitioner",
    "lead": "lead-support-worker",
}
TITLES = {"trainee": "Trainee assistant practitioner", "ap": "Assistant practitioner", "lead": "RDA lead"}

# One line a person: tier, deployment, areas of work. A `*` marks those whose record is told in `stories.py`.
STAFF = {
    "site-1": (
        "3 static ct *", "3 static ct", "3 static mr", "2 static ultrasound", "2 static xray fluoroscopy",
        "trainee static xray", "ap static xray",
    ),
    "site-2": (
        "2 static ct mr *", "2 static ct mr *", "2 static ct mr", "3 static ct mr", "3 static ct mr",
        "2 static ultrasound", "lead static ultrasound", "ap static xray",
    ),
    "site-3": (
        "3 static mr *", "2 rotational mr ct *", "2 rotational ct xray *", "2 rotational xray ultrasound",
        "2 rotational xray ultrasound", "3 static ct", "3 rotational ct mr", "3 static ultrasound",
        "lead rotational ct", "lead rotational mr", "lead rotational ultrasound", "ap static xray",
    ),
    "site-4": (
        "2 static mr *", "3 static ct *", "3 static ct", "3 static ct", "3 static mr", "2 static ultrasound",
        "2 static xray", "3 static ultrasound", "2 static xray fluoroscopy", "3 static interventional",
    ),
    "site-5": (
        "2 rotational ct xray *", "2 rotational ct ultrasound", "3 rotational ct mr", "3 rotational ct mr",
        "2 rotational xray", "3 rotational ct ultrasound", "ap static xray",
    ),
    "site-6": (
        "3 rotational ct mr *", "3 rotational ct mr *", "3 rotational ct mr", "3 rotational ct mr",
        "3 rotational ct ultrasound", "2 rotational xray ultrasound", "trainee rotational xray", "ap rotational xray",
    ),
    "site-7": (
        "3 rotational ct *", "2 rotational ct fluoroscopy", "3 rotational ct mr", "3 rotational ct mr",
        "3 rotational fluoroscopy", "3 rotational ct", "ap rotational xray",
    ),
    "site-8": (
        "3 static ct *", "3 static mr", "3 rotational ct mr", "2 rotational ultrasound", "trainee static xray",
        "ap static xray",
    ),
    "site-9": (
        "2 rotational ct ultrasound *", "2 rotational xray ultrasound", "3 rotational ct mr", "3 rotational ct mr",
    ),
}  # fmt: skip


@attrs.frozen(kw_only=True)
class Worker:
    """A made-up support worker, as appointed first.

    Args:
        id: `w`, the site's number, and two digits.
        told: whether a story tells the record.
    """

    id: str
    name: str
    site: str
    title: str
    tier: str
    deployment: str
    modalities: tuple[str, ...]
    told: bool


@attrs.frozen(kw_only=True)
class Assessor:
    """A made-up registered member of staff who signs people off, or a manager who decides."""

    id: str
    name: str
    site: str
    title: str
    roles: tuple[str, ...]


@cache
def catalogue() -> Catalogue:
    """Return the shipped catalogue with the nine sites laid over it, and over them what the demo makes up."""
    return load(read_layer("example:nine-sites"), read_layer(OWN))


def catalogue_files() -> dict[str, bytes]:
    """Return the files of the same catalogue as one folder, by name, for whoever asks on the command line."""
    files = {file.name: file.read_bytes() for file in sorted(example("nine-sites").glob("*.toml"))}
    return {**files, "demo.toml": OWN.read_bytes()}


def is_demo(tracker: Tracker) -> bool:
    """Tell whether the records are those of the made-up departments."""
    return tracker.store.holds(("worker", "w601")) and tracker.catalogue.title == catalogue().title


def tier_of(word: str) -> str:
    """Return the tier a line of `STAFF` means."""
    return TIERS[word]


def title_of(site: str, word: str, place: int) -> str:
    """Return the title on a payslip: the site's own, of several in turn; above band 3 the national one."""
    own = catalogue().sites[site].job_titles
    return TITLES.get(word) or _of_one(own[place % len(own)])


def _of_one(title: str) -> str:
    """Return a title as one person has it; the study's table gives one in the plural, and some in small letters."""
    return title[0].upper() + title[1:].removesuffix("s")
