"""A badge somebody brings: signature, issuer, whose it is, its days, what ended it; then the site's acceptance policy.

Every reason against it is one sentence. Everything is found in what was handed over and in the catalogue: nothing is
fetched, so what its issuer took back since the list it comes with is not known here, and that is said.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from hashlib import md5, sha256
from hmac import compare_digest
from typing import Any

import msgspec

from sw_competency.catalogue.department import KnownIssuer
from sw_competency.dates import day_before, parse_instant, said
from sw_competency.errors import BadgeError, UnreadableFileError
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Finding, SignOff, parse_entry
from sw_competency.portability.acceptance import Accepted, Receiving, judge_brought
from sw_competency.portability.open_badges import ENVELOPE, PACK, RESTRICTIONS, suspended_of
from sw_competency.portability.proofs import DID_KEY, check_signature, said_by
from sw_competency.portability.uris import competency_parts, urn_of

LARGEST = 8_000_000  # bytes of a file of badges
_MOST = 500  # badges in a file
_BADGES = {"OpenBadgeCredential", "AchievementCredential"}
_LISTS = {"BitstringStatusListCredential", "StatusList2021Credential"}
_ENDED = {
    "revocation": ("revoked", "took it back", "ask them why, and do not rely on it"),
    "suspension": ("suspended", "suspended it for a time", "ask them when that ends, and for the list of that day"),
}


class Presented(msgspec.Struct, frozen=True):
    """One thing out of a file of badges: a badge, a list of what ended, or what names the files handed out with it.

    Args:
        token: as it was signed: a compact VC-JWT, or a JSON document.
        files: of the files beside it, the SHA-256 digest by name.
    """

    token: str
    files: Mapping[str, str] = {}


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """What was found of one thing presented.

    Args:
        found: what the site makes of it; where no policy was asked, with the reason against it.
        why: `accepted`, `policy`, or what speaks against it, such as `signature` or `expired`.
        title: what it is called in the badge.
        issued_by: the issuer's own name for itself, a key as a rule.
        last_day: the last day the issuer gives it.
        told_on: the day of the list that says what ended.
        is_pack: whether it names files, and is no badge.
    """

    found: Accepted
    why: str
    title: str | None = None
    issued_by: str | None = None
    last_day: date | None = None
    told_on: date | None = None
    is_pack: bool = False


# -- reading ------------------------------------------------------------------------------------------------------


def presented(content: bytes, name: str, files: Mapping[str, str]) -> tuple[Presented, ...]:
    """Read a file of badges: a presentation, one signed document, or compact VC-JWTs, one a line.

    Args:
        content: what stands in it.
        name: what it is called, for the sentence that says what is wrong.
        files: of the files beside it, the SHA-256 digest by name.

    Raises:
        UnreadableFileError: it is none of these.
    """
    says = f"'{name}' is no file of badges: give the file that was handed out, a presentation or a signed badge."
    if len(content) > LARGEST:
        raise UnreadableFileError(f"'{name}' is larger than {LARGEST // 1_000_000} MB: no file of badges is.")
    try:
        text = content.decode("utf-8-sig").strip()
        tokens = list(_tokens(text))
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError):
        raise UnreadableFileError(says) from None
    if not tokens:
        raise UnreadableFileError(says)
    if len(tokens) > _MOST:
        raise UnreadableFileError(f"'{name}' holds more than {_MOST} badges: give one person's file at a time.")
    return tuple(Presented(token, files) for token in tokens)


def _tokens(text: str) -> Iterator[str]:
    if not text.startswith(("{", "[")):
        words = text.split()
        if any(word.count(".") != 2 for word in words):
            raise ValueError
        yield from words
        return
    said = json.loads(text)
    inner = said.get("verifiableCredential") if isinstance(said, dict) else said
    for one in [said] if inner is None else inner if isinstance(inner, list) else [inner]:
        where = one if isinstance(one, str) else one.get("id")
        if isinstance(where, str) and where.startswith(ENVELOPE):
            yield where.removeprefix(ENVELOPE)
        else:
            yield one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)


# -- looking at all of them ---------------------------------------------------------------------------------------


def look_at_all(given: Sequence[Presented], here: Receiving, subject: str | None) -> list[Looked]:
    """Judge everything in a file of badges; a list of what ended is used for the others, and gives nothing itself.

    Args:
        given: what was presented.
        here: who takes over, and when.
        subject: the number by which the issuer knows the person; None where nobody gave it.
    """
    lists: dict[str, _List] = {}
    for one in given:
        with suppress(BadgeError):  # one that cannot be trusted is none; whoever needs it is told that it is not there
            _learn(one, here, lists)
    looked = [_look_at(one, here, subject, lists) for one in given if not _is_list(one)]
    beside = sorted({name for one in given for name in one.files})
    return looked if not beside or any(one.is_pack for one in looked) else [*looked, _unvouched(beside, here)]


def _is_list(one: Presented) -> bool:
    try:
        return bool(_types(said_by(one.token)) & _LISTS)
    except BadgeError:
        return False


def _look_at(one: Presented, here: Receiving, subject: str | None, lists: "Mapping[str, _List]") -> Looked:
    name: str | None = None
    issuer: str | None = None
    try:
        said = said_by(one.token)
        name, issuer = _text(said.get("name")), _issuer_id(said)
        known = _signed(one.token, said, here)
        if PACK in _types(said):
            return _pack(said, known, one.files, here)
        return _badge(said, known, here, subject, lists)
    except BadgeError as no:
        outcome = CANNOT_TELL if no.why == "status" else NOT_MET
        called = f"The badge '{name[:80]}'" if name else "A badge"
        finding = Finding(outcome, f"{called} is not taken: {no.says}")
        answer = "cannot-tell" if outcome is CANNOT_TELL else "not-accepted"
        return Looked(
            found=Accepted(entry=_nobodys(here), issuer=None, answer=answer, finding=finding), why=no.why, title=name,
            issued_by=issuer,
        )  # fmt: skip


def _signed(token: str, said: dict[str, Any], here: Receiving) -> KnownIssuer:
    """Make sure that it was signed by an issuer that is known here."""
    if not _types(said) & {*_BADGES, *_LISTS, PACK}:
        raise BadgeError("no-badge", "it is no Open Badge of version 3.0: ask its issuer for one")
    issuer = _issuer_id(said)
    if issuer is None:
        raise BadgeError("unknown-issuer", "it does not say who issued it: ask for the file as it was handed out")
    known = next((k for k in here.catalogue.issuers.values() if issuer in {*k.keys, k.profile}), None)
    keys = [issuer] if issuer.startswith(DID_KEY) else list(known.keys) if known else []
    if keys or (token.lstrip().startswith("{") and not said.get("proof")):
        check_signature(token, keys)
    if (said.get("credentialSubject") or {}) and _subject(said).get("id") == issuer:
        raise BadgeError("self-issued", "the person it is about issued it: ask for one that their organisation issued")
    if known is None:
        says = f"nobody here knows its issuer, {issuer[:80]}: ask that organisation for its key, and name it"
        raise BadgeError("unknown-issuer", f"{says} in the catalogue under [issuer]")
    return known


def _badge(
    said: dict[str, Any], known: KnownIssuer, here: Receiving, subject: str | None, lists: "Mapping[str, _List]"
) -> Looked:
    first, last = _first_day(said.get("validFrom")), _last_day(said.get("validUntil"))
    if first > here.day:
        raise BadgeError("not-yet", f"it holds only from {said_day(first)}: check it again then")
    if last is not None and last < here.day:
        raise BadgeError("expired", f"it expired, its last day was {said_day(last)}: ask its issuer for the newest")
    conditions, told_on = _whose(said, subject), None
    for end in _entries_of_status(said):
        told_on = _standing(end, known, lists)
    if told_on is not None:
        conditions.append(f"{known.title} had not taken it back by {said_day(told_on)}; ask for today's list")
    else:
        conditions.append("it names no list of what its issuer took back: ask whether it still stands")
    found = judge_brought(here.catalogue, here.site, here.day, _sign_off(said, first, last, here), known.title)
    if found.answer in {"accepted", "knowledge-only"}:
        found = msgspec.structs.replace(found, conditions=(*conditions, *found.conditions))
    return Looked(
        found=found, why="accepted" if found.answer == "accepted" else "policy", title=_text(said.get("name")),
        issued_by=_issuer_id(said), last_day=last, told_on=told_on,
    )  # fmt: skip


def _sign_off(said: dict[str, Any], first: date, last: date | None, here: Receiving) -> SignOff:
    """Return the sign-off a badge stands for, by our name of the competency where it is one of ours."""
    subject = _subject(said)
    raw = {
        "kind": "sign-off", "id": str(said.get("id")), "worker": "the holder", "on": first.isoformat(),
        "competency": _competency(subject.get("achievement"), here), "assessor": str(_issuer_id(said)),
        **({"expires_on": last.isoformat()} if last is not None else {}),
        **({"restrictions": subject[RESTRICTIONS]} if subject.get(RESTRICTIONS) else {}),
    }  # fmt: skip
    entry = parse_entry(raw)[0]
    assert isinstance(entry, SignOff)
    return entry


def _competency(achievement: Any, here: Receiving) -> str:
    achievement = achievement if isinstance(achievement, dict) else {}
    named = achievement.get("alignment")
    aligned = [a for a in (named if isinstance(named, list) else [named]) if isinstance(a, dict)]
    for one in aligned:
        if one.get("targetCode") in here.catalogue.competencies:
            return str(one["targetCode"])
    where = {achievement.get("id"), *(a.get("targetUrl") for a in aligned if isinstance(a.get("targetUrl"), str))}
    ours = (c.id for c in here.catalogue.competencies.values() if urn_of(*competency_parts(c)) in where)
    return next(ours, str(achievement.get("name") or "what it does not name"))


# -- whose it is, and what ended ----------------------------------------------------------------------------------


def _whose(said: dict[str, Any], number: str | None) -> list[str]:
    """Compare with the number the person had there; say so where nobody gave it."""
    if number is None:
        return ["whose it is was not looked at: give the number they had there with --subject"]
    subject = _subject(said)
    identities = subject.get("identifier")
    for one in identities if isinstance(identities, list) else [identities]:
        if isinstance(one, dict) and _is(number, one):
            return []
    if subject.get("id") == number:
        return []
    raise BadgeError("subject", "it is about somebody else, or they had another number there: ask them which")


def _is(number: str, identity: dict[str, Any]) -> bool:
    kept, salt = str(identity.get("identityHash")), str(identity.get("salt") or "")
    if not identity.get("hashed"):
        return kept == number
    way, _, digest = kept.partition("$")
    made = {"sha256": sha256, "md5": md5}.get(way)
    return made is not None and compare_digest(made(f"{number}{salt}".encode()).hexdigest(), digest)


class _List(msgspec.Struct, frozen=True):
    issuer: str
    end: str
    bits: bytes
    on: date


def _learn(one: Presented, here: Receiving, lists: dict[str, _List]) -> None:
    """Take in a list of what ended; of two of one name the newer, of one day that which whoever checks gives."""
    said = said_by(one.token)
    if not _types(said) & _LISTS:
        return
    known = _signed(one.token, said, here)
    subject, on = _subject(said), _first_day(said.get("validFrom"))
    from openbadgeslib.errors import LibOpenBadgesException
    from openbadgeslib.ob3 import decode_encoded_list

    try:
        bits = decode_encoded_list(str(subject.get("encodedList")))
    except (LibOpenBadgesException, ValueError):
        return
    name = str(said.get("id"))
    if on <= here.day and (name not in lists or lists[name].on <= on):
        lists[name] = _List(known.id, str(subject.get("statusPurpose")), bits, on)


def _entries_of_status(said: dict[str, Any]) -> list[dict[str, Any]]:
    status = said.get("credentialStatus")
    return [one if isinstance(one, dict) else {} for one in (status if isinstance(status, list) else [status]) if one]


def _standing(entry: dict[str, Any], known: KnownIssuer, lists: Mapping[str, _List]) -> date:
    """Make sure that a list says it has not ended; return the day on which that was so."""
    listed, end = lists.get(str(entry.get("statusListCredential"))), entry.get("statusPurpose")
    if listed is None or listed.issuer != known.id or listed.end != end or end not in _ENDED:
        says = "whether it still stands cannot be told, as no list of what its issuer took back came with it"
        raise BadgeError("status", f"{says}: ask {known.title} for today's, and give it with --status")
    try:
        at = int(str(entry.get("statusListIndex")))
        bit = at < 0 or _has(listed, at)
        beside = lists.get(suspended_of(str(entry.get("statusListCredential"))))
        is_suspended = beside is not None and (beside.issuer, beside.on) == (known.id, listed.on) and _has(beside, at)
    except (ValueError, IndexError):
        says = "it names no place in its issuer's list of what was taken back: ask for another"
        raise BadgeError("unreadable", says) from None
    if bit:
        why, words, how = _ENDED["suspension" if is_suspended else str(end)]
        raise BadgeError(why, f"its issuer, {known.title}, {words}, by its list of {said_day(listed.on)}: {how}")
    return listed.on


def _has(one: _List, at: int) -> bool:
    """Tell whether a place is marked on a list."""
    return bool(one.bits[at // 8] & (0x80 >> at % 8))


# -- what was handed out together ---------------------------------------------------------------------------------


def _pack(said: dict[str, Any], known: KnownIssuer, files: Mapping[str, str], here: Receiving) -> Looked:
    """Compare the files beside the badges with those handed out with them."""
    named = _subject(said).get("files")
    named = named if isinstance(named, dict) else {}
    changed = sorted(name for name, digest in named.items() if name in files and files[name] != digest)
    lacking = sorted(name for name in named if name not in files)
    on, outcome, why = said_day(_first_day(said.get("validFrom"))), MET, "accepted"
    says = f"{', '.join(sorted(named))}: as {known.title} handed them out on {on}"
    if changed:
        outcome, why = NOT_MET, "changed"
        says = f"{', '.join(changed)}: not as {known.title} handed it out on {on}; ask for the pack again"
    elif lacking:
        outcome, why = CANNOT_TELL, "lacking"
        says = f"{', '.join(lacking)}: handed out by {known.title} on {on}, and not lying beside the badges"
    answer = {MET: "accepted", NOT_MET: "not-accepted", CANNOT_TELL: "cannot-tell"}[outcome]
    found = Accepted(entry=_nobodys(here), issuer=known.title, answer=answer, finding=Finding(outcome, says))
    return Looked(found=found, why=why, title="Leaver's pack", issued_by=_issuer_id(said), is_pack=True)


def _unvouched(beside: Sequence[str], here: Receiving) -> Looked:
    """Say that nobody who is known here signed for the files beside the badges: anybody can have written them."""
    says = f"{', '.join(beside)}: no issuer known here says that this is what was handed out; ask for the pack again"
    found = Accepted(entry=_nobodys(here), issuer=None, answer="cannot-tell", finding=Finding(CANNOT_TELL, says))
    return Looked(found=found, why="lacking", title="Leaver's pack", is_pack=True)


# -- parts of a credential ----------------------------------------------------------------------------------------


def _types(said: dict[str, Any]) -> set[str]:
    types = said.get("type")
    return {t for t in (types if isinstance(types, list) else [types]) if isinstance(t, str)}


def _issuer_id(said: dict[str, Any]) -> str | None:
    issuer = said.get("issuer")
    return _text(issuer.get("id") if isinstance(issuer, dict) else issuer)


def _subject(said: dict[str, Any]) -> dict[str, Any]:
    subject = said.get("credentialSubject")
    first = subject[0] if isinstance(subject, list) and subject else subject
    if not isinstance(first, dict):
        raise BadgeError("unreadable", "it says nothing of anybody: give the file as it was handed out")
    return first


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _instant_of(value: Any) -> datetime:
    try:
        return parse_instant(str(value)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadgeError("unreadable", f"'{str(value)[:40]}' is no instant: ask its issuer for another") from None


def _first_day(value: Any) -> date:
    return _instant_of(value).date()


def _last_day(value: Any) -> date | None:
    """Return the last day that lies within the time it holds, whole."""
    return None if value is None else day_before((_instant_of(value) + timedelta(seconds=1)).date())


def said_day(day: date) -> str:
    """Say a day."""
    return said(day)


def _nobodys(here: Receiving) -> SignOff:
    return SignOff(on=here.day, worker="the holder", competency="", assessor="")
