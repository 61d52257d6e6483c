"""The one place every request to a screen goes through: who asks, whether they may, what comes back."""

from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from typing import Any

import attrs
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sw_competency.dates import said
from sw_competency.errors import (
    AmbiguousNameError,
    ConnectionLostError,
    NotAllowedError,
    StoreBusyError,
    StoreError,
    SWCompetencyError,
    TemplateError,
)
from sw_competency.web.guards.headers import POLICY, for_paper
from sw_competency.web.guards.limits import short_enough
from sw_competency.web.guards.once import once
from sw_competency.web.guards.sessions import Session
from sw_competency.web.guards.visits import Visited
from sw_competency.web.pages import Pages
from sw_competency.web.roles import is_held
from sw_competency.web.screen import Screen
from sw_competency.web.sent import sent
from sw_competency.web.sign_in import sign_in_first
from sw_competency.web.visit import CLOCKS, WHICH, Done, Download, Framed, Refused, Uploaded, Visit
from sw_competency.web.which import buttons, choices

_FILLED_IN = "You had been signed out, and nothing was saved. Look at what you had filled in, and send it again."
_STALE = "This page was open for too long, or was sent from elsewhere. Nothing was saved: look at it and send it again."


async def dispatch(pages: Pages, screen: Screen, request: Request) -> Response:
    """Answer a request to a screen."""
    session = pages.session_of(request)
    if session is None:
        return await sign_in_first(pages, request)
    given, files = await sent(request, screen.takes)
    return await run_sync(_answered, pages, screen, request, session, given, files)


def _answered(
    pages: Pages, screen: Screen, request: Request, session: Session, given: Mapping[str, str],
    files: Mapping[str, Uploaded],
) -> Response:  # fmt: skip
    clocks = session.clocks or pages.clocks
    given = {**given, **({} if any(given.get(name) for name in clocks) else clocks)}
    root = request.scope.get("root_path", "")
    given = {**_going_on(session, request, root), **given}
    visit = Visit(pages.tracker, session, given, files, root, request.url.path, rules=pages.rules, kept=pages.kept)
    answer = _let(pages, screen, visit, posted=request.method == "POST")
    if pages.on_visit is None:
        return answer
    try:
        pages.on_visit(Visited(
            at=pages.tracker.now(), by=visit.by, method=request.method, path=request.url.path,
            about=_about(screen, visit), status=answer.status_code,
        ))  # fmt: skip
    except StoreError as error:
        return pages.said(str(error), 503, visit)
    return answer


def _going_on(session: Session, request: Request, root: str) -> Mapping[str, str]:
    """Return what was filled in when the session before was over, where it is gone on with; it is given once."""
    before = session.going_on
    if before is None or request.method != "GET" or before.to.partition("?")[0] != request.url.path.removeprefix(root):
        return {}
    session.going_on, session.told = None, _FILLED_IN
    return before.typed


def _about(screen: Screen, visit: Visit) -> str | None:
    """Return whose record a visit is about, as far as that can be told."""
    with suppress(SWCompetencyError):
        return screen.about(visit)
    return None


def _let(pages: Pages, screen: Screen, visit: Visit, *, posted: bool) -> Response:
    """Answer whoever may be answered."""
    try:
        allow(screen, visit, posted=posted)
        if posted:
            return _done(pages, screen, visit)
        short_enough(visit.given, posted=False)
        if is_held(visit.account) and (chosen := _held(pages, screen, visit)) is not None:
            return chosen
        return _shown(pages, screen, visit)
    except NotAllowedError as error:
        first = pages.first(visit.account)
        if visit.path == f"{visit.root}/" and not posted and first not in {None, "/"}:
            return RedirectResponse(f"{visit.root}{first}", 303)
        return pages.said(str(error), 403, visit)
    except (TemplateError, ConnectionLostError):  # a slip of ours, not of whoever asks; no screen can be shown
        raise
    except StoreBusyError as error:
        return pages.said(str(error), 503, visit)
    except SWCompetencyError as error:
        which = choices(screen.path, visit, error) if isinstance(error, AmbiguousNameError) and not posted else ()
        says = visit.refuse(error).says
        return pages.said(says.removesuffix(WHICH) if which else says, 400, visit, which)


def allow(screen: Screen, visit: Visit, *, posted: bool) -> None:
    """Let through who may see a screen, or send its forms.

    Raises:
        NotAllowedError: whoever asks may not.
    """
    mine = frozenset(visit.account.roles) & (screen.does if posted else screen.sees)
    if not mine:
        raise NotAllowedError("This is not part of your role here. Ask the practice educator if it should be.")
    if mine <= screen.own and not visit.is_own(screen.about(visit)):
        raise NotAllowedError("You can see and add to your own record only.")


def _held(pages: Pages, screen: Screen, visit: Visit) -> Response | None:
    """Keep to the day an inspector looks at, until another is named; whoever has named none is led to where it is."""
    if visit.given.get("as_of"):
        day = visit.questions.moment.as_of  # what is no day is refused here, and not kept
        known = {name: visit.given[name] for name in CLOCKS if visit.given.get(name)}
        visit.session.clocks = {**known, "as_of": day.isoformat()}
        return None
    first = next((one.path for one in pages.screens if one.chooses_day), None)
    return None if screen.chooses_day or first is None else RedirectResponse(f"{visit.root}{first}", 303)


def _done(pages: Pages, screen: Screen, visit: Visit) -> Response:
    sessions, session = pages.sessions, visit.session
    if not sessions.is_form_token(session.id, visit.given.get("token", "")) or not visit.given.get("key"):
        if not visit.given.get("form"):
            return pages.said(_STALE, 403, visit)
        visit.refused = Refused(visit.given["form"], _STALE)
        return _shown(pages, screen, visit, 403)
    try:
        short_enough(visit.given, posted=True)
        done = once(session, _mark(screen, visit), lambda: _recorded(screen, visit), Done)
    except NotAllowedError:
        raise
    except SWCompetencyError as error:
        which = buttons(visit, error) if isinstance(error, AmbiguousNameError) else ()
        visit.refused = attrs.evolve(visit.refuse(error), which=which)
        return _shown(pages, screen, visit, 503 if isinstance(error, StoreBusyError) else 422)
    return _given(pages, screen, visit, done, 200)


def _recorded(screen: Screen, visit: Visit) -> Any:
    """Do what a form asks for; where another day is looked at, say that what was recorded was recorded today."""
    if not visit.recorded_on:
        return screen.do(visit)
    before = visit.tracker.head()
    done = screen.do(visit)
    if not isinstance(done, Done) or visit.tracker.head() == before:
        return done
    shown = said(visit.questions.moment.as_of)
    return Done(done.to, f"{done.says} Recorded today, {visit.recorded_on}; this page shows {shown}.".lstrip())


def _mark(screen: Screen, visit: Visit) -> str:
    """Return what is the same when the same form is sent again, and other once anything in it is changed."""
    files = {name: sha256(one.content).hexdigest() for name, one in visit.files.items()}
    return sha256(repr((screen.path, sorted(visit.given.items()), sorted(files.items()))).encode()).hexdigest()


def _gone(visit: Visit, done: Done) -> Response:
    if done.says:
        visit.session.told = done.says
    return RedirectResponse(done.to, 303)


def _shown(pages: Pages, screen: Screen, visit: Visit, status: int = 200) -> Response:
    return _given(pages, screen, visit, screen.show(visit), status)


def _given(pages: Pages, screen: Screen, visit: Visit, view: Any, status: int) -> Response:
    if isinstance(view, Done):
        return _gone(visit, view)
    if isinstance(view, Download):
        name = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in view.name)
        headers = {"content-disposition": f'{"inline" if view.shown else "attachment"}; filename="{name}"'}
        if view.shown:
            headers[POLICY] = for_paper(view.content.decode("utf-8", "replace"))
        return Response(view.content, media_type=view.type, headers=headers)
    frame = attrs.evolve(
        pages.frame(visit, screen.heading(visit)), looked_at=visit.looked_at, today=visit.recorded_on,
        on=visit.filled_in.get("on", ""),
    )
    framed = Framed(frame, view)
    return pages.page(screen.template, framed, status, screen.TEMPLATES)
