"""What a spreadsheet makes of the text of a cell: a formula that it would run, an error that it shows."""

import re

# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")
UNCALCULATED = "#FORMULA!"  # stands for a formula whose result was never worked out
_ERROR = re.compile(
    r"#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!"
    r"|EXTERNAL!|PYTHON!|ERROR!|FORMULA!)|#{3,}|ERR:\d{3}",
    re.ASCII,
)


def guard(text: str) -> str:
    """Put a `'` before what a spreadsheet would take for a formula; `unguard` takes exactly that away again."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """Take away the one `'` that stands before what a spreadsheet would take for a formula."""
    return text[1:] if _GUARDED.match(text) else text


def is_error(text: str) -> bool:
    """Tell whether a cell holds an error of a spreadsheet, such as `#DIV/0!`, or a column too narrow for its date."""
    text = text.strip()
    return text[:1] in {"#", "E", "e"} and _ERROR.fullmatch(text.upper()) is not None


def error_said(text: str) -> str:
    """Return the end of a sentence about a cell that holds an error."""
    if text.strip().upper() == UNCALCULATED:
        return "holds a formula that was never worked out; open the file in a spreadsheet, save it, and import that"
    if text.strip().startswith("##"):
        return "was saved from a column too narrow to show it; make the column wider and save the file again"
    return f"holds an error of the spreadsheet, {text.strip()[:20]}; mend it there"
