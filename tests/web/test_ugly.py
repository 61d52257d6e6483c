"""Every screen and page of ugly departments: none breaks, and the HTML checker of the W3C finds nothing."""

import re
import shutil

import pytest

from sw_competency.web import Account, Role, app
from tests import looks
from tests.ugly import NAMES, ugly
from tests.web.conftest import PEOPLE, stranger


def educator(tracker):
    """Return an educator who is signed in."""
    pages = app(tracker, people=PEOPLE)
    client = stranger(pages)
    client.get(f"/enter?token={pages.state.sessions.invite(Account('a1', (Role.EDUCATOR,)))}")
    return client


def seen(tracker):
    """Return what an educator sees at every address."""
    client = educator(tracker)
    return {address: client.get(address) for address in looks.addresses()}


@pytest.fixture(scope="module")
def some():
    return seen(ugly(len(NAMES)))


@pytest.mark.parametrize("department", [lambda: ugly(0), lambda: ugly(2, lapsed=True)])
def test_no_page_breaks(department):
    broken = {address: page.status_code for address, page in seen(department()).items() if page.status_code >= 500}
    assert not broken


def test_every_page_is_there_and_writes_names_as_text(some):
    missing = [address for address, page in some.items() if page.status_code != 200 and address != "/nothing"]
    assert not missing
    assert "<b>Bobby" not in "".join(page.text for page in some.values())


def test_what_is_not_to_be_done_is_all_read_before_the_next_actions_and_three_reasons_with_it():
    page = educator(ugly(1, lapsed=True)).get(f"/people/{looks.WHO}").text.partition('id="next"')[0]
    open_, _, folded = page.partition("<details>")
    assert open_.count("Do not do: ") == 3
    told = re.findall("<dt>(.*?)</dt>", folded)
    assert told
    assert all(f"<li>{one}</li>" in open_ for one in told)


def test_no_two_regions_of_a_page_are_called_the_same(some):
    for address, page in some.items():
        called = re.findall(r'role="region"[^>]* aria-label="([^"]*)"', page.text)
        assert len(called) == len(set(called)), address


@pytest.mark.skipif(not looks.CHECKER.is_file() or not shutil.which("java"), reason="the HTML checker is not installed")
def test_the_html_checker_is_silent(some, tmp_path):
    assert looks.checked({address: page.text for address, page in some.items()}, tmp_path) == []
