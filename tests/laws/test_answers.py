"""Laws of every answer, whatever is on record."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sw_competency.dates import ONE_DAY
from sw_competency.judge.may import CAUTION
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Answer, Finding, Withdrawal
from sw_competency.testing.builders import countersigned, registered, signed_off

from .department import CATALOGUE, DEPARTMENT, asked, every_answer, everything

days = DEPARTMENT.days()
records = DEPARTMENT.records()
competencies = st.sampled_from(list(CATALOGUE.competencies))
HELD = {"current", "due"}
RUNNING = {*HELD, "out-of-practice"}


def as_asked(answer):
    return answer.question, answer.asked if isinstance(answer, Answer) else tuple(answer.about.items())


def every_finding(finding: Finding):
    yield finding
    for part in finding.parts:
        yield from every_finding(part)


@given(records, days)
def test_every_finding_but_cannot_tell_names_an_entry_or_a_source(entries, as_of):
    """A list of nothing outside scope, or of nothing unused, needs neither."""
    questions = asked(entries, as_of)
    for answer in (a for worker in DEPARTMENT.workers for a in every_answer(questions, worker)):
        empty = answer.question in {"outside-scope", "unused"} and not answer.competencies
        for finding in every_finding(answer.finding):
            named = finding.entries or finding.sources
            assert named or finding.outcome is CANNOT_TELL or (empty and finding is answer.finding), finding.to_json()


@given(records, days)
def test_every_finding_names_only_entries_and_sources_there_are(entries, as_of):
    """Of the worker's own record, of an assessor's registration, or of a site's vacancy."""
    ids = {e.id for e in entries}
    questions = asked(entries, as_of)
    for answer in (a for worker in DEPARTMENT.workers for a in every_answer(questions, worker)):
        for finding in every_finding(answer.finding):
            assert set(finding.entries) <= ids
            assert set(finding.sources) <= set(CATALOGUE.sources)
            assert all(finding.entries)
            assert finding.says.strip()


@given(records, days, st.sampled_from([None, "site-1"]))
def test_no_answer_about_a_department_names_a_source_that_the_catalogue_does_not_hold(entries, as_of, site):
    """A catalogue used alone holds neither the study nor what the shipped one says of thresholds."""
    department = asked(entries, as_of)
    ever = [department.records.worker(worker).whole.appointments for worker in DEPARTMENT.workers]
    if site not in {None, *(a.site for each in ever for a in each)}:
        site = None
    answers = [
        department.due(site), department.establishment(site=site), department.variation(),
        *(department.cover(task, site) for task in CATALOGUE.competencies), *department.line_management(site),
        department.newcomers(), *(department.continuity(worker) for worker in DEPARTMENT.workers),
        *(department.equity("helper", suppress_below=k) for k in (3, 5)), department.trace("a1"),
        department.if_recorded(Withdrawal(worker="w1", on=as_of, by="m1")),
        *(department.required(worker) for worker in DEPARTMENT.workers),
        *department.who_may("coils", site),
    ]  # fmt: skip
    for finding in (f for answer in answers for f in every_finding(answer.finding)):
        assert set(finding.sources) <= set(CATALOGUE.sources)


@given(records, days)
def test_the_outcome_goes_with_the_answer(entries, as_of):
    questions = asked(entries, as_of)
    for worker in DEPARTMENT.workers:
        for answer in every_answer(questions, worker):
            if answer.question == "status":
                status = answer.status
                assert answer.outcome is (MET if status in HELD else CANNOT_TELL if status is None else NOT_MET)
            if answer.question == "may":
                assert answer.answer in CAUTION
                assert (answer.outcome is MET) == (answer.answer == "may") == (answer.because is None)
                assert (answer.outcome is CANNOT_TELL) == (answer.answer == "cannot-tell")
            if answer.question in {"rebanding", "since"}:
                assert (answer.since is not None) == (answer.outcome is MET)
            if answer.question in {"outside-scope", "unused"} and answer.outcome is not CANNOT_TELL:
                assert (answer.outcome is MET) == (not answer.competencies)


@given(records, days, st.randoms(use_true_random=False))
def test_no_answer_depends_on_what_was_asked_before(entries, as_of, random):
    """What a judge remembers is only ever what it would work out anew."""
    fresh = {}
    for worker in DEPARTMENT.workers:
        for name in CATALOGUE.competencies:
            fresh[worker, name] = asked(entries, as_of).status(worker, name).to_json()
    names = list(fresh)
    random.shuffle(names)
    questions = asked(entries, as_of)
    for worker, name in names:
        assert questions.status(worker, name).to_json() == fresh[worker, name]


@given(records, days, competencies)
def test_expires_on_is_the_last_day_and_the_next_day_is_not(entries, as_of, name):
    """A competency runs up to its last day; from the next it has lapsed, or is in its time of grace."""
    for worker in DEPARTMENT.workers:
        answer = asked(entries, as_of).status(worker, name)
        if answer.status in RUNNING and answer.expires_on is not None:
            assert as_of <= answer.expires_on
        if answer.status in {"grace", "lapsed"}:
            assert as_of > answer.expires_on


@given(days, st.sampled_from(["screening", "transfers"]), st.none() | st.integers(0, 60))
def test_a_sign_off_is_current_up_to_its_last_day_and_no_longer(day, name, stated):
    """Stated by the assessor or counted by the rule; a number that changes meanwhile is asked for on the last day."""
    more = {} if stated is None else {"expires_on": (day + timedelta(days=stated)).isoformat()}
    entries = [
        registered("a1", "2015-01-01", id="r1"),
        signed_off("w1", name, day.isoformat(), id="s1", **more),
        countersigned("w1", "s1", day.isoformat()),
    ]
    signed = asked(entries, day).status("w1", name)
    if signed.status == "withdrawn":
        assert day >= CATALOGUE.competency(name).withdrawn
        return
    last = signed.expires_on
    left = CATALOGUE.competency(name).withdrawn
    assert signed.outcome is MET
    assert asked(entries, last + ONE_DAY).status("w1", name).outcome is NOT_MET
    if left is None or last < left:
        again = asked(entries, last).status("w1", name)
        assert again.outcome is MET or again.expires_on < last


@given(records, days, competencies | st.none(), st.booleans(), st.integers(0, 40))
def test_a_withdrawal_never_makes_anything_else_met(entries, on, name, suspends, later):
    """Withdrawn on a day after which nothing else happens: on no later day is anything met that was not."""
    before = [e for e in entries if e.on <= on]
    at = datetime.combine(DEPARTMENT.last, time(), UTC) + timedelta(days=100)
    withdrawal = Withdrawal(
        on=on, id="w", worker="w1", by="m1", competency=name, suspension=suspends or None, recorded_at=at
    )
    as_of = on + timedelta(days=later)
    without, with_it = asked(before, as_of), asked([*before, withdrawal], as_of)
    for worker in DEPARTMENT.workers:
        met = {as_asked(a) for a in every_answer(without, worker) if a.outcome is MET}
        for answer in every_answer(with_it, worker):
            if answer.question in {"status", "may", "rebanding", "since", "counts"} and answer.outcome is MET:
                assert as_asked(answer) in met, answer.to_json()


@given(records, days, competencies | st.none())
def test_what_is_withdrawn_is_not_held(entries, on, name):
    at = datetime.combine(DEPARTMENT.last, time(), UTC) + timedelta(days=100)
    withdrawal = Withdrawal(on=on, id="w", worker="w1", by="m1", competency=name, recorded_at=at)
    questions = asked([*[e for e in entries if e.on <= on], withdrawal], on)
    for each in [name] if name else CATALOGUE.competencies:
        assert questions.status("w1", each).status in {"withdrawn", "suspended"}


@given(records, days, st.sampled_from(["ct", "mr"]))
def test_nobody_named_in_who_may_is_out_of_post(entries, as_of, modality):
    questions = asked(entries, as_of)
    named = {a.worker for a in questions.who_may("screening", modality=modality)}
    for worker in DEPARTMENT.workers:
        assert (worker in named) == bool(questions.judge(worker).held(as_of))


@given(records, days)
def test_a_record_is_asked_about_and_stays_as_it_is(entries, as_of):
    """Asking leaves no trace: the same again gives the same."""
    before = list(entries)
    assert everything(entries, as_of) == everything(entries, as_of)
    assert entries == before


@given(records, days)
def test_nothing_is_told_of_somebody_nobody_wrote_about(entries, as_of):
    for answer in every_answer(asked(entries, as_of), "nobody"):
        assert answer.outcome is CANNOT_TELL
        assert not answer.finding.entries


def test_the_laws_know_every_question():
    """A question without a law would go untried."""
    told = {a.question for a in every_answer(asked([], date(2024, 1, 1)), "w1")}
    assert told == {"status", "may", "rebanding", "since", "path", "outside-scope", "unused"}
