"""The pages in a browser: a door beside the command line. It asks, records through the front desk, and says.

A screen is a file in `screens/` with a template in `templates/web/`. Who may see it and do what it does is declared
there and enforced in one place, `dispatch.py`; how strangers are kept out stands in `guards/`, a file each.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sw_competency.errors import MissingExtraError
from sw_competency.web.guards.visits import Told, Visited
from sw_competency.web.roles import Account, Accounts, Role

if TYPE_CHECKING:
    from sw_competency.tracker import Tracker

__all__ = ["Account", "Accounts", "Role", "Visited", "app"]


def app(
    tracker: "Tracker", *, people: Accounts | None = None, identity_header: str | None = None,
    hosts: Iterable[str] = (), as_of: str | None = None, known_by: str | None = None, rules: Path | None = None,
    on_visit: Told | None = None,
) -> Any:  # fmt: skip
    """Return the pages as an ASGI application, to be served or mounted in another.

    Args:
        tracker: the records and the catalogue.
        people: who may sign in; left out, nobody but by an invitation (`app.state.sessions.invite`).
        identity_header: the header in which a proxy in front of us says who somebody is; it must take it from all
            others. Left out, no header is believed.
        hosts: the names by which it is asked, besides those of this machine itself.
        as_of: the day that is looked at where an address names none; left out, today.
        known_by: the instant up to which we knew, likewise; left out, now.
        rules: the file or folder the tracker's catalogue was read from, where the page Our rules may write in it.
        on_visit: is told of each visit to a screen, a `Visited`: for a log of who looked at what.

    Raises:
        MissingExtraError: Starlette is not installed.
    """
    try:
        from sw_competency.web.serving import application
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in {"starlette", "python_multipart", "anyio"}:
            raise MissingExtraError("The pages in a browser", "web") from None
        raise
    clocks = {name: given for name, given in (("as_of", as_of), ("known_by", known_by)) if given}
    accounts = people or Accounts()
    return application(tracker, accounts, identity_header, hosts, clocks=clocks, rules=rules, on_visit=on_visit)
