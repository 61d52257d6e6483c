"""Every question as a method, made from its class by `python -m tests.generated`: not written by hand."""

# ruff: noqa: E501
from datetime import date
from typing import TYPE_CHECKING

from sw_competency.dates import day_of
from sw_competency.questions._question import Question, R

if TYPE_CHECKING:
    from sw_competency.model.answers import Answers
    from sw_competency.questions.cover import CoverAnswer
    from sw_competency.questions.may import MayAnswer
    from sw_competency.questions.rebanding import RuleMetAnswer


class Methods:
    """The questions there are, each as a method named as its command."""

    def ask(self, question: Question[R]) -> R:
        """Ask a question."""
        raise NotImplementedError

    if not TYPE_CHECKING:  # a type checker knows those below, and `ask` for those of other packages

        def __getattr__(self, name: str) -> object:
            from sw_competency.questions import known

            if name.startswith("_") or (question := known().get(name.replace("_", "-"))) is None:
                raise AttributeError(f"there is no question '{name}'")
            return lambda *given, **more: self.ask(question(*given, **more))

    def cover(self, task: str, site: str | None = None, modality: str | None = None, until: date | str | None = None, weeks: int = 4) -> "CoverAnswer":
        """Who may do a task by themselves and is there, how that changes in the next weeks, and when nobody can.

        Args:
            task: the competency that names the task.
            site: only at this site.
            modality: where it is to be done.
            until: the last day to look at, instead of weeks.
            weeks: how many weeks ahead to look.
        """
        from sw_competency.questions.cover import Cover

        return self.ask(Cover(task, site, modality, day_of(until), weeks))

    def may(self, worker: str, task: str, modality: str | None = None, device: str | None = None, post: str | None = None) -> "MayAnswer":
        """Whether a worker may do a task, and why.

        Args:
            worker: whose training record it is about.
            task: the competency that names the task.
            modality: where it is to be done.
            device: on which device.
            post: in which post, where somebody holds several; left out, the most cautious answer of all.
        """
        from sw_competency.questions.may import May

        return self.ask(May(worker, task, modality, device, post))

    def rebanding(self, worker: str, rule: str) -> "RuleMetAnswer":
        """Whether a re-banding rule is met, for one worker or for all, and what is lacking.

        Args:
            worker: whose training record it is about; left out at a command, everybody's.
            rule: the rule.
        """
        from sw_competency.questions.rebanding import RuleMet

        return self.ask(RuleMet(worker, rule))

    def who_meets(self, rule: str) -> "Answers[RuleMetAnswer]":
        """Who meets a re-banding rule, and what the others lack.

        Args:
            rule: the rule.
        """
        from sw_competency.questions.rebanding import WhoMeetsRule

        return self.ask(WhoMeetsRule(rule))

    def who_may(self, task: str, site: str | None = None, modality: str | None = None) -> "Answers[MayAnswer]":
        """Everybody in post on the day, and whether they may do a task; the absent are marked.

        Args:
            task: the competency that names the task.
            site: only those in post at this site.
            modality: where it is to be done.
        """
        from sw_competency.questions.who_may import WhoMay

        return self.ask(WhoMay(task, site, modality))
