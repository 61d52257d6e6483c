"""What all pages share: the records, who may come in, the screens, and the frame around each."""

import secrets
from collections.abc import Mapping
from pathlib import Path

import attrs
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sw_competency.demo import is_demo
from sw_competency.reports._render import render
from sw_competency.tracker import Tracker
from sw_competency.web.guards.sessions import Session, Sessions
from sw_competency.web.guards.visits import Told
from sw_competency.web.kept import Kept
from sw_competency.web.roles import Account, Accounts
from sw_competency.web.rules_file import RulesFile
from sw_competency.web.screen import Screen
from sw_competency.web.visit import WHICH, Frame, Framed, Link, Visit


@attrs.frozen(slots=True)
class Said:
    """A page that says one thing, such as why something cannot be shown; and where one may go on from there."""

    says: str
    links: tuple[Link, ...] = ()


@attrs.define(eq=False)
class Pages:
    """What all pages share.

    Args:
        tracker: the front desk.
        people: who may sign in.
        identity_header: the header in which somebody in front of us says who asks, in small letters.
        screens: the screens there are.
        sessions: who is signed in.
        clocks: the day and the instant that are looked at where an address names none.
        rules: the file of the site's own rules, where there is one to write.
        on_visit: is told of each visit to a screen.
    """

    tracker: Tracker
    people: Accounts
    identity_header: str | None
    screens: tuple[Screen, ...]
    sessions: Sessions
    clocks: Mapping[str, str] = attrs.field(factory=dict)
    rules: RulesFile | None = None
    on_visit: Told | None = None
    kept: Kept = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Keep what is found in these records."""
        self.kept = Kept(self.tracker.store)

    def session_of(self, request: Request) -> Session | None:
        """Return the session of a request; where a proxy vouches for people, theirs and no other's."""
        session = self.sessions.of(request.cookies.get(self.sessions.cookie, ""))
        if self.identity_header is None:
            return session
        account = self.people.vouched(request.headers.get(self.identity_header, ""))
        if account is None:
            return None
        if session is None or session.account != account:
            session = self.sessions.open(account)
            request.scope["sw_cookie"] = session.id
        return session

    def first(self, account: Account) -> str | None:
        """Return the first screen there is for somebody."""
        found = sorted((s.place, to) for s in self.screens if s.place is not None and (to := s.entrance(account)))
        return found[0][1] if found else None

    def may_search(self, account: Account) -> bool:
        """Tell whether somebody may look for others."""
        return any(s.path == "/find" and s.entrance(account) for s in self.screens)

    def frame(self, visit: Visit, title: str) -> Frame:
        """Return what stands around a screen; what was done just now is said once."""
        session, account = visit.session, visit.account
        told, session.told = session.told, ""
        tour = is_demo(self.tracker) and any(s.path == "/tour" and s.entrance(account) for s in self.screens)
        return Frame(
            title=title, root=visit.root, nav=self._nav(visit), signed_in=visit.named(account.id),
            roles=" and ".join(account.roles), token=self.sessions.form_token(session.id),
            key=secrets.token_urlsafe(16),
            told=told, refused=visit.refused, search=self.may_search(account),
            tour=tour, offer=tour and not session.offered and visit.path == f"{visit.root}/",
        )  # fmt: skip

    def _nav(self, visit: Visit) -> tuple[Link, ...]:
        found = []
        for screen in sorted((s for s in self.screens if s.place is not None), key=lambda s: s.place or 0):
            to = screen.entrance(visit.account)
            if to is not None:
                found.append(Link(screen.title, f"{visit.root}{to}", visit.path == f"{visit.root}{to}"))
        return tuple(found)

    def page(self, template: str, framed: Framed, status: int = 200, own: Path | None = None) -> Response:
        """Return a page."""
        return HTMLResponse(render(f"web/{template}.html.j2", framed, None, own, self.tracker.catalogue.look), status)

    def said(
        self, says: str, status: int, visit: Visit | None = None, links: tuple[Link, ...] = ()
    ) -> Response:  # fmt: skip
        """Return a page that says one thing."""
        title = "Done" if status < 400 else "Not here" if status == 404 else "That did not work"
        title = WHICH.strip() if links else title
        around = Frame(title=title) if visit is None else self.frame(visit, title)
        return self.page("_said", Framed(around, Said(says, links)), status)
