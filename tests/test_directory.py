"""Names and titles where the library asks for ids; what is on record names ids."""

from collections.abc import Iterator

import pytest

from sw_competency.catalogue import layer_of, load, shipped
from sw_competency.errors import MalformedEntryError, SignOffRefusedError, SWCompetencyError, UnknownNameError
from sw_competency.model import Person
from sw_competency.model.columns import NUMBER, PERSON, TEXT, table
from sw_competency.stores import MemoryStore
from sw_competency.tracker import Tracker

POST = {"kind": "appointment", "worker": "w1", "on": "2024-01-08", "site": "site-1", "deployment": "static",
        "tier": "senior-clinical-support-worker", "modalities": ["ct"]}  # fmt: skip
PEOPLE = [
    {"kind": "registration", "assessor": "a1", "on": "2015-09-01", "body": "HCPC", "number": "RA00001"},
    {"kind": "person", "worker": "w1", "name": "Amina Okafor"}, {"kind": "person", "worker": "w2", "name": "Amina May"},
    {"kind": "person", "assessor": "a1", "name": "Bethan O'Brien"},
    {"kind": "person", "worker": "w3", "name": "Ward 12"},
]  # fmt: skip
ROOM = "ct-room-assist"


class Counting(MemoryStore):
    """A store that counts how often everybody's name is read."""

    asked = 0

    def people(self) -> Iterator[Person]:
        self.asked += 1
        return super().people()


@pytest.fixture
def tracker() -> Tracker:
    tracker = Tracker(Counting())
    tracker.append([POST, *PEOPLE])
    return tracker


def _on_record(tracker: Tracker, worker: str = "w1") -> tuple[str | None, ...]:
    last = tracker.entries(worker)[-1]
    return tuple(getattr(last, name, None) for name in ("kind", "worker", "competency", "assessor", "by"))


def test_the_library_takes_ids_as_they_are(tracker: Tracker) -> None:
    """The beginning of somebody's name may be the id of somebody new: nothing is put on another's record."""
    for new in ("okafor", "amina", "bethan"):
        tracker.record("withdrawal", worker=new, by="a1")
        assert _on_record(tracker, new) == ("withdrawal", new, None, None, "a1")
    with pytest.raises(UnknownNameError):
        tracker.sign_off("w1", "assisting in the ct", "a1")
    assert len(tracker.entries("w1")) == 1


def test_names_are_read_only_for_what_is_nobodys_id(tracker: Tracker) -> None:
    assert isinstance(tracker.store, Counting)
    for known in ("w1", "a1"):
        assert tracker.directory.find("person", known) == known
    assert tracker.store.asked == 0
    for unknown in ("potato", "22014567"):  # a number may be somebody's staff number
        tracker.store.asked = 0
        assert tracker.directory.find("person", unknown) == unknown
        assert tracker.store.asked == 1


def test_a_number_finds_whose_it_is_and_a_name_the_id_somebody_is_kept_under(tracker: Tracker) -> None:
    said = {"kind": "identity", "worker": "w1b", "on": "2026-03-01"}
    tracker.append([{**said, "scheme": "esr-employee", "value": "22014567"}, {**said, "same_as": "w1"}])
    tracker.append([{"kind": "person", "worker": "w1b", "name": "Amina Okafor"}])
    assert tracker.directory.find("worker", "22014567") == "w1b"
    assert tracker.directory.find("worker", "amina okafor") == "w1"


def test_whoever_has_a_number_for_a_name_is_found_by_more_than_that(tracker: Tracker) -> None:
    assert tracker.directory.find("worker", "ward 12") == "w3"
    assert tracker.directory.find("worker", "12 ward") == "w3"


@pytest.mark.parametrize(
    ("given", "near"),
    [("W1", "Amina Okafor (w1)"), ("amina okafr", "Amina Okafor (w1)"), ("bethen obrian", "Bethan O'Brien (a1)"),
     ("w4", None), ("2204", None), ("potato", None), ("", None)],
)  # fmt: skip
def test_who_may_be_meant_by_what_is_misspelt(tracker: Tracker, given: str, near: str | None) -> None:
    assert tracker.directory.near("worker", given, tracker.workers()) == near
    assert tracker.directory.near("site", given, ["site-1"]) is None
    assert tracker.directory.find("worker", given) == given


def test_a_sign_off_of_somebody_misspelt_names_who_may_be_meant(tracker: Tracker) -> None:
    with pytest.raises(SignOffRefusedError, match=r"the assessor bethen obrian.* Did you mean Bethan O'Brien \(a1\)\?"):
        tracker.sign_off("w1", ROOM, "bethen obrian")


def test_an_erased_name_fits_nobody(tracker: Tracker) -> None:
    tracker.erase_person("w2")
    assert tracker.directory.find("worker", "amina") == "w1"
    tracker.erase_person("w1")
    assert tracker.directory.find("worker", "amina") == "amina"


@pytest.mark.parametrize("given", [None, 7, ["w1"], "", " ", "a\0b", "\udcff", "x" * 100_000])
def test_what_is_no_id_is_refused_as_before(tracker: Tracker, given: object) -> None:
    with pytest.raises(MalformedEntryError):
        tracker.record("withdrawal", worker=given, by="a1")
    with pytest.raises((SWCompetencyError, TypeError)):
        tracker.sign_off("w1", given, "a1")  # type: ignore[arg-type]


@pytest.mark.parametrize("what", ["programme", "tier", "rule", "modality", "site", "competency"])
def test_the_catalogues_things_are_found_by_title(tracker: Tracker, what: str) -> None:
    for id_ in shipped().table(what):
        title = shipped().title_of(what, id_)
        assert title is not None
        assert tracker.directory.find(what, title) == id_
        assert tracker.directory.called(what, id_) == f"{title} ({id_})"
    assert tracker.directory.find(what, "potato") == "potato"


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("w1 may do this", "Amina Okafor (w1) may do this"),
        ("by a1 on 2 May, by a1.", "by Bethan O'Brien (a1) on 2 May, by Bethan O'Brien (a1)."),
        ("Amina Okafor (w1) holds 2 of 21", "Amina Okafor (w1) holds 2 of 21"),
        ("w1: entries w1-001 and e-w1 at site-1", "Amina Okafor (w1): entries w1-001 and e-w1 at site-1"),
        ("w4 is nobody here", "w4 is nobody here"), ("may 2026 w11 12", "may 2026 w11 12"), ("", ""),
    ],
)  # fmt: skip
def test_a_door_puts_names_before_ids(tracker: Tracker, sentence: str, named: str) -> None:
    """A word or a count may be somebody's id, and is left as it stands."""
    tracker.append([{"kind": "person", "worker": id_, "name": "Nobody"} for id_ in ("may", "2026", "12", "2")])
    assert tracker.directory.naming()(sentence) == named


def test_a_door_puts_the_titles_of_sites_for_their_ids() -> None:
    titles = {"site-1": "The County", "may": "May Street", "east-wing": "East"}
    sites = layer_of({"site": {id_: {"title": title} for id_, title in titles.items()}}, "sites")
    directory = Tracker(MemoryStore(), load(sites)).directory
    said = "On 2 May 2026 at site-1 and east-wing, w1 may; see site-10"
    assert directory.naming()(said) == "On 2 May 2026 at The County and East, w1 may; see site-10"


def test_people_stand_by_surname_where_their_order_is_not_meant() -> None:
    names = {"w1": "Amina Okafor", "w2": "Bethan Ash", "w3": "", "w4": "Cai Ash"}
    rows = [("w1", "yes", 1), ("w3", "yes", 1), ("w4", "yes", 1), ("w2", "yes", 1), ("w2", "no", 1), ("w4", "yes", 2)]
    made = table({"Who": PERSON, "Answer": TEXT, "Number": NUMBER}, rows, within=("Answer",))
    assert [row[0] for row in made.by_name(names.__getitem__).rows] == ["w2", "w4", "w1", "w3", "w2", "w4"]
    assert [row[0] for row in made.by_name(lambda _: "").rows] == [row[0] for row in rows]
    meant = table({"Who": PERSON, "Answer": TEXT, "Number": NUMBER}, rows)
    assert meant.by_name(names.__getitem__) is meant
