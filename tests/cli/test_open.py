"""`open` and `account`: a real process serves, on this computer alone, and an account's PIN is nowhere to be read."""

import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from http.cookiejar import CookieJar

import pytest

from sw_competency.web.roles import Role, beside, is_pin, read_accounts
from tests.cli.staff import fill, post

pytest.importorskip("uvicorn", reason="the extra 'web' is not installed")


def test_the_address_signs_in_once_and_others_get_nothing(command, tmp_path):
    fill(command, post("w1"), {"kind": "person", "worker": "w1", "name": "Amina Okafor"})
    run = [sys.executable, "-u", "-m", "sw_competency", "open", "--no-browser", "--as", "amina"]
    process = subprocess.Popen(
        [*run, "--store", str(tmp_path / "records")], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+/enter\?token=\S+", process.stdout.readline())[0]
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        assert "Amina Okafor" in browser.open(address).read().decode()
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(address)
        urllib.request.urlopen(address.partition("enter")[0]).read()  # signed out, or never in: the way in stands here
        again = re.search(r"http://127\.0\.0\.1:\d+/enter\?token=\S+", process.stdout.readline())[0]
        assert again != address
        assert "Amina Okafor" in browser.open(again).read().decode()
    finally:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert "Traceback" not in out + err


def test_an_account_keeps_roles_and_no_pin(command, tmp_path, monkeypatch):
    fill(command, post("w1"), {"kind": "person", "worker": "w1", "name": "Amina Okafor"})
    ran = command("account", "amina", "--role", "learner", "--role", "supervisor", stdin="2580\n")
    assert (ran.code, "Amina Okafor (w1)" in ran.out) == (0, True)
    file = beside(tmp_path / "records")
    [account] = read_accounts(file)
    assert (account.id, account.roles) == ("w1", (Role.LEARNER, Role.SUPERVISOR))
    assert "2580" not in file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    assert (is_pin(account, "2580"), is_pin(account, "2581")) == (True, False)
    assert command("account", "w1", "--remove", "--json").json == {"accounts": []}


@pytest.mark.parametrize(("words", "typed", "says"), [
    (["--role", "learner"], "12\n", "too short"), ([], "", "--role"), (["--role", "boss"], "2580\n", "boss"),
])  # fmt: skip
def test_no_account_without_a_pin_and_a_role(words, typed, says, command):
    fill(command, post("w1"))
    ran = command("account", "w1", *words, stdin=typed)
    assert (ran.code, says in ran.err) == (2, True)


def test_a_port_that_is_taken_is_a_sentence(command):
    fill(command, post("w1"))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = command("open", "--no-browser", "--port", str(taken.getsockname()[1]))
    assert (ran.code, "Nothing can be served" in ran.err) == (2, True)
