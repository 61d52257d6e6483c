"""An ordinary working life in imaging: joins, is trained, practises, is signed off, keeps in practice.

What a competency asks for is read from the catalogue, so that a change there needs none here.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sw_competency.catalogue import Competency
from sw_competency.dates import Length, after, in_force
from sw_competency.demo.diary import AS_OF, RECORD_BEGINS, Diary, days
from sw_competency.demo.sites import Worker, catalogue
from sw_competency.rules import trainings_asked
from sw_competency.rules.kinds.approved_by import ApprovedBy
from sw_competency.rules.kinds.assessor_role import AssessorRole

_CORE = (
    "cstf-fire-safety", "cstf-infection-prevention-1", "cstf-moving-and-handling-2", "cstf-information-governance",
    "cstf-equality-diversity", "cstf-safeguarding-adults-2", "cstf-safeguarding-children-2",
)  # fmt: skip
_QUARTERS = (
    (date(2025, 7, 1), date(2025, 9, 30)),
    (date(2025, 10, 1), date(2025, 12, 31)),
    (date(2026, 1, 1), date(2026, 2, 28)),
)
_TALLIED = {"clinical", "safety", "technical", "administrative"}


class Career(Diary):
    """The record of a working life, put together from what such lives consist of."""

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self.learnt: dict[str, date] = {}  # when each competency was signed off first
        self.let_slip: set[str] = set()  # programmes not completed again in time
        self._completed: dict[str, list[date]] = {}
        self._attempts = self.chance.randrange(17)
        self.joined = AS_OF
        self.slipped = AS_OF  # the last day on which life support was current

    def joins(self, on: date, **more: Any) -> None:
        """Is appointed, inducted, and takes the Care Certificate; from `RECORD_BEGINS` on, trained every year."""
        w = self.worker
        fields: dict[str, Any] = {
            "site": w.site, "title": w.title, "tier": w.tier, "deployment": w.deployment,
            "modalities": list(w.modalities), "wte": self.chance.choice((1.0, 1.0, 0.8, 0.6)),
        }  # fmt: skip
        self.write("appointment", on, late=0, **fields | more)
        self.joined, first = on, max(on, RECORD_BEGINS)
        self.trained("local-induction", on + days(4))
        for programme in _CORE:
            self.stays_trained(programme, first + days(self.chance.randrange(3, 25)))
        if on < date(2025, 6, 1):
            self.trained("care-certificate", first + days(self.chance.randrange(70, 110)), standards=16)

    def trained(self, programme: str, on: date, **more: Any) -> None:
        """Completes a programme on a day, unless it is current then or the day has not come."""
        lasts = catalogue().programme(programme, self.worker.site).expires_after
        done = self._completed.setdefault(programme, [])
        if on > AS_OF or any(d <= on and (lasts is None or on <= after(d, lasts)) for d in done):
            return
        done.append(on)
        self.write("training", on, programme=programme, outcome="completed", **more)

    def stays_trained(self, programme: str, first: date, until: date = AS_OF) -> None:
        """Completes a programme, and again each time before it expires."""
        lasts = catalogue().programme(programme, self.worker.site).expires_after
        on = self.present(first)
        self.trained(programme, on)
        while lasts and self._completed[programme] and programme not in self.let_slip:
            done = max(self._completed[programme])
            on = self.present(after(done, lasts) - days(self.chance.randrange(0, 25)))
            if on > until:
                return
            self._completed[programme].append(on)
            self.write("training", on, programme=programme, outcome="completed")

    def lets_slip(self, programme: str, ago: int) -> None:
        """Has completed a programme every year, but not lately: it expired so many days ago."""
        begins = max(RECORD_BEGINS, self.joined)
        on = AS_OF - days(365 + ago)
        while on > begins:
            self.trained(programme, on)
            on -= days(345)
        self.trained(programme, begins + days(2))
        self.let_slip.add(programme)
        self.slipped = AS_OF - days(ago)

    def holds(self, name: str, first: date, until: date = AS_OF) -> None:
        """Learns a competency and renews it in time, as often as it takes; practises it all the while."""
        self.learns(name, first)
        on = first = self.learnt[name]
        competency = catalogue().competency(name, self.worker.site)
        currency = in_force(competency.currency, on)
        lasts = currency.expires_after if currency else None
        while lasts and (renewal := self.renewal(on, lasts)) <= until:
            if name == "iv-cannulation":
                self.cannulates(on + days(4), renewal - days(1))
            self.signed_off(competency, renewal)
            on = renewal
        last = min(until, after(on, lasts)) if lasts else until
        if name == "iv-cannulation":
            self.cannulates(on + days(4), last)
        elif competency.kind in _TALLIED:
            self.tallied(name, first, last)

    def renewal(self, on: date, lasts: Length) -> date:
        """Return the day on which a sign-off is renewed: in time, or on coming back."""
        return self.present(after(on, lasts) - days(self.chance.randrange(8, 40)))

    def learns(self, name: str, on: date) -> str:
        """Is trained in a competency, practises it under supervision, and is signed off; gives the sign-off's id."""
        competency = catalogue().competency(name, self.worker.site)
        for needed in (*competency.prerequisites, *competency.standing):
            if needed in catalogue().programmes:
                self.stays_trained(needed, max(on - days(self.chance.randrange(25, 40)), self.joined + days(2)))
                continue
            if needed not in self.learnt:
                self.holds(needed, on - days(self.chance.randrange(14, 24)))
            on = max(on, self.learnt[needed] + days(10))
        version = in_force(competency.sign_off, on)
        evidence = []
        for asked in (*version.requires, *version.suggests) if version else ():
            if times := asked.practice_of(name):
                evidence += self.supervised(name, times, on)
        self.learnt[name] = on
        return self.signed_off(competency, on, evidence=evidence)

    def groundwork(self, names: Iterable[str], until: date = AS_OF) -> None:
        """Is signed off for one thing after another in the first months in post, and keeps it all up."""
        begins = max(self.joined, RECORD_BEGINS)
        for place, name in enumerate(names):
            wait = 215 if name == "buddying" else 0  # the newcomer comes first
            slips = name == "decontamination" and self.chance.random() < 0.3
            first = begins + days(40 + wait + 6 * place + self.chance.randrange(30))
            if name not in self.learnt:
                self.holds(name, first, AS_OF - days(100) if slips else until)

    def supervised(self, name: str, times: int, before: date) -> list[str]:
        """Practises so many times with success, somebody watching, in the weeks before a day; gives the ids."""
        modalities = catalogue().competency(name).modalities
        where = next((m for m in self.worker.modalities if m in modalities), None)
        supervisors = [self.registrant(), self.registrant()]
        supervisors[1] = self.registrant(but=supervisors[0])
        return [
            self.write(
                "practice", before - days(2 * (times - n)), competency=name, outcome="successful", modality=where,
                supervision="direct", supervisor=supervisors[n % 2], noted_by=self.worker.id,
            )
            for n in range(times)
        ]  # fmt: skip

    def signed_off(self, competency: Competency, on: date, assessor: str | None = None, **more: Any) -> str:
        """Is signed off, and countersigned where that is asked for; gives the sign-off's id."""
        for needed in competency.prerequisites:
            if needed in catalogue().programmes:
                self.trained(needed, on - days(3))
        version = in_force(competency.sign_off, on)
        requires = version.requires if version else ()
        for programme in sorted(trainings_asked(requires)):
            self.trained(programme, on - days(2))
        for asked in requires:
            if isinstance(asked, ApprovedBy):
                self.write("approval", on, role=asked.role, by=self.manager.id)
        role = next((r.role for r in requires if isinstance(r, AssessorRole)), "registered-practitioner")
        by = assessor or self.registrant(role)
        given = self.write("sign-off", on, competency=competency.id, assessor=by, noted_by=by, **more)
        if version and version.countersigned:
            self.write("countersignature", min(on + days(3), AS_OF), sign_off=given, by=self.manager.id)
        return given

    def cannulates(self, first: date, last: date, every: int = 8) -> None:
        """Cannulates alone, about once in so many days; an attempt fails now and then."""
        places = [m for m in self.worker.modalities if m in {"ct", "mr"}] or ["ct"]
        on, last = first, min(last, self.slipped)
        while on <= last:
            if not self.is_away(on):
                self._attempts += 1
                outcome = "unsuccessful" if self._attempts % 17 == 0 else "successful"
                self.write(
                    "practice", on, competency="iv-cannulation", outcome=outcome, modality=self.chance.choice(places),
                    supervision="none", noted_by=self.worker.id,
                )  # fmt: skip
            on += days(self.chance.randrange(every - 2, every + 2))

    def tallied(self, name: str, first: date, last: date) -> None:
        """Does a task every day; what counts of it is a tally, a quarter at a time, which somebody confirms."""
        if self.chance.random() < 0.06:
            return  # held and not used
        for begins, ends in _QUARTERS:
            begins = self.present(max(begins, first + days(1)))  # noqa: PLW2901
            if begins < ends <= last and not self.is_away(ends):
                tally: dict[str, Any] = {"from": begins, "count": self.chance.randrange(8, 60)}
                confirmed = self.registrant()
                self.write("practice", ends, competency=name, outcome="successful", confirmed_by=confirmed, **tally)


def usual(worker: Worker) -> Iterator[str]:
    """Name what somebody at that tier, in those areas, is usually signed off for, the groundwork first."""
    areas, tier = set(worker.modalities), worker.tier
    yield from ("patient-flow", "patient-id-check", "stock-control", "decontamination")
    if areas & {"xray", "ct", "fluoroscopy", "interventional"}:
        yield "radiation-area-awareness"
    yield from _by_area(areas, {"ultrasound": ("chaperoning", "us-room-assist"), "fluoroscopy": ("fluoroscopy-assist",),
                                "mr": ("mr-safety-awareness", "mr-authorised-person")})  # fmt: skip
    if tier == "clinical-support-worker":
        return
    yield from ("patient-positioning", "buddying")
    yield from _by_area(areas, {
        "ct": ("ct-room-assist", "contrast-stock"), "mr": ("mr-safety-screening", "mr-coil-handling"),
        "ultrasound": ("biopsy-assist",), "interventional": ("biopsy-assist",),
    })  # fmt: skip
    if areas & {"ct", "mr"}:
        yield from ("iv-cannulation", "cannula-removal")
    if worker.site == "site-5" and areas & {"ct", "mr"}:
        yield "poct-egfr"
    if worker.site == "site-6" and "ct" in areas:
        yield "contrast-ordering"
    if tier == "assistant-practitioner":
        yield from ("irmer-operator-entitlement", "plain-xray")
    if tier == "lead-support-worker":
        yield from ("lead-support-work", "reception-cover")


def _by_area(areas: set[str], table: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for area, names in table.items():
        if area in areas:
            yield from names


def ordinary(worker: Worker) -> Career:
    """Return an ordinary career: somebody in post for one year or for thirty, up to date but for a thing or two."""
    life = Career(worker)
    chance = life.chance
    years = chance.choice((1, 1, 2, 2, 3, 5, 8, 12, 19, 26))
    if worker.tier != "clinical-support-worker":
        years = max(years, 2)
    joined = AS_OF - days(365 * years + chance.randrange(60, 300))
    if chance.random() < 0.12:
        off = AS_OF - days(chance.randrange(90, 300))
        life.write("absence", off, reason="sickness", until=off + days(chance.randrange(15, 45)))
    life.joins(joined)
    if chance.random() < 0.2:
        life.lets_slip("bls-adult", chance.randrange(4, 40))
    for extra in ("dementia-awareness", "autism-awareness", "hearing-impairment-awareness"):
        if chance.random() < 0.3:
            life.holds(extra, max(joined, RECORD_BEGINS) + days(chance.randrange(120, 400)))
    life.groundwork(usual(worker))
    _towards_the_next_band(life)
    return life


def _towards_the_next_band(life: Career) -> None:
    """What the site's own way from band 2 to band 3 begins with."""
    w = life.worker
    if w.tier != "clinical-support-worker":
        return
    if "ct" in w.modalities:
        life.trained("cannulation-theory", AS_OF - days(50))
        life.supervised("iv-cannulation", life.chance.randrange(3, 9), AS_OF - days(6))
    if w.site == "site-5":
        life.trained("imaging-support-programme", life.joined + days(180))
    if w.site == "site-7":
        decided = AS_OF - days(14)
        life.write("approval", decided, role="service-manager", by=life.manager.id, rule="band-3-entry")
