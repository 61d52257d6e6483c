"""How somebody says who they are: by an address that works once, or by a name and a PIN."""

import secrets
from contextlib import suppress
from urllib.parse import urlencode

import attrs
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sw_competency.web.guards.limits import FORM
from sw_competency.web.pages import Pages
from sw_competency.web.roles import Account, is_pin
from sw_competency.web.sent import sent
from sw_competency.web.visit import Frame, Framed, Link

_MEANWHILE = "You were signed out meanwhile, and nothing was saved. "
_GOES_ON = "Sign in, and go on with what you had filled in."
_AGAIN = "Sign in, and send it again."


@attrs.frozen(slots=True)
class SignIn:
    """The page on which somebody says who they are.

    Args:
        names: whom there is to choose from: the id, and the name.
        says: what went wrong, if anything.
        to: where they were going.
    """

    names: tuple[Link, ...]
    says: str
    to: str


async def sign_in_first(pages: Pages, request: Request) -> Response:
    """Answer somebody whom we do not know; what they sent is kept until they sign in."""
    root = request.scope.get("root_path", "")
    if pages.identity_header is not None:
        return pages.said("You are not on the list of people who may use this. Ask the practice educator.", 403)
    here = request.url.path.removeprefix(root) + (f"?{request.url.query}" if request.url.query else "")
    if request.method == "POST":
        id_ = _before(pages, request)
        kept = False
        with suppress(HTTPException):  # such as a file, which is not kept
            given, _ = await sent(request, FORM)
            typed = {name: value for name, value in given.items() if name not in {"token", "key"}}
            kept = pages.sessions.keep(id_, here, typed)
        return _who(pages, request, id_, here, _MEANWHILE + (_GOES_ON if kept else _AGAIN), 403)
    return RedirectResponse(f"{root}/sign-in" + (f"?{urlencode({'to': here})}" if here != "/" else ""), 303)


async def enter(pages: Pages, request: Request) -> Response:
    """Sign in whom the address invites, once."""
    session = pages.sessions.redeem(request.query_params.get("token", ""))
    if session is None:
        return pages.said("This address works once, and it was used or is too old. Open the page anew.", 403)
    to = pages.sessions.go_on(_before(pages, request), session)
    request.scope["sw_cookie"] = session.id
    return _onward(request, to)


async def sign_in(pages: Pages, request: Request) -> Response:
    """Ask somebody who they are, and sign them in by their PIN."""
    given, _ = await sent(request, FORM)
    id_ = _before(pages, request)
    if request.method != "POST":
        return _who(pages, request, id_, given.get("to", "/"))
    who, to = given.get("who", ""), given.get("to", "/")
    if not pages.sessions.is_form_token(id_, given.get("token", "")):
        return _who(pages, request, id_, to, "This page was open for too long: please try again.", 403)
    account = pages.people.of(who)
    if account is not None and pages.sessions.locked(account.id):
        return _who(pages, request, id_, to, "Too many wrong PINs. Wait five minutes, and try again.", 403)
    if not is_pin(account or Account(who, ()), given.get("pin", "")) or account is None:
        if account is not None:
            pages.sessions.wrong_pin(account.id)
        return _who(pages, request, id_, to, "That is not the right PIN for this name.", 403)
    if (old := pages.sessions.of(request.cookies.get(pages.sessions.cookie, ""))) is not None:
        pages.sessions.close(old)
    session = pages.sessions.open(account)
    to = pages.sessions.go_on(id_, session) or to
    request.scope["sw_cookie"] = session.id
    return _onward(request, to)


async def sign_out(pages: Pages, request: Request) -> Response:
    """Sign somebody out."""
    session = pages.sessions.of(request.cookies.get(pages.sessions.cookie, ""))
    given, _ = await sent(request, FORM)
    if session is not None and pages.sessions.is_form_token(session.id, given.get("token", "")):
        pages.sessions.close(session)
    return pages.said("You are signed out.", 200)


def _onward(request: Request, to: str) -> Response:
    """Lead whoever is signed in now to where they were going, and never out of these pages."""
    root = request.scope.get("root_path", "")
    return RedirectResponse(root + (to if to.startswith("/") and to[1:2] not in {"/", "\\"} else "/"), 303)


def _before(pages: Pages, request: Request) -> str:
    """Return the id in the cookie of a browser, whether or not its session is over."""
    return pages.sessions.read(request.cookies.get(pages.sessions.cookie, ""))


def _who(pages: Pages, request: Request, id_: str, to: str, says: str = "", status: int = 200) -> Response:
    if not id_:
        id_ = request.scope["sw_cookie"] = secrets.token_urlsafe(32)
    directory = pages.tracker.directory
    names = sorted((directory.title_of("person", one.id) or one.id, one.id) for one in pages.people if one.pin)
    if not names:
        pages.sessions.wanted()
    view = SignIn(tuple(Link(name, id_) for name, id_ in names), says, to)
    root, token = request.scope.get("root_path", ""), pages.sessions.form_token(id_)
    return pages.page("_sign_in", Framed(Frame(title="Sign in", root=root, token=token), view), status)
