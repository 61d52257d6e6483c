"""In what sites differ: one thing, what each of them has, and how surely that is known."""

from collections.abc import Iterable, Mapping

import attrs
import msgspec

from sw_competency.judge.workforce import grouped
from sw_competency.names import listed

NOT_STATED = "not stated"
Said = tuple[str, bool]  # a value in words, and whether nobody published it


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """What some sites have in common.

    Args:
        says: the value in words.
        sites: the sites.
        assumed: whether nobody reported it of them.
        placeholder: whether nobody published it: to be confirmed.
    """

    says: str
    sites: tuple[str, ...]
    assumed: bool = False
    placeholder: bool = False

    @property
    def marked(self) -> str:
        """The value, with how sure it is."""
        marks = ", ".join(word for word, so in (("assumed", self.assumed), ("to be confirmed", self.placeholder)) if so)
        return f"{self.says}{f' ({marks})' if marks else ''}"

    def __str__(self) -> str:
        """Return the sites and their value in words."""
        return f"{listed(self.sites)} {self.marked}"


class Differing(msgspec.Struct, frozen=True):
    """One thing in which sites differ, as an answer tells it: which, what of it, and what each site has."""

    topic: str
    about: str
    what: str
    says: str
    values: tuple[Value, ...]


@attrs.frozen(kw_only=True)
class Difference:
    """One thing in which sites differ.

    Args:
        topic: `competency`, `programme`, `site`, `title`, `band` or `time`.
        about: which one.
        called: its title, where `about` is an id.
        what: what of it.
        values: what each site has, those alike together.
        entries: the entries it rests on.
        sources: the documents it rests on.
    """

    topic: str
    about: str
    what: str
    values: tuple[Value, ...]
    called: str = ""
    entries: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def head(self) -> str:
        """What it is about."""
        if self.called:
            return f"{self.called} ({self.what})"
        return f"{self.about}, {self.what}" if self.about else self.what

    @property
    def says(self) -> str:
        """The difference in words."""
        parts = [str(value) for value in self.values]
        return f"{self.head}: {('; ' if any(',' in part for part in parts) else ', ').join(parts)}"

    @property
    def row(self) -> Differing:
        """The difference as an answer tells it."""
        return Differing(self.topic, self.about, self.what, self.says, self.values)


def difference(
    topic: str, about: str, what: str, by_site: Mapping[str, Said], assumed: Iterable[str] = (),
    *, called: str = "", sources: Iterable[str] = (),
) -> Difference | None:  # fmt: skip
    """Return in what sites differ; None where they do not. What a site does not state is no difference.

    Args:
        topic: what sort of thing it is.
        about: which one.
        what: what of it.
        by_site: what each site has.
        assumed: the sites of which it is assumed.
        called: its title, where `about` is an id.
        sources: the documents it rests on.
    """
    if len({says for says, _ in by_site.values()} - {NOT_STATED}) < 2:
        return None
    alike = grouped(by_site, lambda site: (by_site[site][0], site in assumed, by_site[site][1]))
    values = (
        Value(says=says, sites=tuple(sites), assumed=guessed and says != NOT_STATED, placeholder=open_)
        for (says, guessed, open_), sites in alike.items()
    )
    cited = tuple(dict.fromkeys(sources))
    return Difference(topic=topic, about=about, what=what, values=tuple(values), called=called, sources=cited)


def difference_on_record(
    topic: str, about: str, what: str, by_site: Mapping[str, str], entries: Iterable[str]
) -> Difference:
    """Return a difference that the record shows, also where it lies within one site."""
    alike = grouped(by_site, lambda site: by_site[site])
    values = tuple(Value(says=says, sites=tuple(sites)) for says, sites in alike.items())
    return Difference(topic=topic, about=about, what=what, values=values, entries=tuple(dict.fromkeys(entries)))
