"""Entries and people of every kind, as odd as they may be, to write out and read again."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from sw_competency.model import KINDS, Entry, Person, parse_entry, parse_person, person_key

# What trips a spreadsheet up: separators, quotes, line breaks, formulas, blanks, words that read like numbers.
awkward = st.sampled_from([
    "a;b", 'say "hello"', "two\nlines", "two\r\nlines", "a\rb", "=1+1", "'=1+1", "''@x", "+44", "-1", "@x", "\tx",
    "＝x", "'", "'quoted'", " w1 ", " ", "007", "3", "1.0", "true", "null", "{}", "***", "ä€", "a,b", "column 3",
    "x\u2028y",
])  # fmt: skip
letters = st.text(st.sampled_from("ab1 ;,|'\"=+-@＝{}\t\r\n\x85\u2028éßЖ漢😀\ufeff"), min_size=1, max_size=9)
texts = awkward | letters
ids = texts.filter(person_key)  # of an id something is seen
days = st.dates(date(1990, 1, 1), date(2035, 12, 31)).map(date.isoformat)
instants = st.datetimes().map(lambda instant: f"{instant.isoformat()}Z")
whole = st.integers(-999_999, 999_999_999) | st.just(2**70)  # ten digits may be an NHS number
json_values = st.recursive(
    st.none() | st.booleans() | whole | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
modalities = st.lists(texts, min_size=1, max_size=3)
restrictions = st.lists(
    ids | st.dictionaries(
        st.sampled_from(["modality", "device", "patients"]), ids | st.lists(ids, min_size=1, max_size=3),
        min_size=1, max_size=2,
    ),
    min_size=1, max_size=3,
)  # fmt: skip
_own: dict[str, dict[str, Any]] = {
    "leaving": {}, "absence": {"reason": ids}, "training": {"programme": ids, "outcome": st.just("failed")},
    "appointment": {"site": ids, "tier": ids}, "qualification": {"level": st.integers(0, 8)},
    "practice": {"competency": ids, "outcome": st.just("successful")}, "self-assessment": {"competency": ids},
    "assessment": {"competency": ids, "assessor": ids, "outcome": st.just("deferred")},
    "sign-off": {"competency": ids, "assessor": ids}, "countersignature": {"sign_off": ids, "by": ids},
    "withdrawal": {"by": ids}, "reinstatement": {"by": ids}, "approval": {"role": ids, "by": ids},
    "request": {"competency": ids, "answer": st.just("declined")}, "rebanding": {"to": ids},
    "prior-learning": {"competency": ids, "signed_on": st.just("1980-01-01"), "accepted_by": ids},
    "correction": {"corrects": ids, "reason": ids}, "registration": {}, "vacancy": {"tier": ids},
    "banding-claim": {}, "session": {"modality": ids}, "sign-off-request": {"competency": ids, "assessor": ids},
    "identity": {"scheme": ids, "value": ids},
}  # fmt: skip
_more: dict[str, dict[str, Any]] = {
    "appointment": {
        "modalities": modalities, "wte": st.floats(0.01, 2), "band": st.integers(1, 9), "title": texts,
        "post": texts, "buddy": ids,
    },
    "training": {"expires_on": days, "standards": whole, "provider": texts},
    "practice": {"count": st.integers(1, 50), "supervision": st.just("direct"), "supervisor": texts},
    "self-assessment": {"level": texts | st.integers(0, 8)},
    "sign-off": {"evidence": st.lists(texts, min_size=1, max_size=3), "restrictions": restrictions},
    "withdrawal": {"suspension": st.booleans(), "competency": texts},
    "registration": {"roles": modalities, "number": texts},
    "leaving": {"reason": texts, "destination": texts},
    "banding-claim": {"raised_by": ids, "collective": st.booleans(), "job_description": texts},
    "session": {"role": texts, "hours": st.floats(0.01, 24), "site": ids},
    "sign-off-request": {"answer": st.just("withdrawn")},
}


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    kind = draw(st.sampled_from(sorted(KINDS)))
    raw = draw(st.fixed_dictionaries({"on": days, **_own[kind]}, optional=_more.get(kind, {})))
    if "expires_on" in raw:
        raw["expires_on"] = max(raw["expires_on"], raw["on"])  # nothing ends before it begins
    raw |= {"kind": kind, KINDS[kind].owner_field: draw(ids)}
    if kind == "correction" and draw(st.booleans()):
        raw["with"] = {"kind": "leaving", "worker": raw["worker"], "on": "2025-01-01", "note": draw(texts)}
    raw |= draw(
        st.fixed_dictionaries({}, optional={"id": ids, "note": texts, "recorded_by": ids, "recorded_at": instants})
    )
    extra = draw(st.dictionaries(texts, json_values, max_size=2))
    return parse_entry({**{name: value for name, value in extra.items() if name not in raw}, **raw})[0]


@st.composite
def people(draw: st.DrawFn) -> Person:
    raw = {"kind": "person", draw(st.sampled_from(["worker", "assessor"])): draw(ids), "name": draw(st.none() | texts)}
    more = draw(st.dictionaries(texts, json_values.filter(lambda value: value is not None), max_size=2))
    return parse_person({**more, **raw})
