"""What a browser is told about every page: run and fetch nothing but ours, frame it nowhere, keep no copy."""

import re
from base64 import b64encode
from hashlib import sha256

POLICY = "content-security-policy"
ALWAYS = {
    POLICY: "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # with none at all, browsers do not say where our own forms come from
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "x-robots-tag": "noindex",
}
NOT_KEPT = {"cache-control": "no-store"}  # whatever is about people
KEPT = {"cache-control": "private, max-age=300"}  # the stylesheet
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def for_paper(page: str) -> str:
    """Return what a page that holds its own style may do: use that style, show what is in it, and nothing else.

    Args:
        page: the page; each of its styles is named by what is in it, so that no other is used.
    """
    marks = (b64encode(sha256(one.encode()).digest()).decode() for one in _STYLE.findall(page))
    styles = " ".join(f"'sha256-{one}'" for one in marks) or "'none'"
    return (
        f"default-src 'none'; style-src {styles}; img-src data:; form-action 'none'; "
        "frame-ancestors 'none'; base-uri 'none'"
    )
