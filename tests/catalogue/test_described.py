"""Tables of a catalogue describe themselves: a new one is its class, and nothing else names it."""

import ast
from collections import Counter
from pathlib import Path
from typing import ClassVar

import attrs
import pytest

import sw_competency
from sw_competency import MemoryStore, Tracker
from sw_competency.catalogue import layer_of, load, problems, shipped
from sw_competency.catalogue.confirming import to_fill_in
from sw_competency.catalogue.described import TABLES, Field, Named, Table, fields_of, vocabulary_of
from sw_competency.catalogue.differences import differences
from sw_competency.catalogue.placeholders import placeholders
from sw_competency.catalogue.sourced import authorities
from sw_competency.cli._catalogue_diff import _print
from sw_competency.cli._catalogue_show import show_all, show_one
from sw_competency.errors import Problem
from sw_competency.reports import Asked, write

ROOM = {
    "title": "The quiet room", "chairs": 4, "used_for": ["mr"], "authority": "placeholder", "source": ["policy"],
}  # fmt: skip
SOURCE = {"policy": {"title": "A policy (made up)"}}


@pytest.fixture
def rooms():
    """Add a table for the time of a test, by its class alone."""

    @Table("room", "rooms", "room ", "Rooms", whom="the estates team", at_sites=True, always=("chairs",))
    @attrs.frozen(kw_only=True)
    class Room(Named):
        """A room in which people are signed off."""

        SAYS: ClassVar = {
            "chairs": Field("it has {} chairs", gone="it no longer has {} chairs"),
            "used_for": Field(many="those who use it", names=("modality",)),
        }
        chairs: int = 2
        used_for: tuple[str, ...] = ()

        @staticmethod
        def amiss(given, path, known):
            """Tell what is wrong in one."""
            if given.get("chairs") == 0:
                yield Problem(f"has no chair, and {len(known['modality'])} modalities wait for one", f"{path}.chairs")

    yield Room
    TABLES.pop("room")


def _with(**room):
    return layer_of({"source": SOURCE, "room": {"quiet": {**ROOM, **room}}}, "rooms.toml")


def rule_book(held):
    return write("rule-book", Asked(questions=Tracker(MemoryStore(), held).at("2026-01-01")), "md").decode()


def test_a_new_table_is_its_class_alone(rooms, capsys):
    held = load(_with())
    assert held.table("room") == {"quiet": rooms(id="quiet", **{**ROOM, "used_for": ("mr",), "source": ("policy",)})}
    assert held.find("room", "quiet ro") == "quiet"
    assert load(layer_of({**held.tables, "shipped_catalogue": False}, "again")).digest == held.digest
    assert held.digest != shipped().digest

    told = [each for each in differences(shipped(), held) if each.table == "room"]
    assert [each.says for each in told] == [
        "room quiet (The quiet room) is new: it has 4 chairs; those who use it include Magnetic resonance imaging."
    ]
    _print(told, "one", "other")
    assert "Rooms" in capsys.readouterr().out.splitlines()
    assert [each.says for each in differences(held, load(_with(chairs=5)))] == [
        "room quiet (The quiet room): it has 5 chairs; before, 4."
    ]

    assert [path for path in placeholders(held) if path.startswith("room.")] == [
        "room.quiet.chairs", "room.quiet.used_for",
    ]  # fmt: skip
    assert "# Ask the estates team." in to_fill_in(held).splitlines()
    assert authorities(held)["placeholder"] == authorities(shipped())["placeholder"] + 1
    assert "## Rooms\n\n### The quiet room\n\n`quiet`\n\n- **Chairs** †: 4\n" in rule_book(held)
    show_all(held, as_json=False)
    show_one(held, "quiet", as_json=False)
    assert capsys.readouterr().out.count("The quiet room") == 2


def test_a_site_may_have_a_new_table_its_own_way(rooms):
    layer = layer_of(
        {"source": SOURCE, "room": {"quiet": ROOM}, "site": {"s1": {"room": {"quiet": {"chairs": 9}}}}}, "x"
    )
    held = load(layer)
    assert held.others["site_rooms"]["s1", "quiet"] == attrs.evolve(held.table("room")["quiet"], chairs=9)
    page = rule_book(held)
    assert "### The quiet room at s1\n\n`quiet`\n\n- **Chairs** †: 9\n" in page
    told = Tracker(MemoryStore(), attrs.evolve(held, sites={"s2": held.sites["s1"]})).at("2026-01-01").variation()
    said = [one.says for one in told.differences]
    assert "The quiet room (chairs): s1 9 (to be confirmed), s2 4 (to be confirmed)" in said
    assert "s1: room quiet (The quiet room): it has 9 chairs; before, 4." in [
        each.says for each in differences(load(_with()), held)
    ]


@pytest.mark.parametrize(
    ("room", "path", "says"),
    [
        ({"chairs": 0}, "room.quiet.chairs", "has no chair, and"),
        ({"chairs": "4"}, "room.quiet.chairs", "a whole number is asked for"),
        ({"chair": 4}, "room.quiet.chair", "there is no field 'chair' here; did you mean 'chairs'?"),
        ({"used_for": ["mri"]}, "room.quiet.used_for[0]", "there is no modality 'mri'; did you mean 'mr'?"),
        ({"source": []}, "room.quiet", "cites no source"),
        ({"authorities": {"stools": "local"}}, "room.quiet.authorities.stools", "there is no field 'stools'"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("rooms")
def test_a_new_table_is_checked_like_any_other(room, path, says):
    found = [each for each in problems(_with(**room)) if each.path == path]
    assert any(each.says.startswith(says) for each in found), found


def test_tables_are_named_by_no_list():
    listed = []
    for file in Path(sw_competency.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            items = {ast.Dict: "keys", ast.Tuple: "elts", ast.List: "elts", ast.Set: "elts"}.get(type(node))
            each = getattr(node, items) if items else ()
            named = {item.value for item in each if isinstance(item, ast.Constant)} & TABLES.keys()
            if len(named) > len(TABLES) / 2:
                listed.append((file.name, sorted(named)))
    assert listed == []


def test_a_field_is_described_once_and_stands_in_a_class():
    classes = {each for table in TABLES.values() for each in _within(table.cls)}
    own = Counter(name for cls in classes for name in vars(cls).get("SAYS", {}))
    assert {name for name, times in own.items() if times > 1} == set()
    assert own.keys() == {name for table in TABLES.values() for name in vocabulary_of(table.cls)}
    fields = {name for cls in classes if attrs.has(cls) for name in fields_of(cls)}
    assert own.keys() <= fields


def _within(cls):
    yield from cls.__mro__
    for field in fields_of(cls).values():
        for member in getattr(field.type, "__args__", ()):
            if isinstance(member, type) and attrs.has(member):
                yield from _within(member)


def test_every_name_in_a_field_is_of_a_table_there_is():
    for table in TABLES.values():
        for name, field in table.says.items():
            assert TABLES.keys() >= {*field.names}, (table.name, name)
        assert fields_of(table.cls).keys() >= {*table.always}, table.name
