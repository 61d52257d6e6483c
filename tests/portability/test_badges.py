"""Open Badges of sign-offs: what they say, that others can check them, and every badge that is not taken."""

import base64
import json
from contextlib import suppress
from datetime import date

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft201909Validator
from msgspec.structs import replace

from sw_competency.catalogue import shipped
from sw_competency.errors import BadgeError, UnreadableFileError
from sw_competency.model import plain
from sw_competency.portability.badge_check import presented
from sw_competency.portability.open_badges import all_current, hashed, together
from sw_competency.portability.proofs import Signer, new_key, said_by
from sw_competency.questions.check_badge import CheckBadge
from sw_competency.testing.builders import (
    appointed,
    assessed,
    corrected,
    entry,
    signed_off,
    tracker_of,
    trained,
    watched,
    withdrawn,
)

from .conftest import BASE, DAY, FIRST, THERE, shared, taking_over


def checked(content, catalogue, day=DAY, subject="w1", status=b"", worker=None):
    def read(raw):
        return presented(raw, "badges.json", {}) if raw else ()

    tracker = tracker_of([], catalogue)
    question = CheckBadge("site-1", read(content), read(status), subject, worker)
    return tracker.at(day).ask(question)


def one(content, catalogue, **more):
    [answer] = checked(content, catalogue, **more)
    return answer


@pytest.fixture
def ours(trust):
    return taking_over(trust.signer.did)


# -- what a badge says ---------------------------------------------------------------------------------------------


def test_a_badge_keeps_to_the_published_schema(trust):
    path = shared("schemas", "open-badges", "v3_0", "ob_v3p0_achievementcredential_schema.json")
    schema = json.loads(path.read_text("utf-8"))
    check = Draft201909Validator(schema, format_checker=Draft201909Validator.FORMAT_CHECKER)
    for name in trust.issuing().current():
        assert [error.message for error in check.iter_errors(trust.issuing().credential(name))] == []


def test_another_library_reads_it_as_a_badge_of_its_issuer_that_was_not_taken_back(trust):
    from openbadgeslib import ob3

    by = trust.issuing(day=date(2026, 1, 7))
    lists = {said_by(token)["id"]: token.encode() for token in [by.status_list()]}
    credential = ob3.OB3Verifier.for_issuer_did(trust.signer.did).verify(
        by.badge("patient-id-check"), check_status=True, download=lists.__getitem__
    )
    assert credential.achievement.alignments[0].target_code == "patient-id-check"
    assert credential.issuer.name == "Trust B"


def test_another_library_sees_in_the_list_what_was_taken_back(trust):
    from openbadgeslib import ob3

    ended = trust.issuing([*THERE, withdrawn("w1", "2026-01-20", "patient-id-check")])
    lists = {said_by(token)["id"]: token.encode() for token in [ended.status_list()]}
    verifier = ob3.OB3Verifier.for_issuer_did(trust.signer.did)
    with pytest.raises(ob3.OB3VerificationError, match="revocation"):
        verifier.verify(trust.issuing().badge("patient-id-check"), check_status=True, download=lists.__getitem__)
    verifier.verify(trust.issuing().badge("cannula-removal"), check_status=True, download=lists.__getitem__)


def test_what_can_be_carried_comes_back_and_nobody_is_named(trust, ours):
    content = together(trust.issuing().badge(name) for name in trust.issuing().current())
    says = b"".join(json.dumps(said_by(p.token)).encode() for p in presented(content, "b", {}))
    assert b"w1" not in says.replace(trust.signer.did.encode(), b"")
    assert b'"a1"' not in says
    answers = checked(content, ours, status=together([trust.issuing().status_list()]))
    assert [(a.competency, a.signed_on, a.last_day) for a in answers] == [
        ("cannula-removal", date(2026, 1, 6), trust.issuing().judge.status("cannula-removal", DAY).expires_on),
        ("patient-id-check", date(2026, 1, 5), trust.issuing().judge.status("patient-id-check", DAY).expires_on),
    ]
    assert [a.answer for a in answers] == ["accepted", "accepted"]
    assert "it is restricted there" in "; ".join(answers[0].conditions)
    assert not any("restricted" in condition for condition in answers[1].conditions)


def test_the_same_sign_off_is_the_same_badge_byte_for_byte(trust):
    assert trust.issuing().badge("patient-id-check") == trust.issuing().badge("patient-id-check")
    later = [*THERE, watched("w1", "ct-room-assist", "2026-02-01")]
    assert trust.issuing(later).badge("patient-id-check") == trust.issuing().badge("patient-id-check")


def test_practice_is_told_as_numbers(trust):
    practice = [watched("w1", "patient-id-check", f"2026-01-0{day}", id=f"p{day}") for day in (1, 2)]
    badge = trust.issuing([*THERE, *practice]).credential("patient-id-check")
    assert badge["evidence"][0]["narrative"] == "Successes up to 5 January 2026: 2, of them supervised: 2."


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        (BASE, "nobody has signed it off"),
        ([*THERE, withdrawn("w1", "2026-02-01", "patient-id-check")], "is withdrawn"),
        ([*THERE, withdrawn("w1", "2026-02-01", "patient-id-check", suspension=True)], "is suspended"),
        ([*BASE, signed_off("w1", "patient-id-check", "2024-01-15")], "lapsed|grace"),
        ([*BASE, entry("prior-learning", "2026-01-05", worker="w1", competency="patient-id-check",
                            signed_on="2026-01-05", accepted_by="m1")], "taken over from elsewhere"),
    ],
)  # fmt: skip
def test_there_is_no_badge_of_what_is_not_current_or_not_ours(trust, entries, says):
    with pytest.raises(BadgeError, match=says):
        trust.issuing(entries).badge("patient-id-check")


def test_there_is_no_badge_of_what_stands_in_another_record_of_theirs(trust):
    by = attrs.evolve(trust.issuing(), written=())
    assert list(by.current()) == []
    with pytest.raises(BadgeError, match="it stands in another record than"):
        by.badge("patient-id-check")


def test_of_two_records_that_are_one_persons_each_has_its_badges_and_its_own_list(trust, ours):
    twice = [
        *THERE, appointed("w2", "2024-01-08", id="s1"), signed_off("w2", "electrical-checks", "2026-01-07", id="s2"),
        entry("identity", "2026-01-08", worker="w2", same_as="w1", scheme=None),
    ]  # fmt: skip
    first, second = trust.issuing(twice), trust.issuing(twice, worker="w2")
    assert (list(first.current()), list(second.current())) == (
        ["cannula-removal", "patient-id-check"], ["electrical-checks"],
    )  # fmt: skip
    content = together(all_current([first, second]))
    found = {a.competency: a.why for a in checked(content, ours)}
    assert found == {"cannula-removal": "accepted", "patient-id-check": "accepted", "electrical-checks": "policy"}
    gone = [*twice, withdrawn("w2", "2026-02-01", "electrical-checks")]
    lists = together([trust.issuing(gone, worker=each).status_list() for each in ("w1", "w2")])
    assert {a.competency or a.why: a.why for a in checked(content, ours, status=lists)} == {
        "cannula-removal": "accepted", "patient-id-check": "accepted", "revoked": "revoked",
    }  # fmt: skip


# -- badges that are not taken -------------------------------------------------------------------------------------


def another(tmp_path):
    (tmp_path / "another.pem").write_bytes(new_key())
    return Signer.of(tmp_path / "another.pem")


def resigned(signer, credential, **changed):
    return signer.signed({**credential, **changed}).encode()


def _changed_claims(trust, tmp_path):
    head, claims, signature = trust.issuing().badge("patient-id-check").split(".")
    said = json.loads(base64.urlsafe_b64decode(claims + "=="))
    said["validUntil"] = "2099-01-01T00:00:00Z"
    claims = base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")
    return f"{head}.{claims}.{signature}".encode()


def _in_anothers_name(trust, tmp_path):
    return resigned(another(tmp_path), trust.issuing().credential("patient-id-check"))


def _without_algorithm(trust, tmp_path):
    _, claims, _ = trust.issuing().badge("patient-id-check").split(".")
    head = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
    return f"{head}.{claims}.".encode()


def _by_an_unknown_issuer(trust, tmp_path):
    stranger = attrs.evolve(trust, signer=another(tmp_path))
    return together([stranger.issuing().badge("patient-id-check"), stranger.issuing().status_list()])


def _with(**changed):
    def made(trust, tmp_path):
        return resigned(trust.signer, {**trust.issuing().credential("patient-id-check"), **changed})

    return made


def _about_the_issuer(trust, tmp_path):
    credential = trust.issuing().credential("patient-id-check")
    return resigned(
        trust.signer, credential, credentialSubject={**credential["credentialSubject"], "id": trust.signer.did}
    )


def _unsigned(trust, tmp_path):
    return json.dumps(trust.issuing().credential("patient-id-check")).encode()


def _ended(*more, day=DAY):
    def made(trust, tmp_path):
        lists = trust.issuing([*THERE, *more], day).status_lists()
        return together([trust.issuing().badge("patient-id-check"), *lists])

    return made


SUSPENDED = withdrawn("w1", "2026-02-01", "patient-id-check", suspension=True)


def _with_one_list(trust, tmp_path):
    return together([trust.issuing().badge("patient-id-check"), trust.issuing([*THERE, SUSPENDED]).status_list()])


def _with_lists_of_another(trust, tmp_path):
    stranger = attrs.evolve(trust, signer=another(tmp_path))
    theirs = stranger.signer.sign({**said_by(trust.issuing().status_list()), "issuer": stranger.signer.did})
    return together([trust.issuing().badge("patient-id-check"), theirs])


NOT_TAKEN = {
    "changed after it was signed": (_changed_claims, "signature", "not-accepted"),
    "signed by somebody in another's name": (_in_anothers_name, "signature", "not-accepted"),
    "signed by nobody": (_without_algorithm, "signature", "not-accepted"),
    "no signature": (_unsigned, "signature", "not-accepted"),
    "an issuer nobody knows": (_by_an_unknown_issuer, "unknown-issuer", "not-accepted"),
    "no issuer": (_with(issuer=None), "unknown-issuer", "not-accepted"),
    "self-issued": (_about_the_issuer, "self-issued", "not-accepted"),
    "another sort of credential": (_with(type=["VerifiableCredential", "OtherCredential"]), "no-badge", "not-accepted"),
    "expired": (_with(validUntil="2026-03-01T23:59:59Z"), "expired", "not-accepted"),
    "expired in the middle of the day": (_with(validUntil="2026-03-02T12:00:00Z"), "expired", "not-accepted"),
    "not yet": (_with(validFrom="2026-03-03T00:00:00Z"), "not-yet", "not-accepted"),
    "no day at all": (_with(validFrom=None), "unreadable", "not-accepted"),
    "a day that is none": (_with(validUntil="soon"), "unreadable", "not-accepted"),
    "about nobody": (_with(credentialSubject="them"), "unreadable", "not-accepted"),
    "withdrawn": (_ended(withdrawn("w1", "2026-02-01", "patient-id-check")), "revoked", "not-accepted"),
    "all withdrawn": (_ended(withdrawn("w1", "2026-02-01")), "revoked", "not-accepted"),
    "suspended": (_ended(SUSPENDED), "suspended", "not-accepted"),
    "suspended, by the older list alone": (_with_one_list, "revoked", "not-accepted"),
    "suspended, and withdrawn since": (_ended(SUSPENDED, withdrawn("w1", "2026-02-03", "patient-id-check")), "revoked",
                                       "not-accepted"),
    "suspended up to a day": (_ended(withdrawn("w1", "2026-02-01", "patient-id-check", until="2026-03-02")),
                              "suspended", "not-accepted"),
    "failed since": (_ended(assessed("w1", "patient-id-check", "2026-02-01", "not-yet-competent")), "revoked",
                     "not-accepted"),
    "void": (_ended(corrected(FIRST, "2026-02-01")), "revoked", "not-accepted"),
    "not on any list": (_with(), "status", "cannot-tell"),
    "a list of somebody else": (_with_lists_of_another, "status", "cannot-tell"),
    "a list of tomorrow": (_ended(day=date(2026, 3, 3)), "status", "cannot-tell"),
    "a way to end that nobody knows": (_with(credentialStatus={"id": "x:y", "type": "Other"}), "status", "cannot-tell"),
}  # fmt: skip


@pytest.mark.parametrize("what", NOT_TAKEN)
def test_a_badge_that_is_not_taken_is_told_in_one_sentence_and_nothing_comes_of_it(trust, ours, tmp_path, what):
    make, why, expected = NOT_TAKEN[what]
    content = make(trust, tmp_path)
    answer = one(content, ours)
    assert (answer.why, answer.answer) == (why, expected)
    assert answer.says.count(". ") == 0
    assert answer.says.startswith(("The badge 'Greeting", "A badge")), answer.says
    assert ": ask " in answer.says or "give the file" in answer.says or ": check it" in answer.says, "what to do"
    question = CheckBadge("site-1", presented(content, "b", {}), (), "w1", "w9")
    assert question.accepted(tracker_of([], ours).at(DAY), "m1") == []


def test_a_badge_of_somebody_else_is_not_taken_and_a_number_that_was_not_given_is_told(trust, ours):
    content = together([trust.issuing(subject="20000001").badge("patient-id-check"), trust.issuing().status_list()])
    assert one(content, ours, subject="w1").why == "subject"
    assert one(content, ours, subject="20000001").answer == "accepted"
    unlooked = one(content, ours, subject=None)
    assert unlooked.answer == "accepted"
    assert "whose it is was not looked at" in unlooked.conditions[0]


def test_a_plain_number_is_compared_too(trust, ours):
    credential = trust.issuing().credential("patient-id-check")
    identity = {**hashed("x", "y"), "hashed": False, "identityHash": "20000001"}
    subject = {**credential["credentialSubject"], "identifier": [identity]}
    del credential["credentialStatus"]
    content = resigned(trust.signer, credential, credentialSubject=subject)
    answer = one(content, ours, subject="20000001")
    assert answer.answer == "accepted"
    assert "it names no list" in answer.conditions[0]


def test_a_newer_list_goes_before_an_older_one(trust, ours):
    badge = trust.issuing().badge("patient-id-check")
    old = together([badge, trust.issuing(day=date(2026, 2, 1)).status_list()])
    just = together([trust.issuing(day=date(2026, 2, 1)).status_list()])
    new = together([trust.issuing([*THERE, withdrawn("w1", "2026-02-10", "patient-id-check")]).status_list()])
    assert (one(old, ours).answer, one(old, ours).told_on) == ("accepted", date(2026, 2, 1))
    assert one(old, ours, status=new).why == "revoked"
    assert one(together([badge]), ours, status=just).answer == "accepted"
    assert one(together([badge]), ours, status=new).why == "revoked"


def test_a_reinstatement_lets_it_stand_again(trust, ours):
    suspended = withdrawn("w1", "2026-02-01", "patient-id-check", suspension=True)
    back = entry("reinstatement", "2026-02-10", worker="w1", competency="patient-id-check", by="m1")
    now = trust.issuing([*THERE, suspended, back]).status_list()
    assert one(together([trust.issuing().badge("patient-id-check"), now]), ours).answer == "accepted"


PUT_RIGHT = {
    "restricted": {"restrictions": ["CT only"]}, "its last day": {"expires_on": "2026-05-31"},
    "its day": {"on": "2025-12-05"}, "its task": {"competency": "stock-control"},
}  # fmt: skip


@pytest.mark.parametrize("change", PUT_RIGHT.values(), ids=PUT_RIGHT.keys())
def test_a_badge_of_a_sign_off_that_was_put_right_has_ended_and_the_new_one_holds(trust, change):
    says = {"on": "2026-01-05", "competency": "patient-id-check", **change}
    right = signed_off("w1", says.pop("competency"), says.pop("on"), **says)
    slip = corrected(FIRST, "2026-02-01", right, id="c1")
    ours, before, after = taking_over(trust.signer.did), trust.issuing(), trust.issuing([*THERE, slip])
    old = together([before.badge("patient-id-check"), after.status_list()])
    assert one(old, ours).why == "revoked"
    new = one(together([after.badge(right.competency), after.status_list()]), ours)
    assert (new.signed_on, new.why) == (right.on, "policy" if "competency" in change else "accepted")
    assert after.credential(right.competency)["id"] != before.credential("patient-id-check")["id"]
    void = trust.issuing([*THERE, slip, corrected(slip, "2026-02-03")])
    assert one(together([before.badge("patient-id-check"), void.status_list()]), ours).why == "accepted"
    assert one(together([after.badge(right.competency), void.status_list()]), ours).why == "revoked"


def test_a_correction_that_leaves_what_a_badge_says_leaves_the_badge(trust, ours):
    slip = corrected(FIRST, "2026-02-01", replace(FIRST, note="in CT"), id="c1")
    after = trust.issuing([*THERE, slip])
    assert after.badge("patient-id-check") == trust.issuing().badge("patient-id-check")
    assert one(together([trust.issuing().badge("patient-id-check"), after.status_list()]), ours).answer == "accepted"


def test_what_ended_one_badge_ends_no_other(trust, ours):
    ends = withdrawn("w1", "2026-02-01", "cannula-removal")
    badges = [trust.issuing().badge(name) for name in trust.issuing().current()]
    answers = checked(together([*badges, trust.issuing([*THERE, ends]).status_list()]), ours)
    assert {a.competency or a.title: a.why for a in answers} == {
        shipped().titled("cannula-removal"): "revoked", "patient-id-check": "accepted",
    }  # fmt: skip


@settings(max_examples=40)
@given(st.data())
def test_one_character_changed_anywhere_and_it_is_not_taken(trust, data):
    ours, badge = taking_over(trust.signer.did), trust.issuing().badge("patient-id-check")
    at = data.draw(st.integers(0, len(badge) - 1))
    letter = data.draw(st.sampled_from("ABCxyz019-_").filter(lambda c: c != badge[at]))
    changed = f"{badge[:at]}{letter}{badge[at + 1 :]}"
    signatures = {base64.urlsafe_b64decode(f"{each.rpartition('.')[2]}==") for each in (badge, changed)}
    if len(signatures) == 1 and changed.rpartition(".")[0] == badge.rpartition(".")[0]:
        return  # the last letter of a signature has bits that say nothing
    with suppress(UnreadableFileError):
        answers = checked(together([changed, trust.issuing().status_list()]), ours)
        assert all(answer.answer != "accepted" for answer in answers)


@settings(max_examples=60)
@given(st.binary(max_size=200) | st.text(max_size=60).map(str.encode) | st.recursive(
    st.none() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["verifiableCredential", "id", "type", "issuer", "proof", "@context"]), inner),
    max_leaves=8,
).map(lambda said: json.dumps(said).encode()))  # fmt: skip
def test_whatever_is_brought_is_an_answer_or_one_sentence(trust, content):
    with suppress(UnreadableFileError):
        assert all(answer.answer != "accepted" for answer in checked(content, taking_over(trust.signer.did)))


# -- other people's badges -----------------------------------------------------------------------------------------

EXAMPLE = ("did:key:z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi", "https://example.com/issuers/876543")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("simple", "policy"), ("simple-err-expired", "expired"), ("simple-err-issuer", "unknown-issuer"),
        ("simple-err-type", "no-badge"), ("simple-noproof", "signature"),
    ],
)  # fmt: skip
def test_published_samples_are_judged_as_they_are_meant(name, why):
    pytest.importorskip("pyld")
    content = shared("samples", "ob3", f"{name}.json").read_bytes()
    theirs = taking_over(EXAMPLE[0], profile=EXAMPLE[1])
    answer = one(content, theirs, subject="did:example:ebfeb1f712ebc6f1c276e12ec21")
    assert answer.why == why
    for before, after in ((b"Example ", b"Other "), (b"2010-01-01T00:00:00Z", b"Credential has expired (validUntil")):
        changed = content.replace(before, after)
        assert one(changed, theirs, subject=None).why in {"signature", "unknown-issuer", "no-badge"}


def test_a_published_sample_of_an_issuer_without_a_key_here_is_not_taken(ours):
    content = shared("samples", "ob3", "simple.json").read_bytes()
    assert one(content, ours).why == "unknown-issuer"


# -- what comes of one that is taken -------------------------------------------------------------------------------


def test_an_accepted_badge_is_prior_learning_that_keeps_its_day(trust, ours):
    by = trust.issuing([*BASE, signed_off("w1", "cannula-removal", "2026-01-05", id="s2")])
    content = together([by.badge("cannula-removal"), by.status_list()])
    tracker = tracker_of([appointed("x7", "2026-02-02")], ours)
    question = CheckBadge("site-1", presented(content, "b", {}), (), "w1", "x7")
    [made] = question.accepted(tracker.at(DAY), "m1")
    assert {k: v for k, v in plain(made).items() if k != "id"} == {
        "kind": "prior-learning", "worker": "x7", "on": "2026-03-02", "competency": "cannula-removal",
        "signed_on": "2026-01-05", "issuer": "Trust B", "accepted_by": "m1", "expires_on": "2028-01-05",
    }  # fmt: skip
    tracker.append([made])
    assert tracker.at(DAY).status("x7", "cannula-removal").status == "current"


def test_neither_the_issuers_last_day_nor_ours_is_outlived(trust, ours):
    credential = trust.issuing().credential("patient-id-check")
    content = together([
        trust.signer.sign({**credential, "validUntil": "2026-06-30T23:59:59Z"}), trust.issuing().status_list(),
    ])  # fmt: skip
    tracker = tracker_of([appointed("x7", "2026-02-02"), trained("x7", "local-induction", "2026-02-03")], ours)
    question = CheckBadge("site-1", presented(content, "b", {}), (), "w1", "x7")
    tracker.append(question.accepted(tracker.at(DAY), "m1"))
    assert tracker.at(DAY).status("x7", "patient-id-check").expires_on == date(2026, 6, 30)
