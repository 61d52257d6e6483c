"""Refuses a URL where a folder of records is named."""

from pathlib import Path

from sw_competency.errors import NoStoreError
from sw_competency.files import is_url

NO_URL = "That is no URL of a database: write it as  postgresql://USER@HOST/DATABASE?organisation=NAME"


def refuse_url(place: str | Path) -> None:
    """Refuse a folder whose name is a URL; the sentence does not repeat it.

    Raises:
        NoStoreError: it is.
    """
    if is_url(place):
        raise NoStoreError(NO_URL)
