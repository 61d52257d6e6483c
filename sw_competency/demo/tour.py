"""The stories of the demo as the index page tells them: a paragraph each, and questions to ask on the command line."""

from datetime import date
from typing import Any

import attrs

from sw_competency.dates import Moment, end_of
from sw_competency.demo.diary import AS_OF, MOMENT
from sw_competency.demo.sites import CATALOGUE, catalogue
from sw_competency.judge import Records
from sw_competency.model import Answer
from sw_competency.questions import Questions

_IV = "iv-cannulation"
_OPTION = {"rule": "--rule", "to": "--to", "post": "--post"}


@attrs.frozen(kw_only=True)
class Ask:
    """A question of a story, as it is typed and as it is answered.

    Args:
        about: what it is about: the worker first, then the rest by name.
        as_of: the day.
        known_by: up to which day we knew; None for all that is known.
    """

    question: str
    about: dict[str, str]
    as_of: date = AS_OF
    known_by: date | None = None

    @property
    def typed(self) -> tuple[str, str]:
        """The command as typed in the demo's folder: the program with its options, and the question."""
        options = ["sw-competency", "--catalogue", CATALOGUE, "--as-of", str(self.as_of)]
        options += ["--known-by", str(self.known_by)] if self.known_by else []
        words = [self.question]
        for name, value in self.about.items():
            words += [_OPTION[name], value] if name in _OPTION else [value]
        return " ".join(options), " ".join(words)

    def answered(self, records: Records) -> Answer[Any]:
        """Return the answer.

        Args:
            records: the records as known on the demo's day; where the question is about less, others are made of them.
        """
        known = end_of(self.known_by) if self.known_by else MOMENT.known_by
        questions = Questions(records, catalogue(), Moment(self.as_of, known))
        answer: Answer[Any] = getattr(questions, self.question.replace("-", "_"))(**self.about)
        return answer


@attrs.frozen(kw_only=True)
class Story:
    """A story worth reading.

    Args:
        text: the paragraph; `{w101}` stands for a name.
        workers: whose pages to look at.
        asks: what to ask.
        sign_off: a competency whose sign-off sheet goes with it.
    """

    id: str
    heading: str
    text: str
    workers: tuple[str, ...]
    asks: tuple[Ask, ...]
    sign_off: str | None = None


def _may(worker: str, task: str = _IV, **more: Any) -> Ask:
    about = {"worker": worker, "task": task, **({"post": more.pop("post")} if "post" in more else {})}
    return Ask(question="may", about=about, **more)


def _status(worker: str, competency: str, **more: Any) -> Ask:
    return Ask(question="status", about={"worker": worker, "competency": competency}, **more)


def _rule(question: str, worker: str, rule: str, **more: Any) -> Ask:
    return Ask(question=question, about={"worker": worker, "rule": rule}, **more)


def _scope(worker: str) -> Ask:
    return Ask(question="outside-scope", about={"worker": worker})


_REVIEW, _SET = "band-2-to-3-job-evaluation", "band-2-to-3-competencies"
STORIES = (
    Story(
        id="upheld", heading="A re-banding upheld", workers=("w201",), sign_off=_IV,
        text="{w201} started at band 2. The last of site 2's defined competencies was signed off on 16 June 2025; the "
        "re-banding was upheld from 1 September. The eleven weeks between are on record, if anybody asks about "
        "pay. Until that day cannulation was open only under supervision, signed off or not.",
        asks=(_rule("since", "w201", _SET, as_of=date(2025, 8, 31)), _rule("since", "w201", _SET),
              _may("w201", as_of=date(2025, 8, 31)), _may("w201")),
    ),
    Story(
        id="refused", heading="A re-banding refused, and the evidence that came after", workers=("w401",),
        text="{w401}, band 2, asked for the job to be looked at in May 2025 and was refused: one task above the band, "
        "a few times a month. By the winter it was two, week after week, as the suggestions beside the rule show. It "
        "supports a review; nobody's band has changed until somebody decides.",
        asks=(_rule("rebanding", "w401", _REVIEW, as_of=date(2025, 5, 6)), _rule("rebanding", "w401", _REVIEW),
              _scope("w401")),
    ),
    Story(
        id="lapsed", heading="A lapsed cannulator", workers=("w601", "w602"),
        text="{w601}'s sign-off ran out in October 2025 and nobody renewed it: no cannulating, until relearning under "
        "direct supervision is on record. {w602} lapsed too, has been watched twice since, and is on the way back.",
        asks=(_may("w601"), _may("w602")), sign_off=_IV,
    ),
    Story(
        id="returner", heading="Back from a long leave", workers=("w801",), sign_off=_IV,
        text="{w801} is back from ten months of maternity leave. Site 8's own rule stops the clock, so the sign-off "
        "has not expired; but it also asks for three watched successes before anybody cannulates alone again, and"
        " one is on record.",
        asks=(_status("w801", _IV), _may("w801")),
    ),
    Story(
        id="creep", heading="Role creep at the MR desk", workers=("w301", "w302", "w303"),
        text="On a busy Monday two assistants of site 3 were asked to sign the MR safety form. {w301} declined: not "
        "registered. {w302} agreed, and signed. Nobody can hand that task on, so it is a matter of safety, for "
        "whoever asked as well. {w303}, band 2, cannulates alone: four times before being signed off (safety), "
        "ever since above the band (banding), often enough to support a review of the job.",
        asks=(_may("w302", "mr-safety-sign-off"), _scope("w301"), _scope("w302"), _scope("w303"),
              _rule("rebanding", "w303", _REVIEW)),
    ),
    Story(
        id="registration", heading="A sign-off by somebody no longer registered", workers=("w101",),
        text="{w101} was signed off by a locum ten days after the locum's registration had ended, and has cannulated "
        "alone since, in good faith. The sign-off happened, so it is kept; it does not count, and every answer "
        "says why.",
        asks=(_status("w101", _IV), _scope("w101")),
    ),
    Story(
        id="correction", heading="The wrong year, put right", workers=("w701",),
        text="A form of June 2025 was typed in as June 2024, and corrected on 20 February 2026. Asked what was known "
        "at the start of February, {w701} had lapsed; asked today, not. Both answers stay true, and nothing was "
        "edited.",
        asks=(_status("w701", "ct-room-assist", known_by=date(2026, 2, 1)), _status("w701", "ct-room-assist")),
    ),
    Story(
        id="bank", heading="Two posts, two answers", workers=("w501",),
        text="{w501} is band 2 at site 5 and band 3 on site 6's bank. Asked without a post, the more cautious answer "
        "holds; asked about the bank post, the other.",
        asks=(_may("w501"), _may("w501", post="bank")),
    ),
    Story(
        id="acting-up", heading="Acting up until the end of May", workers=("w901",),
        text="{w901} acts up to band 3 until 31 May 2026, and cannulates. On the day after, the sign-off still stands "
        "and the post does not: under supervision only.",
        asks=(_may("w901"), _may("w901", as_of=date(2026, 6, 1))),
    ),
    Story(
        id="newcomer", heading="Three weeks in post", workers=("w202",),
        text="{w202} began on 9 February beside an experienced colleague. The page shows what has been begun, and all "
        "that site 2's way to band 3 still asks for.",
        asks=(_status("w202", "patient-flow"), _rule("rebanding", "w202", _SET)),
    ),
    Story(
        id="unknown", heading="A sign-off nobody can judge", workers=("w402",),
        text="{w402} was signed off by somebody from an agency of whom no registration is on record. That is neither a"
        " yes nor a no: the answer is that it cannot be told, and what to find out.",
        asks=(_status("w402", _IV), _may("w402")),
    ),
)  # fmt: skip
