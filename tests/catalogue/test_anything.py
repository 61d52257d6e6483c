"""Whatever is written in a catalogue is either taken or told; nothing of it breaks the reading."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from sw_competency.catalogue import layer_of, problems

from .small import small

WORDS = ["", "psd", "legal", "requires", "of", "kind", "holds", "at-least", "cannulation", "policy", "P1M", "ct"]
leaves = (
    st.sampled_from(WORDS)
    | st.text(max_size=4)
    | st.integers()
    | st.floats()
    | st.booleans()
    | st.dates()
    | st.datetimes()
    | st.just(dt.time(12))
)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=3),
    max_leaves=6,
)


def places(value, where=()):
    """Return every place in tables, as the keys and indexes that lead to it."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*where, key)
        yield from places(inner, (*where, key))


PLACES = sorted(places(small()), key=str)


def put(tables, where, value):
    for key in where[:-1]:
        tables = tables[key]
    tables[where[-1]] = value


@settings(deadline=None)  # the first example loads the converter
@given(st.sampled_from(PLACES), values)
def test_any_value_at_any_place_is_taken_or_told(where, value):
    tables = small()
    put(tables, where, value)
    assert all(problem.says and problem.file for problem in problems(layer_of(tables, "x")))


@settings(deadline=None)  # the first example loads the converter
@given(st.sampled_from(PLACES), values)
def test_any_value_laid_over_any_place_is_taken_or_told(where, value):
    over = small()
    put(over, where, value)
    both = (layer_of(small(), "under"), layer_of(over, "over"))
    assert all(problem.says and problem.file for problem in problems(*both, over_shipped=False))
