"""May this worker do this task? By the law, the post, the sign-off, and what must stand under it."""

from collections.abc import Mapping
from typing import ClassVar

from sw_competency.judge.everybody import Everybody
from sw_competency.judge.lateness import Late, late_in_answer
from sw_competency.judge.may import judge_may
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.findings import sentences
from sw_competency.questions._names import Modality, Task, Worker
from sw_competency.questions._question import Question

Restriction = str | Mapping[str, str | tuple[str, ...]]


class May(Question["MayAnswer"], frozen=True):
    """Whether a worker may do a task, and why.

    Args:
        worker: whose training record it is about.
        task: the competency that names the task.
        modality: where it is to be done.
        device: on which device.
        post: in which post, where somebody holds several; left out, the most cautious answer of all.
    """

    words: ClassVar = ("worker", "task")
    weighs: ClassVar = True

    worker: Worker
    task: Task
    modality: Modality | None = None
    device: str | None = None
    post: str | None = None

    def answer(self, everybody: Everybody) -> "MayAnswer":
        """Judge the seven steps from the post to the restrictions of the sign-off."""
        everybody.listed(self.worker, self.task)
        if self.modality is not None:
            everybody.catalogue.modality(self.modality)
        return self.at(everybody)

    def at(self, everybody: Everybody, site: str | None = None) -> "MayAnswer":
        """Answer it for the posts at a site only."""
        judge, day = everybody.judge(self.worker), everybody.moment.as_of
        judged = judge_may(judge, self.task, day, self.modality, self.device, self.post, site)
        nothing = everybody.nothing(self.worker)
        return MayAnswer(
            asked=self, moment=everybody.moment, finding=judged.finding if nothing is None else nothing,
            answer=judged.answer, because=judged.because, status=judged.status, absent=judged.absent, post=judged.post,
            needed=judged.needed, restrictions=tuple(judged.restrictions), conditions=tuple(judged.conditions),
            late=late_in_answer(judge, judged.finding.entries, judged.given),
        )  # fmt: skip


class MayAnswer(Answer[May], frozen=True):
    """Whether a worker may do a task.

    Args:
        answer: `may`, `only-supervised`, `may-not` or `cannot-tell`.
        because: the step that decided: `post`, `law`, `status`, `standing`, `tier`, `restriction`; None for a yes.
        status: the status of the competency.
        restrictions: what the sign-off is restricted to.
        conditions: what else is asked each time, such as a written direction for the named patient.
        needed: what is still needed before it may be done unsupervised.
        absent: whether the worker is away that day.
        post: the post it was judged in; None is the main one.
        late: of what it rests on, what was recorded late; it changes nothing.
    """

    worker = Asked[str]()
    task = Asked[str]()
    modality = Asked[str | None]()
    device = Asked[str | None]()

    answer: str
    because: str | None
    status: str | None
    restrictions: tuple[Restriction, ...]
    conditions: tuple[str, ...]
    needed: tuple[str, ...]
    absent: bool
    post: str | None
    late: tuple[Late, ...]

    @property
    def why(self) -> str:
        """The reason, without the answer itself, which stands beside it."""
        from sw_competency.judge.may import restriction_said

        reasons = [part.says for part in self.parts] or [self.says]
        reasons += [f"on condition: {condition}" for condition in self.conditions]
        reasons += [f"restricted to: {restriction_said(restriction)}" for restriction in self.restrictions]
        return sentences(reasons)
