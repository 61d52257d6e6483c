"""Asks a question of the records and the day that the options name, and prints the answer or writes it to a file."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sw_competency.cli._options import Options, day
from sw_competency.cli._print import (
    CODES,
    as_document,
    clocks,
    complain,
    defaults,
    document,
    documents,
    foot,
    line,
    raw,
    recorded_late,
    speaks_unicode,
    suggested,
    tree,
)
from sw_competency.cli._progress import stepping
from sw_competency.errors import FieldError, StoreDamagedError, UnreadableFileError, UnreadableOptionError
from sw_competency.model.answers import Answers
from sw_competency.model.findings import Outcome, full_stop
from sw_competency.questions._fields import Field, fields_of, is_day, taken_for
from sw_competency.questions._names import File
from sw_competency.questions._question import Question, R, Several

if TYPE_CHECKING:
    from sw_competency.model.answers import Answer
    from sw_competency.questions import Questions
    from sw_competency.tracker import Tracker

LINES = File("lines")
_A_MOMENT = 1.0  # seconds for which nobody minds that nothing is shown


class To(NamedTuple):
    """Where an answer is written, and as what."""

    format: str | None
    out: Path | None
    force: bool


class Command(NamedTuple):
    """The question of a module as one command; with it the one about everybody, where the first word is left out."""

    of_one: type[Question[Any]]
    of_all: type[Question[Any]] | None
    fields: tuple[Field, ...]

    @classmethod
    def of(cls, questions: Sequence[type[Question[Any]]]) -> "Command":
        """Return the command of the questions of a module."""
        of_one = questions[0]
        of_all = next((one for one in questions if one.without == of_one.name), None)
        known = {f.name for f in fields_of(of_one)}
        fields = (*fields_of(of_one), *(f for f in fields_of(of_all or of_one) if f.name not in known))
        return cls(of_one, of_all, fields)

    def needs(self, field: Field) -> bool:
        """Tell whether a field must be given."""
        return field.required and not self.may_lack(field)

    def may_lack(self, field: Field) -> bool:
        """Tell whether a field is that word without which everybody is meant."""
        return self.of_all is not None and field.name == self.of_one.words[0]

    def run(
        self, said: Mapping[str, Any], options: Options, to: To | None = None, processes: int = 1,
        entries: Path | None = None,
    ) -> int:  # fmt: skip
        """Ask what was typed for the fields, and print or write the answer; give the exit code."""
        asked = self.of_one if self.of_all is None or said.get(self.of_one.words[0]) else self.of_all
        values = {f.name: _read(f, said[f.name]) for f in fields_of(asked) if said.get(f.name) is not None}
        return run_question(asked(**values), options, to, processes, entries)


def _read(field: Field, value: Any) -> Any:
    """Read what was typed for a field; a file is read when there is a tracker that knows how."""
    if field.file is not None:
        return lines_of(value) if field.file == LINES else value
    if is_day(field):
        return day(option(field), value)
    try:
        return taken_for(field, value)
    except FieldError as error:
        raise FieldError(option(field), error.says) from None


def option(field: Field) -> str:
    """Return the option of a field."""
    return f"--{field.written.replace('_', '-')}"


def run_question(
    question: Question[Any], options: Options, to: To | None = None, processes: int = 1, entries: Path | None = None
) -> int:
    """Ask a question of the records and the day that the options name, and print the answer or write it to a file."""
    asked = options.asked(with_records=question.with_records, processes=processes, entries=entries)
    return answered(question, *asked, options, to)


def answered(
    question: Question[Any], tracker: "Tracker", questions: "Questions", options: Options, to: To | None = None
) -> int:
    """Ask a question and print or write the answer; give the exit code."""
    try:
        question = _meant(tracker.with_files(question), questions)
        nothing = question.nothing(questions)
        if to is not None:
            answer = _asked(questions, question)
            write(answer, question, questions, tracker, to, options)
            code = _ended(answer)
        elif isinstance(question, Several) and options.json:
            with stepping(_A_MOMENT) as step:
                told = partial(as_document, unicode=speaks_unicode())
                code = _code(question, documents(questions.from_each(question, told, step)))
        elif isinstance(question, Several) and nothing is not None:
            code = 0
        else:
            code = printed(_asked(questions, question), tracker, options)
    except StoreDamagedError as error:  # the one record asked for as it is written
        if options.json:
            document([])
        complain(str(error))
        return CODES["cannot-tell"]
    except FieldError as error:
        names = {name: f for f in fields_of(type(question)) for name in (f.name, f.written)}
        where = option(names[error.field]) if error.field in names and not names[error.field].word else error.field
        raise FieldError(where, error.says) from None
    if nothing is None:
        return code
    if isinstance(question, Several):  # beside their list
        complain(full_stop(nothing.says))
    return CODES["cannot-tell"]


def _asked(questions: "Questions", question: Question[R]) -> R:
    """Ask a question, and show how far it has come where that takes more than a moment."""
    with stepping(_A_MOMENT) as step:
        return questions.ask(question, step)


def lines_of(words: Iterable[str]) -> tuple[str, ...]:
    """Return words, and for each `-` those on standard input, one a line."""
    return tuple(each for word in words for each in (_typed() if word == "-" else [word]))


def _typed() -> list[str]:
    """Read words from standard input, one a line; empty lines are none."""
    try:
        text = sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFileError("What was given to read is not a text in UTF-8: save it as UTF-8.") from None
    return [line.strip() for line in text.splitlines() if line.strip()]


def printed(answer: "Answer[Any] | Answers[Any]", tracker: "Tracker", options: Options) -> int:
    """Print an answer; give the exit code."""
    if options.json:
        document(answer.to_json())
    else:
        _print(answer, tracker, options)
    return _ended(answer)


def _ended(answer: "Answer[Any] | Answers[Any]") -> int:
    return _code(answer.asked, {one.outcome for one in (answer if isinstance(answer, Answers) else (answer,))})


def _meant(question: Question[Any], questions: "Questions") -> Question[Any]:
    """Return the question by ids, and tell what was taken for a name."""
    found = questions.meant(question)
    for field in fields_of(type(question)):
        if field.named is not None and questions.directory is not None:
            given, taken = getattr(question, field.name), getattr(found, field.name)
            if given != taken:
                complain(f"Taken as {questions.directory.called(field.named.what, taken)}.")
    return found


def _code(question: Question[Any], outcomes: set[Outcome]) -> int:
    """Return what the command ends with; of several answers, whether any is no."""
    if question.exits == "done":
        return 0
    if isinstance(question, Several):
        untold = question.exits == "worst" and Outcome.CANNOT_TELL in outcomes
        return 1 if Outcome.NOT_MET in outcomes else CODES["cannot-tell"] if untold else 0
    [outcome] = outcomes
    code = CODES[outcome.value]
    return code if question.exits == "outcome" or outcome is Outcome.CANNOT_TELL else 0


def _print(answer: "Answer[Any] | Answers[Any]", tracker: "Tracker", options: Options) -> None:
    tables, lines = list(answer.tables()), list(answer.lines())
    whole, say = bool(tables) or isinstance(answer, Answers), _naming(answer.asked, tracker)
    # where its reasons stand beneath, one by one
    short = None if tables or isinstance(answer, Answers) else answer.finding.short
    line(say(full_stop(short or answer.says) if whole or short else answer.says))
    if tables:
        from sw_competency.cli._tables import draw

        for each in tables:
            draw(each, tracker, say)
    for sentence in lines:
        line(say(sentence if whole else f"  {sentence}"))
    if isinstance(answer, Answers):
        defaults(options, answer)
        return clocks(answer.moment)
    if not whole and (short or not lines):
        tree(_not_said_yet(answer), say)
    suggested(getattr(answer, "suggests", ()), "  ")
    recorded_late(answer.says, getattr(answer, "late", ()))
    defaults(options, answer)
    foot(answer)
    return None


def write(
    answer: "Answer[Any] | Answers[Any]", question: Question[Any], questions: "Questions", tracker: "Tracker", to: To,
    options: Options,
) -> None:  # fmt: skip
    """Write an answer to a file, or as a file to standard output."""
    from sw_competency import reports
    from sw_competency.cli._files import chosen_format, is_standard_output, safe, write_whole

    if is_standard_output(to.out) and options.json:
        raise UnreadableOptionError("The answer itself goes to standard output: give --out FILE with --json.")
    chosen = chosen_format(to.format, to.out, reports.formats_of(question.name), "answer")
    head = tracker.store.head() if question.with_records and tracker.store.place is not None else None
    written = reports.write_answer(answer, questions, chosen, None if head is None else f"{head.size}:{head.root}")
    if is_standard_output(to.out):
        return raw(written)
    given = (getattr(question, word) for word in question.words)
    words = [question.name, *(value for value in given if isinstance(value, str))]
    file = to.out or Path(f"{'-'.join(safe(word) for word in words)}.{chosen}")
    write_whole(file, lambda opened: opened.write(written), force=to.force)
    if options.json:
        return document({"files": [str(file)]})
    return line(f"The answer is in {file}.")


def _naming(question: Question[Any], tracker: "Tracker") -> Callable[[str], str]:
    return tracker.directory.naming() if question.by_name else str


def _not_said_yet(answer: "Answer[Any]") -> Iterable[Any]:
    """Return the parts of an answer; where the sentence says the only one already, its own."""
    parts = answer.parts
    if len(parts) == 1 and answer.finding.heading is not None:
        return parts[0].parts
    return parts
