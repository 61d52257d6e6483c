"""What role and tier does a local job title point to, and how surely? Read by the catalogue's lines under `[title]`.

A question about the catalogue alone: it needs no records.
"""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, ClassVar

from sw_competency.catalogue.terms import Role
from sw_competency.errors import FieldError
from sw_competency.job_titles.roles import Certainty
from sw_competency.job_titles.titles import judge_title
from sw_competency.judge.everybody import Everybody
from sw_competency.model import CANNOT_TELL, MET, Finding
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import TERM, TEXT, Table, table
from sw_competency.questions._names import File
from sw_competency.questions._question import Several

_WIDEST = 80  # characters of a title in the table


class Titles(Several["TitleAnswer"], frozen=True):
    """What role and tier a local job title points to, how surely, and why; a title alone rarely fixes a band.

    Args:
        titles: job titles, each in quotes; - reads them, one a line.
    """

    words: ClassVar = ("titles",)
    with_records: ClassVar = False

    titles: Annotated[tuple[str, ...], File("lines")]

    def each(self, everybody: Everybody) -> Iterator["TitleAnswer"]:
        """Read the titles one by one.

        Raises:
            FieldError: there is none.
        """
        if not self.titles:
            raise FieldError(
                "titles", "no job title is given; name some, in quotes, or write  -  and give them a line each"
            )
        for title in self.titles:
            found = judge_title(everybody.catalogue, title)
            outcome = MET if found.certainty == "stated" and found.sources else CANNOT_TELL
            yield TitleAnswer(
                asked=self, moment=everybody.moment, finding=Finding(outcome, found.why, (), found.sources),
                title=title, role=found.role, tier=found.tier, certainty=found.certainty,
            )  # fmt: skip

    def says(self, everybody: Everybody, answers: Sequence["TitleAnswer"]) -> str:  # noqa: ARG002
        """Return how many fix anything."""
        stated = sum(one.certainty == "stated" for one in answers)
        return f"{stated} of {len(answers)} job title{'s' * (len(answers) != 1)} fixed by the words alone"

    def tables(self, answers: Sequence["TitleAnswer"]) -> Iterator[Table]:
        """Return the titles, with what each points to and why."""
        rows = [(_cut(one.title), one.role, one.tier or "-", one.certainty, one.why) for one in answers]
        yield table({"Title": TEXT, "Role": TEXT, "Tier": TERM, "Certainty": TEXT, "Why": TEXT}, rows)


class TitleAnswer(Answer[Titles], frozen=True):
    """What a local job title says.

    Args:
        title: the title as it was given.
        role: what its holder is.
        tier: the tier; None where the title does not say.
        certainty: whether the title fixes role and tier, hints at them, or leaves the tier open.
    """

    titles = Asked[tuple[str, ...]]()

    json_as: ClassVar = {"title": str, "role": Role, "tier": str | None, "certainty": Certainty, "why": str}

    title: str
    role: Role
    tier: str | None
    certainty: Certainty

    @property
    def why(self) -> str:
        """All of that in one sentence."""
        return self.says

    def to_json(self) -> dict[str, Any]:
        """Return the answer in the contract's shape, which has neither clock nor outcome."""
        return {**self.facts(), "why": self.why}


def _cut(title: str) -> str:
    """Keep one title that is none from making the column too wide for all."""
    return title if len(title) <= _WIDEST else f"{title[:_WIDEST]}..."
