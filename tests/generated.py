"""What is made from the classes of the questions and kept in the tree; `python -m tests.generated` writes it."""

import sys
from pathlib import Path
from textwrap import indent
from typing import Any

from sw_competency import plugins
from sw_competency.dates import Length
from sw_competency.questions import Question, Several, of_module
from sw_competency.questions._fields import Field, answer_of, fields_of, help_of, is_day, is_list, is_several

ROOT = Path(__file__).parents[1]
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
    files = [name.rstrip("_").replace("_", "-") for name in plugins.names("questions")]
    return [one for file in files for one in of_module(room.get(file) or room[f"{file}-"])]


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


if __name__ == "__main__":
    METHODS.write_text(methods(), encoding="utf-8")
    sys.stdout.write(f"{METHODS.relative_to(ROOT)}\n")
