"""Where a form was sent from: only a page of ours may send one. A browser says so, whatever that page holds."""

from collections.abc import Mapping
from urllib.parse import urlsplit


def is_ours(headers: Mapping[str, str]) -> bool:
    """Tell whether a form comes from a page of ours.

    Args:
        headers: those of the request, by their names in small letters.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site != "same-origin":
        return False
    if origin is None:
        return site is not None
    return origin != "null" and urlsplit(origin).netloc.casefold() == headers.get("host", "").casefold()
