"""What is special about a requirement kind is said in its own file: nobody else knows any by its name."""

import ast
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar

import attrs
import pytest

import sw_competency
from sw_competency import MemoryStore, Outcome, Tracker, shipped
from sw_competency.catalogue import Rule
from sw_competency.catalogue.described import TABLES
from sw_competency.model import KINDS, MET, NOT_MET, Finding
from sw_competency.rules import Case, Requirement, found, requirement, requirement_kinds
from sw_competency.rules.kinds.training import Training
from sw_competency.testing.builders import appointed, trained

HOUSE = Path(sw_competency.__file__).parent
FILES = sorted(file for file in HOUSE.rglob("*.py") if file.parent.name != "kinds")
OURS = {name for name, kind in requirement_kinds().items() if kind.__module__.startswith("sw_competency.")}
FIELDS = {"countersigned"}  # of a rule for a sign-off
NAMES_OF_NOTHING_ELSE = OURS - KINDS.keys() - set(TABLES) - FIELDS


def _known(tree: ast.AST) -> Iterator[str]:
    """Return each name of a kind in a text, and whatever a `kind` is compared with."""
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if text in NAMES_OF_NOTHING_ELSE:
                yield f"line {node.lineno}: {text}"
            case ast.Compare(left=ast.Attribute(attr="kind"), comparators=[others]):
                yield from (f"line {node.lineno}: compared with {text}" for text in _texts(others) if text in OURS)
            case ast.Match(subject=ast.Attribute(attr="kind"), cases=cases):
                texts = [text for case in cases for text in _texts(case.pattern)]
                yield from (f"line {node.lineno}: matched with {text}" for text in texts if text in OURS)


def _texts(node: ast.AST) -> Iterator[str]:
    return (n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(HOUSE).as_posix())
def test_no_kind_is_known_by_its_name_outside_its_own_file(file: Path) -> None:
    assert list(_known(ast.parse(file.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    "text",
    [
        'item.kind == "all-of"', 'item.kind in {"tier", "request"}', 'wanted = "practice-count"',
        'match step.kind:\n    case "training" | "holds":\n        pass', 'Step(kind="works-above-tier")',
    ],
)  # fmt: skip
def test_a_name_would_be_found(text: str) -> None:
    assert list(_known(ast.parse(text)))


@requirement
class NoneOf(Requirement):
    """None of a list is met: a kind from elsewhere that joins its parts in its own way."""

    kind: ClassVar[str] = "none-of"
    of: tuple[Requirement, ...]

    def judge(self, case: Case) -> Finding:
        """Look whether any is met."""
        any_met = MET in [item.outcome(case) for item in self.of]
        return found(case, NOT_MET if any_met else MET, "one of those is met" if any_met else "none of those is met")

    def parts(self) -> tuple[Requirement, ...]:
        """Return the list."""
        return self.of


def test_a_kind_from_elsewhere_joins_its_parts_in_its_own_way() -> None:
    asked = NoneOf(of=(Training(programme="mr-safety-training"), Training(programme="care-certificate")))
    tiers = list(shipped().tiers)
    rule = Rule(
        id="untrained", title="Untrained", starts=date(2020, 1, 1), effect="moves-band", source=("etty-2025",),
        from_=tiers[0], to=tiers[1], requires=(asked,),
    )  # fmt: skip
    tracker = Tracker(MemoryStore(), attrs.evolve(shipped(), rules={"untrained": (rule,)}))
    begin = date(2024, 1, 8)
    tracker.append([appointed("w1", "2024-01-08", tiers[0]), trained("w1", "mr-safety-training", "2024-03-05")])
    days = [begin + timedelta(n) for n in range(0, 1000, 7)]
    met = [day for day in days if tracker.at(day).rebanding("w1", "untrained").outcome is Outcome.MET]
    assert met[0] == begin
    assert 0 < len(met) < len(days)
    for day in days:
        assert (tracker.at(day).since("w1", "untrained").since is not None) == (day in met), day
    way = tracker.at("2024-03-05").path("w1", tiers[1]).to_json()
    assert [(step["kind"], step["says"]) for step in way["steps"]] == [("none-of", "one of those is met")]
    assert asked.looks_further()
