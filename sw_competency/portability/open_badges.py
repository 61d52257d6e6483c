"""Open Badges 3.0 of sign-offs: one badge a sign-off that is current, and a list that says which of them ended since.

The same sign-off under the same key is the same badge, byte for byte: nothing is drawn by lot, and no clock is read.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID

import attrs

from sw_competency.catalogue.catalogue import Competency
from sw_competency.dates import said
from sw_competency.errors import BadgeError
from sw_competency.judge.status import HELD
from sw_competency.model import MET, Correction, Entry, SignOff, plain
from sw_competency.portability.acceptance import Receiving
from sw_competency.portability.brought import Endings
from sw_competency.portability.proofs import Signer
from sw_competency.portability.uris import competency_parts, urn_of

if TYPE_CHECKING:
    from sw_competency.judge.case import Judge

VC = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
RESTRICTIONS = "urn:sw-competency:restrictions"
ENVELOPE = "data:application/vc+jwt,"
PACK = "LeaversPackCredential"
NOT_CARRIED = ("who assessed", "which entries are the evidence", "remarks")


@attrs.frozen(kw_only=True)
class Issuing:
    """Who issues badges out of one record.

    Args:
        signer: the key.
        name: the organisation, as people know it.
        worker: whose record, by the id it stands under.
        judge: the judge of the worker; of several records that are one person's, of all of them.
        written: that record as it was written, entry by entry.
        day: the day on which they are issued.
        subject: the worker's number that the next organisation can ask them for; left out, the worker's id.
    """

    signer: Signer
    name: str
    worker: str
    judge: "Judge"
    written: Sequence[Entry]
    day: date
    subject: str | None = None

    @property
    def profile(self) -> dict[str, Any]:
        """The issuer, as a badge names it."""
        return {"id": self.signer.did, "type": ["Profile"], "name": self.name}

    def current(self) -> Iterator[str]:
        """Name the competencies a badge can be issued for, in the order of their names."""
        for name in sorted(self.judge.at(self.day).given):
            status = self.judge.status(name, self.day) if name in self.judge.catalogue.competencies else None
            given = status.given if status is not None and status.status in HELD else None
            if isinstance(given, SignOff) and self._place(given) is not None:
                yield name

    def badge(self, name: str) -> str:
        """Issue the badge of a competency: a signed credential.

        Args:
            name: the competency.

        Raises:
            BadgeError: nothing current stands behind it, or not a sign-off of ours.
        """
        return self.signer.sign(self.credential(name))

    def credential(self, name: str) -> dict[str, Any]:
        """Return a badge before it is signed; raises what `badge` raises."""
        status, competency = self.judge.status(name, self.day), self.judge.competency(name, self.day)
        given = status.given
        if status.status not in HELD or given is None:
            raise BadgeError("status", f"There is no badge: {status.finding.says}")
        if not isinstance(given, SignOff):
            says = "it was taken over from elsewhere, and whoever signed it issues the badge"
            raise BadgeError("status", f"There is no badge for {competency.title}: {says}")
        if self._place(given) is None:
            says = f"it stands in another record than that of {self.worker}"
            raise BadgeError("status", f"There is no badge for {competency.title}: {says}")
        ends = {"validUntil": _instant(status.expires_on, time(23, 59, 59))} if status.expires_on else {}
        return {
            "@context": [VC, OPEN_BADGES],
            "id": urn_of("badge", self.signer.did, self.worker, given.id, *self._put_right(given)),
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": competency.title,
            "issuer": self.profile,
            "validFrom": _instant(given.on), **ends,
            "credentialSubject": self._subject(competency, given),
            "evidence": [{"type": ["Evidence"], "name": "Practice on record", "narrative": self._practice(given)}],
            "credentialStatus": self._where_it_ends(given),
        }  # fmt: skip

    def _subject(self, competency: Competency, given: SignOff) -> dict[str, Any]:
        restricted, person = plain(given).get("restrictions"), self.judge.record.worker
        return {
            "type": ["AchievementSubject"],
            "identifier": [hashed(self.subject or person, self.signer.secret("salt", person).hex())],
            "achievement": _achievement(competency),
            **({RESTRICTIONS: restricted, "narrative": f"Restricted: {_in_words(restricted)}"} if restricted else {}),
        }

    def _practice(self, given: SignOff) -> str:
        done = self.judge.at(given.on).practice[given.competency]
        successes = sum(p.times for p in done if p.outcome == "successful")
        supervised = sum(p.times for p in done if p.outcome == "successful" and p.supervised)
        named = f" Entries named as evidence: {len(given.evidence)}." if given.evidence else ""
        return f"Successes up to {said(given.on)}: {successes}, of them supervised: {supervised}.{named}"

    # -- what ended ------------------------------------------------------------------------------------------------

    def _where_it_ends(self, given: SignOff) -> dict[str, str]:
        place = self._place(given)
        return {
            "id": f"{self._list}#{place}", "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
            "statusListIndex": str(place), "statusListCredential": self._list,
        }  # fmt: skip

    def _place(self, given: Entry) -> int | None:
        """Return the place of a sign-off in the record, which is its place on the list for good.

        One that was put right stands at the place of its correction: a badge of what it said before has ended.
        """
        here = next((i for i, entry in enumerate(self.written) if self._known_as(entry) == given.id), None)
        if here is None or _promised(self.written[here]) == _promised(given):
            return here
        put_right = (i for i, entry in enumerate(self.written) if isinstance(entry, Correction))
        return next((i for i in put_right if _promised(self.written[i]) == _promised(given)), None)

    def _put_right(self, given: SignOff) -> list[str]:
        """Name the correction that says what a sign-off says now; nothing where it was never put right."""
        place = self._place(given)
        return [entry.id for entry in self.written[place : place + 1] if isinstance(entry, Correction)] if place else []

    def _known_as(self, entry: Entry) -> str:
        """Return the id an entry has where several records are one: of two alike, one is named with its record."""
        within = f"{self.worker}/{entry.id}"
        apart = self.worker != self.judge.record.worker and any(e.id == within for e in self.judge.record.entries)
        return within if apart else entry.id

    @property
    def _list(self) -> str:
        """What the list of one worker's badges is called; nobody can work out from it whose it is."""
        return UUID(bytes=self.signer.secret("list", self.worker), version=4).urn

    def status_list(self) -> str:
        """Return the signed list of the sign-offs that do not stand on the day, by their places in the record.

        A badge can name one list only: what is suspended stands on it until it is reinstated, and a newer list decides.
        """
        return self._listed(self._list, "revocation", self._ended())

    def status_lists(self) -> list[str]:
        """Return that list; and where anything on it is only suspended, a second one of the same day that says what."""
        suspended = self._suspended()
        beside = [self._listed(suspended_of(self._list), "suspension", suspended)] if suspended else []
        return [self.status_list(), *beside]

    def _listed(self, name: str, purpose: str, places: set[int]) -> str:
        from openbadgeslib.ob3 import build_status_list_credential

        at = datetime.combine(self.day, time.min, UTC)
        return self.signer.sign(build_status_list_credential(self.signer.did, name, purpose, places, issued=at))

    def _endings(self) -> Endings:
        return Endings(self.judge.at(self.day), Receiving(self.judge.catalogue, "", self.day))

    def _suspended(self) -> set[int]:
        """Return the places of what is suspended, and did not end besides."""
        endings = self._endings()
        return {
            place for those in self.judge.at(self.day).given.values() for given in those
            if endings.suspension(given) is not None and endings.ended(given) is None
            and (place := self._place(given)) is not None
        }  # fmt: skip

    def _ended(self) -> set[int]:
        record, endings = self.judge.at(self.day), self._endings()
        stand = {
            self._place(given) for name, those in record.given.items() if name in self.judge.catalogue.competencies
            for index, given in enumerate(those)
            if self.judge.counted(name, index, self.day).outcome is MET and endings.of(given) is None
        }  # fmt: skip
        return {i for i, entry in enumerate(self.written) if _promised(entry) is not None} - stand

    # -- several ---------------------------------------------------------------------------------------------------

    def pack(self, files: Mapping[str, bytes]) -> str:
        """Return a signed credential that names the files handed out together with the badges.

        Args:
            files: what is in each, by its name.
        """
        digests = {name: sha256(content).hexdigest() for name, content in files.items()}
        return self.signer.sign({
            "@context": [VC], "id": urn_of("pack", self.signer.did, self.worker, self.day.isoformat()),
            "type": ["VerifiableCredential", PACK], "issuer": self.profile, "validFrom": _instant(self.day),
            "credentialSubject": {"type": ["LeaversPack"], "files": digests},
        })  # fmt: skip


def _promised(entry: Entry | None) -> tuple[object, ...] | None:
    """Return what a badge of an entry promises; None where it is no sign-off, and puts none right."""
    while isinstance(entry, Correction):
        entry = entry.with_
    return (entry.competency, entry.on, entry.expires_on, entry.restrictions) if isinstance(entry, SignOff) else None


def all_current(issuing: "Sequence[Issuing]") -> list[str]:
    """Issue a badge of everything that is current in the records of one person, with what ended in each.

    Args:
        issuing: who issues them, out of each record.
    """
    badges = [each.badge(name) for each in issuing for name in each.current()]
    return [*badges, *(one for each in issuing for one in each.status_lists())]


def suspended_of(name: str) -> str:
    """Return what the list of what is only suspended is called, beside a list of what does not stand."""
    return urn_of("suspended", name)


def together(tokens: Iterable[str]) -> bytes:
    """Put signed credentials into one file: a W3C presentation, in which each stays as it was signed."""
    envelopes = [
        {"@context": VC, "id": f"{ENVELOPE}{token}", "type": "EnvelopedVerifiableCredential"} for token in tokens
    ]
    said = {"@context": [VC], "type": ["VerifiablePresentation"], "verifiableCredential": envelopes}
    return json.dumps(said, indent=1).encode() + b"\n"


def hashed(number: str, salt: str) -> dict[str, Any]:
    """Return a person's number as a badge holds it: whoever knows the number can tell that it is theirs."""
    digest = sha256(f"{number}{salt}".encode()).hexdigest()
    return {
        "type": "IdentityObject", "hashed": True, "identityHash": f"sha256${digest}", "identityType": "identifier",
        "salt": salt,
    }  # fmt: skip


def _achievement(competency: Competency) -> dict[str, Any]:
    criteria = "; ".join(competency.criteria) or "Signed off by an assessor, by what the framework asked for that day."
    where = urn_of(*competency_parts(competency))
    return {
        "id": where, "type": ["Achievement"], "achievementType": "Competency", "name": competency.title,
        "description": f"A support worker in imaging was signed off for this: {competency.title}.",
        "criteria": {"narrative": criteria},
        "alignment": [{"type": ["Alignment"], "targetType": "CFItem", "targetName": competency.title,
                       "targetUrl": where, "targetCode": competency.id}],
    }  # fmt: skip


def _in_words(restrictions: Sequence[Any]) -> str:
    told = (r if isinstance(r, str) else ", ".join(f"{k} {v}" for k, v in r.items()) for r in restrictions)
    return "; ".join(str(each) for each in told)


def _instant(day: date, at: time = time.min) -> str:
    return datetime.combine(day, at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
