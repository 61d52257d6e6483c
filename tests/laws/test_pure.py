"""An answer is a function of what is asked alone: whatever was asked before, in any order, by any thread."""

import pkgutil
import threading
from datetime import date
from importlib import import_module
from inspect import signature

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from sw_competency import judge
from sw_competency.catalogue import layer_of, load
from sw_competency.dates import Moment
from sw_competency.judge import Records
from sw_competency.judge.may import is_open_watched, judge_may
from sw_competency.judge.shared import shared
from sw_competency.model import Registration, SignOff
from sw_competency.model.findings import jsonable
from sw_competency.questions import Questions

from .department import CATALOGUE, DEPARTMENT, END, asked, given_to

WORKERS = DEPARTMENT.workers
PEOPLE = ("p1", "p2", "p3", "p4")

# -- people who sign each other off: by whoever is registered, or holds it; in a row of three tasks


def _task(title, kind="any-of", **more):
    asked_of = [{"kind": "assessor-registered"}, {"kind": "assessor-holds"}]
    requires = [{"kind": kind, "of": asked_of}] if kind else asked_of[1:]
    return {
        "title": title, "modalities": ["ct"], "tier": "b2", "kind": "clinical", "introduced": date(2020, 1, 1),
        "authority": "local", "source": ["s"], "sign_off": {"requires": requires}, **more,
    }  # fmt: skip


SINCE = {"kind": "practice-count", "at_least": 1, "since_last_sign_off": True}
CIRCLES = load(
    layer_of(
        {
            "source": {"s": {"title": "Made up"}},
            "modality": {"ct": {"title": "CT"}},
            "tier": {"b2": {"title": "Band 2", "band": 2, "rank": 1, "source": ["s"]}},
            "competency": {
                "one": _task("One", currency={"expires_after": "P2M"}),
                "two": _task("Two", kind=None, prerequisites=["one"]),
                "three": _task("Three", renewal={"requires": [{"kind": "assessor-holds", "competency": "two"}]}),
                # two that look at each other's last sign-off
                "left": _task("Left", sign_off={"requires": [{**SINCE, "competency": "right"}]}),
                "right": _task("Right", sign_off={"requires": [{**SINCE, "competency": "left"}]}),
            },
        },
        "made-up",
    ),
    over_shipped=False,
)
days = st.sampled_from([date(2024, month, day) for month in (1, 2, 3) for day in (1, 2, 3)])
signed = st.builds(
    lambda worker, name, by, on: SignOff(worker=worker, competency=name, assessor=by, on=on),
    st.sampled_from(PEOPLE), st.sampled_from(sorted(CIRCLES.competencies)), st.sampled_from(PEOPLE), days,
)  # fmt: skip
registered = st.builds(lambda who, on: Registration(assessor=who, on=on), st.sampled_from(PEOPLE), days)


@st.composite
def circles(draw):
    drawn = [*draw(st.lists(registered, max_size=1)), *draw(st.lists(signed, min_size=4, max_size=14))]
    by_owner: dict[tuple[str, str], list] = {}
    for number, one in enumerate(drawn):
        kept = replace(one, id=f"e{number}")
        by_owner.setdefault(kept.owner, []).append(kept)
    return by_owner


def of(by_owner, day):
    records = Records(lambda owner: by_owner.get(owner, ()), None)
    workers = sorted(name for kind, name in by_owner if kind == "worker")
    return Questions(records, CIRCLES, Moment(day, END), lambda: workers)


def circle_asks(by_owner):
    """Every question about people who sign each other off, as something one can do in any order."""
    out = [(kind, who, name) for kind in ("status", "may") for who in PEOPLE for name in CIRCLES.competencies]
    return [*out, *(("counts", owner[1], e.id) for owner, es in by_owner.items() for e in es if e.kind == "sign-off")]


def tell(questions, ask):
    kind, worker, name = ask
    return getattr(questions, kind)(worker, name).to_json()


@given(circles(), days, st.randoms(use_true_random=False))
def test_people_who_sign_each_other_off_are_told_alike_whoever_is_asked_about_first(by_owner, day, random):
    asks = circle_asks(by_owner)
    alone = {ask: tell(of(by_owner, day), ask) for ask in asks}
    random.shuffle(asks)
    shared = of(by_owner, day)
    assert {ask: tell(shared, ask) for ask in asks} == alone


@given(circles(), days)
def test_what_an_assessor_holds_rests_on_earlier_days_alone(by_owner, day):
    """Taken away, sign-offs of one day and later change nothing of what others' sign-offs of that day count for."""
    questions = of(by_owner, day)
    for owner, entries in by_owner.items():
        for one in entries:
            if one.kind != "sign-off" or one.on > day:
                continue
            rest = {
                whose: [e for e in theirs if e.on < one.on or whose == owner or e.kind != "sign-off"]
                for whose, theirs in by_owner.items()
            }
            told = questions.counts(owner[1], one.id).outcome
            fewer = of(rest, day).counts(owner[1], one.id).outcome
            assert told is fewer or "cannot-tell" in {told.value, fewer.value}  # nothing may be on record of them then


# -- what is worked out once and kept with a judge


def shared_by_day():
    """Name everything that a judge works out once of a day."""
    modules = [import_module(f"sw_competency.judge.{one.name}") for one in pkgutil.iter_modules(judge.__path__)]
    everything = {one for room in (*modules, judge.Judge) for one in vars(room).values() if hasattr(one, "__wrapped__")}
    kept = [one for one in everything if getattr(one, "__code__", None) is shared(len).__code__]
    return sorted((one for one in kept if len(signature(one).parameters) == 2), key=lambda one: one.__qualname__)


def plain(found):
    return sorted(found) if isinstance(found, frozenset) else jsonable(found)


BY_DAY = shared_by_day()


@settings(max_examples=40)
@given(DEPARTMENT.records(corrections=True), st.lists(DEPARTMENT.days(), min_size=2, max_size=3),
       st.randoms(use_true_random=False))  # fmt: skip
def test_what_a_judge_has_worked_out_already_is_what_a_fresh_one_works_out(entries, days, random):
    asks = [(work, day) for work in BY_DAY for day in days] * 2
    random.shuffle(asks)
    for worker in WORKERS:
        one = asked(entries, days[0]).judge(worker)
        for work, day in asks:
            assert plain(work(one, day)) == plain(work(asked(entries, days[0]).judge(worker), day)), work


def test_much_of_a_day_is_worked_out_once():
    names = {"Judge.begun", "judge_outside_scope", "late_on_record", "required_of", "scope", "silent", "unlisted"}
    assert names <= {one.__qualname__ for one in BY_DAY}


@given(DEPARTMENT.records(corrections=True), DEPARTMENT.days())
def test_what_is_surely_open_to_whoever_is_watched_is_not_closed(entries, day):
    for worker in WORKERS:
        one = asked(entries, day).judge(worker)
        for name in CATALOGUE.competencies:
            assert not (is_open_watched(one, name, day) and judge_may(one, name, day).closed), name


# -- everything there is to ask


def asks_of(questions, worker):
    c = questions.catalogue
    return [
        *(("status", worker, name) for name in c.competencies), *(("may", worker, name) for name in c.competencies),
        *(("rebanding", worker, name) for name in c.rules), *(("since", worker, name) for name in c.rules),
        *(("path", worker, name) for name in c.tiers), *(("counts", worker, e.id) for e in given_to(questions, worker)),
        *((kind, worker, None) for kind in ("outside_scope", "unused", "required", "progress", "scope", "who_may")),
    ]  # fmt: skip


def answered(questions, ask):
    kind, worker, name = ask
    if kind == "who_may":
        return [answer.to_json() for answer in questions.who_may("coils")]
    found = getattr(questions, kind)(worker, *([] if name is None else [name]))
    return [answer.to_json() for answer in found] if isinstance(found, list) else found.to_json()


def every_ask(entries, as_of):
    return [ask for worker in WORKERS for ask in asks_of(asked(entries, as_of), worker)]


@settings(max_examples=40)
@given(DEPARTMENT.records(corrections=True), DEPARTMENT.days(), st.randoms(use_true_random=False))
def test_asked_alone_is_asked_after_anything(entries, as_of, random):
    asks = every_ask(entries, as_of)
    random.shuffle(asks)
    shared = asked(entries, as_of)
    for ask in asks:
        assert answered(shared, ask) == answered(asked(entries, as_of), ask)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(circles(), DEPARTMENT.records(), DEPARTMENT.days(), st.randoms(use_true_random=False))
def test_several_threads_that_share_the_questions_are_answered_alike(by_owner, entries, as_of, random):
    """Whatever one of them asks meanwhile, be it that everybody's record is let go of."""
    worlds = (
        (lambda: of(by_owner, as_of), circle_asks(by_owner), tell),
        (lambda: asked(entries, as_of), every_ask(entries, as_of), answered),
    )
    for fresh, asks, answer in worlds:
        alone = {ask: answer(fresh(), ask) for ask in asks}
        shared, told = fresh(), []

        def work(mine, shared=shared, told=told, answer=answer):
            for ask in mine:
                told.append((ask, answer(shared, ask)))
                if ask[0] == "may":
                    shared.records.forget()

        threads = [threading.Thread(target=work, args=(random.sample(asks, len(asks)),)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(told) == 3 * len(asks)
        assert all(found == alone[ask] for ask, found in told)


def test_the_made_up_catalogues_hold_what_the_laws_are_about():
    assert {"left", "right"} <= CIRCLES.asked_before("left")
    assert {item.held_by_assessor("three") for item in CIRCLES.seen_later["three"]} >= {"three", "two"}
    assert any(item.held_by_assessor(name) for name, asked in CATALOGUE.seen_later.items() for item in asked)
