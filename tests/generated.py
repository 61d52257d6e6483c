"""What is made from the classes of the questions and kept in the tree; `python -m tests.generated` writes it."""

import sys
from pathlib import Path
from textwrap import indent
from typing import Any, get_args

import msgspec

from sw_competency import plugins, schema
from sw_competency.cli._plain import PARTS
from sw_competency.dates import Length
from sw_competency.model import Answer
from sw_competency.questions import Question, Several, of_module
from sw_competency.questions._fields import Field, answer_of, asked_by, fields_of, help_of, is_day, is_list, is_several

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "questions.md"
METHODS = ROOT / "sw_competency" / "questions" / "_methods.py"
_HEAD = '''"""Every question as a method, made from its class by `python -m tests.generated`: not written by hand."""

# ruff: noqa: E501
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sw_competency.dates import Length, day_of, length_of
from sw_competency.questions._fields import texts_of
from sw_competency.questions._question import Question, R

if TYPE_CHECKING:
{imports}


class Methods:
    """The questions there are, each as a method named as its command."""

    def ask(self, question: Question[R]) -> R:
        """Ask a question."""
        raise NotImplementedError

    if not TYPE_CHECKING:  # a type checker knows those below, and `ask` for those of other packages

        def __getattr__(self, name: str) -> object:
            from sw_competency.questions import known

            if name.startswith("_") or (question := known().get(name.replace("_", "-"))) is None:
                raise AttributeError(f"there is no question '{{name}}'")
            return lambda *given, **more: self.ask(question(*given, **more))
'''
_METHOD = '''
    def {method}(self, {parameters}) -> "{answer}":
        """{says}{args}"""
        from {module} import {cls}

        return self.ask({cls}({given}))
'''


def ours() -> list[type[Question[Any]]]:
    """Return the questions of our own tree."""
    room = plugins.members("questions")
    return [one for file in plugins.names("questions") for one in of_module(room[plugins.called(file)])]


def annotation_of(question: type[Question[Any]]) -> str:
    """Return the type of a question's answer, as an annotation names it."""
    name = answer_of(question).__name__
    return f"Answers[{name}]" if issubclass(question, Several) else name


def methods() -> str:
    """Return the source of the methods."""
    questions = ours()
    imports: dict[str, set[str]] = {"sw_competency.model.answers": {"Answers"}}
    bodies = []
    for question in questions:
        answer = annotation_of(question)
        bare = answer.removeprefix("Answers[").removesuffix("]")
        home = next((q.__module__ for q in questions if annotation_of(q) == bare), question.__module__)
        imports.setdefault(home, set()).add(bare)
        for field in fields_of(question):
            for kind in _kinds(field):
                imports.setdefault(kind.__module__, set()).add(kind.__name__)
        bodies.append(_body(question, answer))
    imports.pop(Length.__module__, None)
    lines = [f"    from {module} import {', '.join(sorted(names))}" for module, names in sorted(imports.items())]
    return _HEAD.format(imports="\n".join(lines)) + "".join(bodies)


def _body(question: type[Question[Any]], answer: str) -> str:
    fields = fields_of(question)
    args = "".join(f"\n            {f.name}: {f.says}" for f in fields)
    return _METHOD.format(
        method=question.name.replace("-", "_"), parameters=", ".join(map(_parameter, fields)) or "*", answer=answer,
        says=indent(help_of(question), " " * 8).strip(),
        args=f"\n\n        Args:{args}\n        " if fields else "", module=question.__module__,
        cls=question.__name__, given=", ".join(map(_given, fields)),
    ).replace("(self, *)", "(self)")  # fmt: skip


def _given(field: Field) -> str:
    if is_several(field):
        return f"tuple({field.name})"
    takes = "day_of" if is_day(field) else "length_of" if field.type is Length else "texts_of" if is_list(field) else ""
    return f"{takes}({field.name})" if takes else field.name


def _kinds(field: Field) -> list[type]:
    """Return our own types that a field takes."""
    taken = get_args(field.type)[0] if is_several(field) else field.type
    return [each for each in get_args(taken) or (taken,) if _ours(each)]


def _ours(kind: Any) -> bool:
    return isinstance(kind, type) and kind.__module__.startswith("sw_competency.")


def _parameter(field: Field) -> str:
    kind = getattr(field.type, "__name__", str(field.type))
    if is_several(field):
        kind = f'"Sequence[{" | ".join(each.__name__ for each in _kinds(field)) or "str"}]"'
    elif _ours(field.type):
        kind = "Length | str" if field.type is Length else f'"{kind}"'
    elif is_list(field) or is_day(field):
        kind = "date | str" if is_day(field) else "Sequence[str] | str"
    if field.required:
        return f"{field.name}: {kind}"
    default = field.default.iso() if isinstance(field.default, Length) else field.default
    return f"{field.name}: {kind}{' | None' if default is None else ''} = {default!r}"


# -- the reference ---------------------------------------------------------------------------------------------------

_OPENING = """# Questions

Every question there is, written from its class by `python -m tests.generated` (`nox -s update`): not written by hand.
Each is a command, a method of `tracker.at(day)` named alike with `_` for `-`, and, where it has one answer, an `ask` of
a scenario. The options of every command, and what every answer holds beside the facts below, stand in the
[reference](reference.md#commands); `sw-competency schema NAME` gives the whole of its JSON. Whatever names something
takes an id, or a title or a person's name that fits one only.
"""
_EXITS = {
    "outcome": "0 met, 1 not met, 3 cannot tell", "worst": "0 all met, 1 any not met, 3 any cannot be told",
    "cannot-tell": "0, 3 where nobody can tell", "done": "0",
}  # fmt: skip
_PLAIN = {"string": "text", "integer": "whole number", "number": "number", "boolean": "yes or no", "null": "nothing"}


def reference() -> str:
    """Return the page of all questions."""
    questions = ours()
    links = " · ".join(f"[{q.name}](#{q.name})" for q in questions)
    return "\n".join([_OPENING, links, *map(_section, questions), ""])


def _section(question: type[Question[Any]]) -> str:
    form = schema(question.name)
    properties = form.get("items", form).get("properties", {})
    answer, asked = answer_of(question), {f.written for f in fields_of(question)}
    facts = {f.encode_name for f in msgspec.structs.fields(answer)} - {*Answer.__struct_fields__}
    given = [[f"`{f.written}`", _taken(f), _sentence(f.says)] for f in fields_of(question)]
    told = [[f"`{name}`", _shape(one, form["$defs"]), _sentence(one.get("description", ""))]
            for name, one in properties.items() if name in facts]  # fmt: skip
    other = asked_by(answer).name if "items" in form else question.name
    elsewhere = f"A list, an answer of `{other}` for each.\n" if other != question.name else ""
    elsewhere = elsewhere if properties else "A list of [entries](reference.md#entry-kinds), as they stand in a file.\n"
    exits = _EXITS[question.exits]
    if question.exits != "outcome" and "worker" in asked and "3" not in exits:
        exits += ", 3 where nothing is recorded"
    parts = [
        f"\n## {question.name}\n", f"{help_of(question)}\n", f"```text\n{_command(question)}\n```\n",
        _rows("asked | takes | means", given), elsewhere or _rows("answered | is | means", told),
        f"Exit codes: {exits}.",
    ]  # fmt: skip
    return "\n".join(part for part in parts if part)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _rows(head: str, rows: list[list[str]]) -> str:
    lines = [f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |" for row in rows]
    return "\n".join([f"| {head} |", "|---|---|---|", *lines, ""]) if rows else ""


def _command(question: type[Question[Any]]) -> str:
    name = question.without or question.name
    if name.replace("-", "_") in PARTS:
        return f"tracker.at(day).{name.replace('-', '_')}(...)"
    of_all = any(one.without == name for one in ours())
    words = [(f.written.upper(), f.required and not of_all) for f in fields_of(question) if f.word]
    words = [word if needed else f"[{word}]" for word, needed in words]
    options = [_switch(f) for f in fields_of(question) if not f.word]
    return " ".join(["sw-competency", name, *words, *options])


def _switch(field: Field) -> str:
    option = f"--{field.written.replace('_', '-')}"
    said = option if field.type is bool else f"{option} {field.written.upper()}"
    return said if field.required else f"[{said}]"


def _taken(field: Field) -> str:
    kind = "day" if is_day(field) else "list of texts" if is_list(field) else _KINDS.get(field.type, "")
    if field.file is not None:
        kind = "texts" if field.file.what == "lines" else f"{field.file.what}; at a command, a file"
    kind = field.named.what if field.named else kind or field.type.__name__.lower()
    default = "" if field.default in {None, False, ""} else _said(field.default)
    return kind + ("" if field.required else f"; left out: {default}" if default else "; may be left out")


_KINDS = {str: "text", int: "whole number", bool: "yes or no", Length: "length of time, such as P12M"}


def _said(value: Any) -> str:
    if isinstance(value, tuple):
        return f"`{','.join(value)}`"
    return f"`{value.iso() if isinstance(value, Length) else value}`"


def _shape(form: dict[str, Any], defs: dict[str, Any], depth: int = 0) -> str:
    """Say in words what a value of a schema is."""
    if "$ref" in form:
        name = form["$ref"].rpartition("/")[2]
        if name in {"Finding", "Entry"} or depth > 1:
            return name.lower()
        return f"{' '.join(f'`{each}`' for each in defs[name].get('properties', {}))}"
    if "anyOf" in form:
        return " or ".join(dict.fromkeys(_shape(each, defs, depth) for each in form["anyOf"]))
    if "enum" in form:
        return ", ".join(f"`{each}`" for each in form["enum"])
    if form.get("type") == "array":
        return f"list of {_shape(form['items'], defs, depth + 1)}"
    if form.get("type") == "object":
        return f"by name {_shape(form.get('additionalProperties', {}), defs, depth + 1)}"
    return "day" if form.get("format") == "date" else _PLAIN.get(form.get("type", ""), "any value")


if __name__ == "__main__":
    for path, text in ((METHODS, methods()), (REFERENCE, reference())):
        path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{path.relative_to(ROOT)}\n")
