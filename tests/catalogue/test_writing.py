"""A catalogue written as TOML says the same, and its digest follows what is said, not how it is laid out."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sw_competency.catalogue import digest_in, load, read_layer, shipped
from sw_competency.catalogue.building import digest_of
from sw_competency.catalogue.writing import escaped, toml
from tests.catalogue.small import small

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
KEY = TEXT | st.sampled_from(["a", "kind", "a.b", "", '"', "é", "currency"])
LEAF = (
    TEXT | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False)
    | st.dates(min_value=date(1, 1, 1)) | st.datetimes() | st.times()
)  # fmt: skip
VALUE = st.recursive(LEAF, lambda of: st.lists(of, max_size=3) | st.dictionaries(KEY, of, max_size=3), max_leaves=12)
TABLES = st.dictionaries(KEY, VALUE, max_size=4)


@given(TABLES)
def test_what_is_written_reads_the_same(tables):
    assert tomllib.loads(toml(tables)) == tables
    plain = escaped(toml(tables))
    assert plain.isascii()
    assert tomllib.loads(plain) == tables


@given(TEXT)
def test_no_character_is_obeyed_by_a_terminal(text):
    assert all(c == "\n" or c.isprintable() for c in toml({text: text}))


def test_the_shipped_catalogue_written_whole_is_the_same_catalogue(tmp_path):
    written = shipped().written()
    (tmp_path / "all.toml").write_text(written, "utf-8")
    again = load(read_layer(tmp_path / "all.toml"))
    assert again.digest == shipped().digest == digest_in(written)
    assert again.tables == shipped().tables
    assert again.written() == written


@pytest.mark.parametrize("name", ["example:nine-sites", "docs/examples/site-overlay.toml"])
def test_a_site_s_catalogue_written_whole_is_used_alone(name, tmp_path):
    """What lay over the shipped one is all in it, what the site permits included."""
    if not name.startswith("example:") and not Path(name).is_file():
        pytest.skip(f"{name} is not here")
    over = load(read_layer(name))
    (tmp_path / "all.toml").write_text(over.written(), "utf-8")
    assert load(read_layer(tmp_path / "all.toml")).digest == over.digest != shipped().digest


VERSIONS = [
    {"starts": date(2020, 1, 1), "expires_after": "P12M"}, {"starts": date(2024, 1, 1), "expires_after": "P24M"},
    {"starts": date(2025, 1, 1), "expires_after": "P36M"},
]  # fmt: skip


def in_files(folder: Path, *parts):
    folder.mkdir()
    for index, part in enumerate(parts):
        (folder / f"{index}.toml").write_text(toml(part), "utf-8")
    return load(read_layer(folder), over_shipped=False).digest


@given(st.permutations(range(3)), st.permutations(sorted(small())))
def test_the_digest_is_the_same_however_it_lies_in_files(order, tables):
    whole = small()
    whole["competency"]["washing"]["currency"] = VERSIONS
    digest = digest_of(whole)
    shuffled = {name: whole[name] for name in tables}
    washing = {k: v for k, v in reversed(whole["competency"]["washing"].items()) if k != "currency"}
    shuffled["competency"] = {**whole["competency"], "washing": {**washing, "currency": [VERSIONS[i] for i in order]}}
    assert digest_of(shuffled) == digest


def test_the_digest_is_the_same_in_one_file_and_in_many(tmp_path):
    whole = small()
    whole["competency"]["washing"]["currency"] = VERSIONS
    apart = small()
    apart["competency"]["washing"].pop("currency", None)
    late, early = ({"competency": {"washing": {"currency": part}}} for part in (VERSIONS[1:], VERSIONS[:1]))
    digests = {in_files(tmp_path / "one", whole), in_files(tmp_path / "many", apart, late, early)}
    digests |= {in_files(tmp_path / "tables", *({name: apart[name]} for name in sorted(apart)), early, late)}
    assert len(digests) == 1


def test_the_digest_tells_values_apart():
    one, other = small(), small()
    other["competency"]["washing"]["title"] = "Hands"
    assert digest_of(one) != digest_of(other)
    assert digest_in("= broken") is None
