"""Our rules in the browser: tried, saved as the site's own with who and when, and undone; nobody's change is lost."""

import errno
import os
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import pytest

from sw_competency import MemoryStore, Tracker, load, read_layer
from sw_competency.catalogue.own_rules import text_of
from sw_competency.catalogue.placeholders import placeholders
from sw_competency.errors import FieldError
from sw_competency.stores import _locks
from sw_competency.web import Account, Role, app
from sw_competency.web.rules_file import RulesFile
from tests.web.conftest import ENTRIES, hidden, stranger

RULE = "/our-rules/competency.ct-room-assist.currency.2015-01-01.expires_after"
DECIDED = {"v": "6 months", "document": "Policy CT-2", "decided_by": "The training group", "decided_on": "2026-02-27"}
FILE = "our-rules.toml"


@pytest.fixture
def department(tmp_path, clock):
    """The pages over a folder for rules of their own; `enter()` signs an educator in, `folder` is the folder."""
    (tmp_path / FILE).write_bytes(b"")
    tracker = Tracker(MemoryStore(), load(read_layer(tmp_path)), clock=clock)
    tracker.append(ENTRIES, "a1")
    return Department(tracker, tmp_path)


class Department:
    def __init__(self, tracker, folder, rules=None):
        self.tracker, self.folder = tracker, folder
        self.pages = app(tracker, rules=rules or folder)

    def enter(self, *roles):
        client = stranger(self.pages)
        token = self.pages.state.sessions.invite(Account("a1", roles or (Role.EDUCATOR,)))
        client.get(f"/enter?token={token}")
        return client

    def text(self):
        return (self.folder / FILE).read_text("utf-8")


def tried(client, path=RULE, **given):
    return client.get(path, params={"try": "yes", **DECIDED, **given}).text


def save(client, page, path=RULE, **given):
    return client.post(path, data={**{k: unescape(v) for k, v in hidden(page).items()}, **given})


def test_the_list_names_each_open_value_and_leads_to_it(department):
    page = department.enter().get("/our-rules").text
    every = set(placeholders(department.tracker.catalogue))
    assert len(set(re.findall(r'href="/our-rules/([^"]+)"', page))) == len(every)
    found = department.enter().get("/our-rules?q=ct room lasts").text
    assert re.findall(r'href="/our-rules/([^"?]+)"', found) == [RULE.removeprefix("/our-rules/")]


def test_a_value_stands_under_what_it_is_about_whatever_colons_are_in_it(department):
    page = department.enter().get("/our-rules").text
    assert "<b>MR safety questionnaire: first pass with the patient</b>" in page
    said = "the programmes it counts as include Assistant practitioner programme: foundation degree or apprenticeship"
    assert f">{said}, level 5</a>" in page


def test_every_open_value_has_its_page(department):
    client = department.enter()
    for path in list(placeholders(department.tracker.catalogue))[::10]:
        assert client.get(f"/our-rules/{path}").status_code == 200, path


def test_trying_says_whose_answers_change_and_saves_nothing(department):
    page = tried(department.enter())
    assert "a sign-off lasts 6 months" in page
    assert "1 person loses" in page
    assert "Amina Okafor" in page
    assert department.text() == ""
    assert "No answer changes" in tried(department.enter(), v="1 year")


@pytest.mark.parametrize(("wrong", "says"), [
    ({"v": "soon"}, "no length of time"),
    ({"document": ""}, "Where it is written"), ({"decided_by": " "}, "Who decided"),
    ({"authority": "placeholder"}, "none of those listed"), ({"decided_on": "yesterday"}, "When"),
    ({"decided_on": "2026-03-03"}, "has not come yet"),
])  # fmt: skip
def test_what_cannot_be_taken_is_said_and_what_was_filled_in_stays(wrong, says, department):
    page = tried(department.enter(), **wrong)
    assert says in page
    assert "Save it as our rule" not in page
    assert ("Policy CT-2" in page) == ("document" not in wrong)


def test_saved_it_is_judged_by_at_once_and_says_who_and_when(department):
    client = department.enter()
    found = save(client, tried(client))
    assert found.status_code == 303
    assert department.tracker.catalogue.competency("ct-room-assist").currency[-1].expires_after.months == 6
    assert load(read_layer(department.folder)).digest == department.tracker.catalogue.digest
    page = client.get("/our-rules").text
    assert "decided by The training group on 27 February 2026, written down by Bethan Hughes" in page
    assert "Policy CT-2" in page
    assert 'authority' in department.text()
    assert client.get(RULE).status_code == 400  # it is decided


def test_the_same_form_sent_twice_saves_once_and_undoes_once(department):
    client = department.enter()
    page = tried(client)
    assert [save(client, page).status_code for _ in range(2)] == [303, 303]
    saved = department.text()
    form = hidden(client.get("/our-rules").text)
    assert [client.post("/our-rules", data=form).status_code for _ in range(2)] == [303, 303]
    assert (saved != "", department.text()) == (True, "")  # undone twice, it would be there again


def test_of_two_who_change_rules_at_once_the_second_looks_again_and_nothing_is_lost(department):
    one, other = department.enter(), department.enter()
    second = RULE.replace("expires_after", "notice")
    pages = tried(one), tried(other, second, v="30 days")
    assert save(one, pages[0]).status_code == 303
    refused = save(other, pages[1], second)
    assert refused.status_code == 422
    assert "changed by somebody else meanwhile" in refused.text
    assert save(other, tried(other, second, v="30 days"), second).status_code == 303
    currency = department.tracker.catalogue.competency("ct-room-assist").currency[-1]
    assert (currency.expires_after.months, currency.notice.days) == (6, 30)


def test_the_last_change_is_undone_and_had_back(department):
    client = department.enter()
    save(client, tried(client))
    changed = department.text()
    for text in ("", changed, ""):
        page = client.get("/our-rules").text
        assert client.post("/our-rules", data=hidden(page)).status_code == 303
        assert department.text() == text


def test_a_file_written_by_hand_is_never_written_over(department):
    (department.folder / FILE).write_text("# ours\nname = 'x'\n", "utf-8")
    client = department.enter()
    page = tried(client)
    assert "A file written by hand is never written over" in page
    assert "Save it as our rule" not in page
    own = hidden(client.get("/sign-off/ct-room-assist/w1").text)
    assert client.post(RULE, data={**own, **DECIDED, "digest": "x"}).status_code == 422
    assert department.text().startswith("# ours")


def test_what_another_file_of_the_folder_says_cannot_be_said_twice(department, clock):
    fire = "[programme.cstf-fire-safety]\nexpires_after = 'P2Y'\nauthority = 'placeholder'\nsource = ['cstf-1-1']\n"
    (department.folder / "by-hand.toml").write_text(fire, "utf-8")
    path = "/our-rules/programme.cstf-fire-safety.expires_after"
    page = tried(department.enter(), path, v="1 year")
    assert "is given twice" in page
    assert department.text() == ""


def test_without_a_folder_to_write_in_it_can_be_tried_and_it_says_how_to_save(signed_in):
    client = signed_in(Role.EDUCATOR)
    page = tried(client)
    assert "1 person loses" in page
    assert "catalogue example our-rules" in page
    own = hidden(client.get("/sign-off/ct-room-assist/w1").text)
    assert client.post(RULE, data={**own, **DECIDED}).status_code == 422


def test_who_may_not_change_rules_may_try_them(department):
    page = tried(department.enter(Role.MANAGER))
    assert "1 person loses" in page
    assert "Save it as our rule" not in page


def test_a_failed_write_leaves_the_rules_as_they_are(department, monkeypatch):
    client = department.enter()
    page = tried(client)
    (department.folder / f"{FILE}.new").mkdir()
    digest = department.tracker.catalogue.digest
    assert save(client, page).status_code >= 400
    assert department.text() == ""
    assert department.tracker.catalogue.digest == digest


def test_what_is_too_long_for_its_name_is_said_whole_before_and_after_it_is_saved(department):
    client, path = department.enter(), "/our-rules/competency.iv-cannulation.sign_off.suggests"
    numbers = {"v.0.at_least": "15", "v.0.distinct_supervisors": "3"}
    page = tried(client, path, **numbers)
    said = "Peripheral intravenous cannulation, adult done 15 times (under supervision, with success)"
    assert said in page
    assert "On 2 March 2026, nobody&#39;s answers change." in page
    assert all(f'name="{name}" value="{value}"' in page for name, value in numbers.items())
    assert save(client, page, path, **numbers).status_code == 303
    assert said in client.get("/our-rules").text


def test_of_many_who_write_at_once_one_does_and_the_others_are_told(department):
    file = RulesFile(department.folder)
    texts, digest = [text_of({"name": f"Rules {n}"}) for n in range(8)], file.digest()

    def write(text):
        try:
            return RulesFile(department.folder).write(text, digest)
        except FieldError as error:
            return str(error)

    with ThreadPoolExecutor(8) as at_once:
        came = list(at_once.map(write, texts))
    told = [one for one in came if isinstance(one, str)]
    assert len(told) == len(texts) - 1
    assert all("changed by somebody else" in one for one in told)
    assert file.text() in texts
    assert file.former.read_text("utf-8") == ""
    assert {one.name for one in department.folder.iterdir()} == {FILE, file.former.name}  # and no lock


def test_a_folder_that_cannot_be_locked_is_written_in_turn_all_the_same(department, monkeypatch):
    """As on a network: then a file in it is what is locked."""
    if _locks.fcntl is None:
        pytest.skip("this system locks files alone")
    lock = _locks.fcntl.flock

    def flock(handle, how):
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EBADF, "not here")
        lock(handle, how)

    monkeypatch.setattr(_locks.fcntl, "flock", flock)
    client = department.enter()
    assert save(client, tried(client)).status_code == 303
