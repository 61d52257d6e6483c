"""What our record says of a worker on a day, as far as an extract of ESR says it too: posts, training, what is held."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

import attrs

from sw_competency.dates import day_before, next_day
from sw_competency.judge.case import Judge
from sw_competency.judge.posts import Post, band_of
from sw_competency.judge.required import required_of, with_what_it_rests_on
from sw_competency.judge.status import HELD
from sw_competency.rules import Completion, Span


@attrs.frozen(kw_only=True)
class OurPost:
    """A post held on the day.

    Args:
        unset: a bank contract without set hours: it has no WTE to be recorded.
        begun: every day on which the unbroken time in this post began anew: the first, and each change of appointment.
        since: the first day of the appointment that holds.
        ends: the last day, where one is on record.
        entries: what says so.
    """

    site: str
    band: int | None
    wte: Decimal | None
    unset: bool
    begun: frozenset[date]
    since: date
    ends: date | None
    entries: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Ours:
    """One worker on the day, by our record.

    Args:
        posts: those held on the day.
        appointments: ids of all appointments by the day.
        trained: the newest completion of each programme.
        lasting: the completion of each programme that lasts longest: by it the judge says whether it is current.
        held: what is held on the day, programmes and competencies, with the entries that say so.
        required: what the posts require, and all that rests on; None where the catalogue does not say.
    """

    worker: str
    posts: tuple[OurPost, ...]
    appointments: tuple[str, ...]
    trained: Mapping[str, Completion]
    lasting: Mapping[str, Completion]
    held: Mapping[str, tuple[str, ...]]
    required: frozenset[str] | None


def on_record(judge: Judge, day: date, *, training: bool) -> Ours:
    """Return what our record says of a worker on a day.

    Args:
        judge: the judge of the worker.
        day: the day.
        training: whether training is asked about too.
    """
    record = judge.record
    spans = judge.held(day)
    own = dict(_own_completions(judge, day)) if training else {}
    lasting = {name: max(done, key=lambda c: (c.expires_on or date.max, c.training.on)) for name, done in own.items()}
    return Ours(
        worker=record.worker,
        posts=tuple(_post(judge, name, span, day) for name, span in spans.items()),
        appointments=tuple(a.id for a in record.at(day).appointments),
        trained={name: done[-1] for name, done in own.items()},
        lasting=lasting,
        held=dict(_held(judge, lasting, day)) if training else {},
        required=_required(judge, day) if training else None,
    )


def _post(judge: Judge, name: str | None, span: Span, day: date) -> OurPost:
    post, appointment = judge.post_named(name), span.appointment
    return OurPost(
        site=appointment.site, band=band_of(span, judge.catalogue),
        wte=Decimal(str(appointment.wte)) if appointment.wte is not None else None,
        unset=appointment.basis == "bank" and appointment.wte is None,
        begun=frozenset({*begun(post, day), appointment.on}), since=span.first, ends=ends(post, day),
        entries=(appointment.id, *([span.by] if span.by else [])),
    )  # fmt: skip


def begun(post: Post, day: date) -> Iterator[date]:
    """Walk back over the appointments of a post, as long as one follows another without a gap."""
    span = post.at(day)
    while span is not None:
        yield span.first
        span = post.at(day_before(span.first)) if span.first > date.min else None


def ends(post: Post, day: date) -> date | None:
    """Walk on to the last day of a post; what lies over an appointment for a time does not end it."""
    span = post.at(day)
    while span is not None and span.last < date.max:
        last = span.last
        span = post.at(next_day(last))
        if span is None:
            return last
    return None


def _own_completions(judge: Judge, day: date) -> Iterator[tuple[str, list[Completion]]]:
    """Return the completions of each programme itself; what only counts as it is another."""
    for name in judge.at(day).trainings:
        if name in judge.catalogue.programmes:
            own = [c for c in judge.completions(name, day) if c.training.programme == name]
            if own:
                yield name, own


def _held(judge: Judge, lasting: Mapping[str, Completion], day: date) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Return what is held on the day: training that has not expired, competencies that are current."""
    for name, done in lasting.items():
        if done.expires_on is None or done.expires_on >= day:
            yield name, (done.training.id,)
    for name in judge.at(day).given:
        if name in judge.catalogue.competencies:
            status = judge.status(name, day)
            if status.status in HELD and status.given is not None:
                yield name, (status.given.id,)


def _required(judge: Judge, day: date) -> frozenset[str] | None:
    """Name what posts require, competencies and programmes, and all that rests on; None where nobody has said."""
    of_post = required_of(judge, day)
    tables = (*of_post.fitting, *of_post.perhaps)
    named = (name for table in tables for name in (*table.competencies, *table.programmes))
    return frozenset(with_what_it_rests_on(judge, named, day)) if tables else None
