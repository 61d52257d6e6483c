"""How many records a page reads: those of whom it shows, however many people there are."""

import pytest

from sw_competency import MemoryStore
from tests.ugly import NAMES, ugly
from tests.web.test_ugly import educator

PEOPLE = 3 * len(NAMES)  # the first of a name has it alone, the others with a number


class Counting(MemoryStore):
    """Notes whose record is read."""

    def __init__(self):
        super().__init__()
        self.whose = []

    def read(self, owner):
        self.whose.append(owner)
        return super().read(owner)


@pytest.fixture(scope="module")
def department():
    store = Counting()
    return store, educator(ugly(PEOPLE, competencies=5, who=store))


def reads(department, path):
    """Return whose records are read for a page, each as often as it is."""
    store, client = department
    store.whose.clear()
    assert client.get(path, follow_redirects=False).status_code in {200, 303}
    return sorted(id_ for kind, id_ in store.whose if kind == "worker")


@pytest.mark.parametrize("path", ["/find?q=ng", "/find?q=a", "/find?q=u0001", "/find?q=ng+cannul", "/papers", "/ask"])
def test_nobody_is_read_to_be_found_or_asked_about(department, path):
    assert reads(department, path) == []


ABOUT_ONE = ("/people/u0001", "/people/u0001?as_of=2025-06-01", "/papers/progression?worker=u0001&format=html",
             "/ask/scope?worker=u0001&asked=yes")  # fmt: skip


@pytest.mark.parametrize("path", ABOUT_ONE)
def test_a_page_about_one_person_reads_their_record_once(department, path):
    assert reads(department, path) == ["u0001"]


@pytest.mark.parametrize(("day", "who", "shown"), [
    (1, "u0002", ["u0002"]), (2, "李小龍", ["u0004", "u0012", "u0020"]), (3, "Zoë 15", ["u0015"]), (4, "nobody", []),
])  # fmt: skip
def test_the_matrix_of_a_name_reads_whom_it_fits(department, day, who, shown):
    path = f"/matrix?who={who}&as_of=2026-01-0{day}"
    assert reads(department, path) == shown
    assert reads(department, path) == []  # they are kept


def test_what_is_kept_of_some_serves_the_matrix_of_all(department):
    reads(department, "/matrix?who=u0002&as_of=2026-01-09")
    whole = reads(department, "/matrix?as_of=2026-01-09")
    assert "u0002" not in whole
    assert len(set(whole)) == PEOPLE - 1
