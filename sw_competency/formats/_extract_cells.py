"""The cells of a row of an extract as they may be compared: what cannot be read or shown is told instead."""

import re
from collections.abc import Callable, Mapping, Sequence

import attrs

from sw_competency.cells import error_said, is_error
from sw_competency.formats._esr_names import in_small_letters
from sw_competency.formats._rows import Line
from sw_competency.formats._table import MASK
from sw_competency.patients import holds_numbers_of_staff, holds_patient_identifier

Tell = Callable[[Line, str, str], None]
_AGAIN = re.compile(r"(.+) \(\d+\)")
_NUMBER, _NAME = r"(?<!\d)\d{7,9}(?:-\d{1,2})?(?!\d)", r"[^\W\d_][\w'’ -]*,\s*[^\W\d_][\w'’. -]*"
# As ESR writes a person, the number beside the name: 23456789|Surname, First
_PERSON = re.compile(rf"{_NUMBER}[\s|:;-]*{_NAME}|{_NAME}[\s|:;-]*{_NUMBER}")
_TWICE = "stands twice in the header, with different values in a row: neither is taken; keep one column"
_A_PATIENT = "holds a valid NHS number, which is not shown; remove it"
_A_PERSON = "holds the name of a person beside a number, which is not shown; remove it"


class Cells:
    """Makes rows fit to be compared.

    Args:
        header: the columns of the table, each once.
        columns: the columns of each meaning.
        tell: is told the row, the column and the reason where a cell cannot be read as it stands.
    """

    def __init__(self, header: Sequence[str], columns: Mapping[str, Sequence[str]], tell: Tell) -> None:
        self._tell = tell
        self._read = dict.fromkeys(name for means, names in columns.items() if means != "worker" for name in names)
        self._whose = columns["worker"]
        self._again = standing_again(header, {*self._read, *columns["worker"]})

    def fit(self, line: Line) -> Line:
        """Return a row without what cannot be read, and with a mask for what may not be shown."""
        cells = dict(line.cells)
        for name, others in self._again.items():
            said = dict.fromkeys(text for column in (name, *others) if (text := cells.get(column, "").strip()))
            if len(said) > 1:
                self._tell(line, name, _TWICE)
            cells[name] = next(iter(said)) if len(said) == 1 else ""
        for name in self._read:
            if text := cells.get(name, "").strip():
                cells[name] = self._shown(line, name, text)
        for name in self._whose:  # an id is never masked
            if is_error(text := cells.get(name, "")):
                self._tell(line, name, error_said(text))
                cells[name] = ""
        return attrs.evolve(line, cells=cells)

    def _shown(self, line: Line, name: str, text: str) -> str:
        if is_error(text):
            self._tell(line, name, error_said(text))
            return ""
        if not holds_numbers_of_staff(name) and holds_patient_identifier(text):
            self._tell(line, name, _A_PATIENT)
            return MASK
        if _PERSON.search(text):
            self._tell(line, name, _A_PERSON)
            return MASK
        return text


def standing_again(header: Sequence[str], read: set[str]) -> dict[str, list[str]]:
    """Return the further columns of a heading that is read and stands more than once."""
    there, by_heading = frozenset(header), dict[str, list[str]]()
    for name in header:
        again = _AGAIN.fullmatch(name)
        heading = again[1] if again and again[1] in there else name
        by_heading.setdefault(in_small_letters(heading), []).append(name)
    return {names[0]: names[1:] for names in by_heading.values() if len(names) > 1 and names[0] in read}
