"""At which tier a post is whose band and title an extract gives: what does not follow is asked, never guessed."""

from functools import cache

from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.job_titles.titles import judge_title


class Grades:
    """The tiers of a catalogue by band and title.

    Args:
        catalogue: what the frameworks say.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._by_title = cache(self._titled)  # the same few stand in thousands of rows

    def tier(self, band: int | None, title: str | None, now: str | None = None) -> str | None:
        """Return the tier; None where neither band nor title settles it.

        Args:
            band: the band of the pay grade, where the extract gives one.
            title: the title of the position, likewise.
            now: the tier on record, which stays where nothing says otherwise.
        """
        named = self._by_title(band, title) if title else None
        at_band = [tier.id for tier in self._catalogue.tiers.values() if band is None or tier.band == band]
        if named in at_band:
            return named
        if now in at_band:
            return now
        return at_band[0] if len(at_band) == 1 and band is not None else None

    def is_support(self, title: str | None) -> bool:
        """Tell whether a title is one of the imaging support workforce's; without one it may be."""
        return title is None or judge_title(self._catalogue, title).role not in {"unknown", "not-support-workforce"}

    def _titled(self, band: int | None, title: str) -> str | None:
        """Read a title, with the band said beside it as a title may say it itself."""
        judged = judge_title(self._catalogue, title if band is None else f"{title} band {band}")
        return judged.tier if judged.certainty == "stated" else None
