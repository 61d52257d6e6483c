"""Asking to be signed off at the command line, and answering it."""

from tests.cli.conftest import Command, one_sentence
from tests.cli.staff import fill, post

REGISTERED = {"kind": "registration", "assessor": "a1", "on": "2015-09-01"}
NAMES = tuple({"kind": "person", role: id_, "name": name} for role, id_, name in (
    ("worker", "w1", "Robin Example"), ("assessor", "a1", "Sam Sample"),
))  # fmt: skip
LEARNT = {
    "kind": "training", "worker": "w1", "programme": "local-induction", "on": "2023-01-10", "outcome": "completed",
}  # fmt: skip
TASK = "patient-id-check"


def kinds(command: Command) -> list[str]:
    return [each["kind"] for each in command("entries", "w1", "--json").json]


def test_asked_rejected_asked_again_and_confirmed(command: Command) -> None:
    fill(command, post("w1"), REGISTERED, LEARNT, *NAMES)
    ran = command("request-sign-off", "robin", TASK, "--assessor", "sam")
    assert (ran.code, "requests --assessor a1 --waiting" in ran.out) == (0, True)
    [waiting] = command("requests", "--assessor", "a1", "--waiting", "--json").json
    assert (waiting["worker"], waiting["answer"]) == ("w1", "waiting")
    assert one_sentence(command("answer-request", "w1", TASK, "rejected"), 2, "needs the reason")
    assert command("answer-request", "w1", TASK, "rejected", "--reason", "watch once more").code == 0
    assert "watch once more" in command("requests", "w1").out
    assert one_sentence(command("answer-request", "w1", TASK, "confirmed"), 2, "No request of w1", "waits")
    again = command("answer-request", "w1", TASK, "withdrawn", "--assessor", "a1")
    assert one_sentence(again, 1, "Not saved. The request of", "answered already: rejected on")
    assert command("request-sign-off", "w1", TASK, "--assessor", "a1").code == 0
    ran = command("answer-request", "w1", TASK, "confirmed")
    assert (ran.code, "As of today: " in ran.out) == (0, True)
    assert kinds(command)[-1] == "sign-off"
    assert [each["answer"] for each in command("requests", "w1", "--json").json] == ["rejected", "confirmed"]


def test_confirmed_is_refused_as_a_sign_off_is_and_the_request_goes_on_waiting(command: Command) -> None:
    fill(command, post("w1"), *NAMES)
    assert command("request-sign-off", "w1", TASK, "--assessor", "a1").code == 0
    before = kinds(command)
    assert command("answer-request", "w1", TASK, "confirmed").code in {1, 3}
    assert kinds(command) == before
    assert command("requests", "w1", "--json").json[0]["answer"] == "waiting"


def test_of_several_asked_one_is_named(command: Command) -> None:
    fill(command, post("w1"), REGISTERED, {**REGISTERED, "assessor": "a2"})
    for assessor in ("a1", "a2"):
        assert command("request-sign-off", "w1", TASK, "--assessor", assessor).code == 0
    assert one_sentence(command("answer-request", "w1", TASK, "withdrawn"), 2, "a1, a2", "--assessor")
    assert command("answer-request", "w1", TASK, "withdrawn", "--assessor", "a2").code == 0
    assert [one["answer"] for one in command("requests", "w1", "--json").json] == ["waiting", "withdrawn"]
