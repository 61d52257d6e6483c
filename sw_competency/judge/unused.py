"""Unused competencies: held, and neither practised nor signed off within six months."""

from datetime import date

import msgspec

from sw_competency.dates import Length, before, said
from sw_competency.judge.case import Judge
from sw_competency.judge.folded import up_to
from sw_competency.judge.status import HELD
from sw_competency.judge.unlisted import not_looked_at, unheld
from sw_competency.model import MET, NOT_MET, Finding

WINDOW = Length(months=6)
_NOT_PRACTISED = frozenset({"awareness", "mandatory"})


class Unused(msgspec.Struct, frozen=True, eq=False):
    """The competencies held and not used."""

    competencies: tuple[str, ...]
    finding: Finding


def judge_unused(judge: Judge, day: date) -> Unused:
    """Look through every competency signed off, for those nobody has used within six months of a day."""
    edge = before(day, WINDOW)
    parts = []
    names = []
    for name in sorted(judge.record.given):
        if name not in judge.catalogue.competencies or judge.competency(name, day).kind in _NOT_PRACTISED:
            continue
        status = judge.status(name, day)
        used = [*up_to(judge.record.practice.get(name, ()), day)[-1:], *up_to(judge.record.given[name], day)[-1:]]
        if status.status not in HELD or status.given is None or any(entry.on > edge for entry in used):
            continue
        last = max(used, key=lambda entry: entry.on)
        sentence = f"{judge.catalogue.titled(name)} was last practised or signed off on {said(last.on)}"
        names.append(name)
        entries = tuple(dict.fromkeys((status.given.id, last.id)))
        parts.append(Finding(NOT_MET, sentence, entries, status.finding.sources, (), status.finding.placeholders))
    worker = judge.record.worker
    besides = not_looked_at(n for n in unheld(judge.record, judge.catalogue, day) if n in judge.record.given)
    if not names:
        return Unused((), Finding(MET, f"Nothing that {worker} holds has gone unused within {WINDOW}{besides}"))
    sentence = f"{worker} holds and has not used within {WINDOW}: " + ", ".join(map(judge.catalogue.titled, names))
    entries = tuple(dict.fromkeys([e for p in parts for e in p.entries]))
    return Unused(tuple(names), Finding(NOT_MET, sentence + besides, entries, (), tuple(parts)))
