"""The entries of several records as one: named by one id, with references that stay within their own record."""

from datetime import date

import pytest

from sw_competency.model import Correction, Countersignature, Identity, SignOff
from sw_competency.model.joining import Joining, as_one

DAY = date(2026, 3, 1)
KNOWN = Joining.of([Identity(id="i", worker="w2", on=DAY, same_as="w1")])


def signed(worker, id_, **more):
    return SignOff(id=id_, worker=worker, on=DAY, competency="c", assessor="a1", **more)


def second(worker, id_, of):
    return Countersignature(id=id_, worker=worker, on=DAY, sign_off=of, by="w2")


def void(worker, id_, of):
    return Correction(id=id_, worker=worker, on=DAY, corrects=of, reason="slip")


def joined(*entries):
    records = {}
    for entry in entries:
        records.setdefault(entry.owner, []).append(entry)
    return as_one(("worker", "w1"), lambda owner: records.get(owner, ()), KNOWN)


@pytest.mark.parametrize(
    ("first", "other", "ids", "refers"),
    [
        ([signed("w1", "e")], [signed("w2", "f"), second("w2", "c", "f")], ["e", "f", "c"], "f"),
        ([signed("w1", "e")], [signed("w2", "e"), second("w2", "c", "e")], ["e", "w2/e", "c"], "w2/e"),
        ([signed("w1", "e")], [void("w2", "c", "e")], ["e", "c"], "w2/e"),  # of an entry that is not in its record
        ([void("w1", "c", "f")], [signed("w2", "f")], ["c", "f"], "w1/f"),
        ([], [signed("w2", "f"), signed("w2", "g", evidence=("f", "h"))], ["f", "g"], ("f", "h")),
    ],
)
def test_references_stay_within_their_own_record(first, other, ids, refers):
    found = joined(*first, *other)
    assert [entry.id for entry in found] == ids
    fields = ("sign_off", "corrects", "evidence")
    references = [getattr(e, name) for e in found for name in fields if getattr(e, name, ())]
    assert references == [refers]


def test_everybody_is_named_by_the_id_they_are_kept_under():
    right = signed("w2", "", restrictions=("ct",))
    wrong = Correction(id="c", worker="w2", on=DAY, corrects="f", reason="slip", with_=right)
    found = joined(second("w1", "s", "e"), wrong)
    assert [(e.worker, getattr(e, "by", None)) for e in found] == [("w1", "w1"), ("w1", None)]
    assert found[1].with_.worker == "w1"


def test_nobody_else_is_looked_at():
    looked = []
    known = Joining([("w2", "w1"), ("w4", "w3")], lambda ids: looked.append(ids) or ())
    assert (known.kept("w9"), known.kept("w1"), looked) == ("w9", "w1", [["w2"]])
