"""Where the headings of a sheet stand, and what its columns are called: titles above, two rows of headings, blanks."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise

import attrs

from sw_competency.formats._esr_names import in_small_letters
from sw_competency.formats._table import each_once, is_unnamed
from sw_competency.intake.plan import ACROSS, Plan, SheetPlan
from sw_competency.intake.previewed import MASK
from sw_competency.intake.said import read
from sw_competency.intake.tables import Sheet, Tables
from sw_competency.intake.words import ASPECTS, VALUES, is_person, role_of
from sw_competency.patients import holds_patient_identifier

HEADINGS_WITHIN = 60  # rows
_MOST_LONG = 120  # characters of a heading; more is a text


@attrs.frozen
class Headings:
    """The headings of a sheet.

    Args:
        rows: the one or two rows they stand in, from 1.
        names: what each column is called, each once; one without a heading is called by its number.
    """

    rows: tuple[int, ...]
    names: tuple[str, ...]

    def under(self, sheet: Sheet) -> Iterator[tuple[int, Sequence[str]]]:
        """Return the rows beneath that hold anything, each with its place from 0."""
        yield from ((at, sheet.rows[at]) for at in sheet.filled if at >= self.rows[-1])


def found_headings(sheet: Sheet, is_subject: Callable[[str], bool]) -> Headings | None:
    """Find the headings of a sheet; None where nothing looks like them.

    Args:
        sheet: the sheet.
        is_subject: tells what is called as a competency or programme is.
    """
    found: list[tuple[int, int]] = []
    labels: list[tuple[int, int]] = []  # rows that say something of the sheet itself, such as "Name: | Amina Okafor"
    for at, cells in enumerate(sheet.rows[:HEADINGS_WITHIN]):
        said = [text for cell in cells if (text := cell.strip()) and len(text) <= _MOST_LONG]
        roles = [role_of(text) for text in said]
        worth = sum(is_subject(text) for text in said) + 3 * any(map(is_person, roles)) + sum(map(bool, roles))
        if len(said) > 1 and not any(map(_is_day, said)):
            is_label = len(said) % 2 == 0 and all(map(is_person, roles[::2]))
            is_label = is_label and not any(roles[1::2]) and not any(map(is_subject, said[1::2]))
            (labels if is_label else found).append((worth, -at))
    worth, at = max(found, default=(0, 0))
    if worth < (2 if labels else 3):
        worth, at = max([*labels, *found], default=(0, 0))
    return headings_at(sheet, rows_about(sheet, -at)) if worth > 1 + (not labels) else None


def labelled(sheet: Sheet, headings: Headings) -> Iterator[tuple[str, str]]:
    """Return what stands above the headings of whom the sheet is about: `name` or `number`, and what is given there."""
    for row in sheet.rows[: headings.rows[0] - 1]:
        said = [text.strip() for text in row if text.strip()]
        said = [part for text in said for part in ([*map(str.strip, text.split(":", 1))] if ":" in text else [text])]
        for label, given in pairwise(part for part in said if part):
            if is_person(role := role_of(label)) and role and not role_of(given):
                yield role.partition(":")[0], given


def sections(sheet: Sheet) -> Iterator[Sheet]:
    """Part a sheet where other headings stand among its rows: what stands beneath them is another table.

    The cells of each keep their places.
    """
    starts, seen = [0], list[list[str]]()
    for at in sheet.filled:
        texts = [text.strip().casefold() for text in sheet.rows[at]]
        if _looks_like_headings(texts):
            if seen and texts not in seen:
                above = at > 0 and _parts(sheet.rows[at - 1], sheet.rows[at])
                starts.append(at - 1 if above else at)
            seen.append(texts)
    for begin, end in zip(starts, [*starts[1:], len(sheet.rows)], strict=True):
        name = f"{sheet.name} from row {begin + 1}" if begin else sheet.name
        yield attrs.evolve(sheet, name=name, of=sheet.name, rows=[*[()] * begin, *sheet.rows[begin:end]])


def _looks_like_headings(texts: Sequence[str]) -> bool:
    """Tell a row that heads a table by its words alone: it names a column for people, and holds nothing of a datum."""
    said = [text for text in texts if text]
    is_datum = any(text in VALUES or text.isdigit() or read(text).day is not None for text in said)
    return len(said) > 2 and not is_datum and any(is_person(role_of(text)) for text in said)


def _is_day(text: str) -> bool:
    told = read(text)
    return told.day is not None and told.known_to == "day"


def rows_about(sheet: Sheet, at: int) -> tuple[int, ...]:
    """Return the rows of headings about the best one, from 0: another one groups columns, or parts them."""
    if at + 1 < len(sheet.rows) and _parts(sheet.rows[at], sheet.rows[at + 1]):
        return (at, at + 1)
    if at > 0 and _parts(sheet.rows[at - 1], sheet.rows[at]):
        return (at - 1, at)
    return (at,)


def _parts(above: Sequence[str], beneath: Sequence[str]) -> bool:
    """Tell whether a row parts the columns of the one above it into days, assessors and the like."""
    told = [in_small_letters(text) for text in beneath if text.strip()]
    named = {text.strip() for text in above if text.strip()}
    aspects = sum(text in ASPECTS for text in told)
    return aspects > 1 and aspects * 2 >= len(told) and len(named) > 1 and len(set(told)) < len(told) + (len(named) > 2)


def headings_at(sheet: Sheet, rows: Sequence[int]) -> Headings:
    """Return what the columns are called by one or two rows, from 0."""
    last = sheet.width
    if len(rows) == 1:
        names = [sheet.text(rows[0], at) for at in range(last)]
    else:
        names = list(_joined(sheet, rows[0], rows[-1], last))
    shown = (MASK if holds_patient_identifier(name) else " ".join(name.split()) for name in names)
    named = each_once(list(shown))
    beyond = tuple(f"column {at + 1}" for at in range(len(named), last))
    return Headings(tuple(row + 1 for row in rows), (*named, *beyond))


def _joined(sheet: Sheet, above: int, beneath: int, last: int) -> Iterator[str]:
    group = ""
    for at in range(last):
        own, part = sheet.text(above, at), sheet.text(beneath, at)
        group = own or (group if part else "")
        yield f"{group} / {part}" if group and part else group or part
        if own and not part:
            group = ""


def unnamed(name: str) -> bool:
    """Tell a column without a heading."""
    return is_unnamed(name)


def used(tables: Tables, plan: Plan) -> Iterator[tuple[Sheet, SheetPlan]]:
    """Return the sheets that a plan reads, as it reads them."""
    for sheet in tables.sheets:
        own = plan.sheet(sheet.name)
        if own is not None and own.shape in {"wide", "long", ACROSS}:
            yield (sheet.turned() if own.shape == ACROSS else sheet), own


def day_in_title(tables: Tables, plan: Plan) -> date | None:
    """Return the one day that stands above the headings; None where none does, or several do."""
    titles = [text for sheet, own in used(tables, plan) for row in sheet.rows[: own.headings[0] - 1] for text in row]
    days = {told.day for text in titles if (told := read(text)).known_to == "day" and told.day is not None}
    return days.pop() if len(days) == 1 else None
