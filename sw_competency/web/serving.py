"""The pages as an ASGI application: its routes, and what stands before them."""

import logging
from collections.abc import Iterable, Mapping
from functools import cache, partial
from importlib.resources import files as resources
from pathlib import Path
from types import MappingProxyType

import attrs
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sw_competency.catalogue.look import Look
from sw_competency.errors import StoreError
from sw_competency.reports._render import render
from sw_competency.tracker import Tracker
from sw_competency.web.dispatch import dispatch
from sw_competency.web.guards import headers, hosts, origins
from sw_competency.web.guards.sessions import Sessions
from sw_competency.web.guards.visits import Told
from sw_competency.web.pages import Pages
from sw_competency.web.roles import Accounts
from sw_competency.web.rules_file import RulesFile
from sw_competency.web.screen import Screen, screens
from sw_competency.web.sign_in import enter, sign_in, sign_out
from sw_competency.web.visit import Visit

_LOG = logging.getLogger(__name__)
_UNFORESEEN = "Something went wrong that we had not foreseen. Please report it; the log of the server says more."


@attrs.frozen(slots=True)
class Sheet:
    """What the stylesheet is made with: nothing."""


def application(
    tracker: Tracker, people: Accounts, identity_header: str | None, named: Iterable[str],
    shown: Iterable[Screen] | None = None, clocks: Mapping[str, str] = MappingProxyType({}),
    rules: Path | None = None, on_visit: Told | None = None,
) -> Starlette:  # fmt: skip
    """Return the application; `state.sessions` invites people.

    Args:
        tracker: the front desk.
        people: who may sign in.
        identity_header: the header in which somebody in front of us says who asks.
        named: the names by which it is asked, besides those of this machine itself.
        shown: the screens; left out, all there are.
        clocks: the day and the instant that are looked at where an address names none.
        rules: the file or folder of the site's catalogue, in which its own rules are written.
        on_visit: is told of each visit to a screen: who looked at what.
    """
    header = identity_header.casefold() if identity_header else None
    each = screens() if shown is None else tuple(shown)
    own = RulesFile(rules) if rules is not None else None
    pages = Pages(tracker, people, header, each, Sessions(tracker.now), clocks, own, on_visit)
    look = tracker.catalogue.look
    names = {*hosts.LOOPBACK, *(hosts.name_of(name) for name in named)}
    both = ["GET", "POST"]
    routes = [
        Route("/style.css", partial(_style, look)), Route("/logo", partial(_logo, look)),
        Route("/script.js", _script), Route("/favicon.ico", _no_picture),
        Route("/enter", partial(enter, pages)), Route("/sign-in", partial(sign_in, pages), methods=both),
        Route("/sign-out", partial(sign_out, pages), methods=["POST"]),
        *(Route(s.path, partial(dispatch, pages, s), methods=both if s.does else ["GET"]) for s in pages.screens),
    ]  # fmt: skip
    made = Starlette(routes=routes, exception_handlers={
        HTTPException: partial(_failed, pages), StoreError: partial(_out_of_reach, pages),
    })  # fmt: skip
    made.add_middleware(_Guarded, pages=pages, names=names)
    made.state.sessions, made.state.screens = pages.sessions, pages.screens
    return made


async def _failed(pages: Pages, request: Request, error: Exception) -> Response:
    """Say what went wrong before a screen was reached."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    says = error.detail if isinstance(error, HTTPException) else _UNFORESEEN
    says = {404: "There is no such page here.", 405: "This page takes no forms."}.get(status, says)
    session = pages.session_of(request)
    visit = None if session is None else Visit(pages.tracker, session, {}, {}, request.scope.get("root_path", ""))
    answer = pages.said(says, status, visit)
    if isinstance(error, HTTPException) and error.headers:
        answer.headers.update(error.headers)  # such as which methods there are
    return answer


async def _out_of_reach(pages: Pages, _: Request, error: Exception) -> Response:
    """Say that the records cannot be had just now; what stands around a page would be asked of them, too."""
    return pages.said(str(error), 503)


async def _style(look: Look, _: Request) -> Response:
    return Response(_sheet(look), media_type="text/css", headers=headers.KEPT)


async def _logo(look: Look, _: Request) -> Response:
    kind, drawn = look.picture
    if not kind:
        return Response(status_code=404)
    return Response(drawn, media_type="image/svg+xml" if kind == "svg" else "image/png", headers=headers.KEPT)


async def _no_picture(_: Request) -> Response:
    return Response(status_code=204, headers=headers.KEPT)


async def _script(_: Request) -> Response:
    return Response(_code(), media_type="text/javascript", headers=headers.KEPT)


@cache
def _sheet(look: Look) -> str:
    return render("web/style.css.j2", Sheet(), look=look)


@cache
def _code() -> bytes:
    return resources("sw_competency.web").joinpath("script.js").read_bytes()


class _Guarded:
    """Stands before everything: the host asked for, where a form comes from, and what every answer says of itself."""

    def __init__(self, app: ASGIApp, pages: Pages, names: Iterable[str]) -> None:
        self.app, self.pages, self.names = app, pages, frozenset(names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        request = Request(scope)

        begun = False

        async def sends(message: Message) -> None:
            nonlocal begun
            begun = True
            if message["type"] == "http.response.start":
                self._say(message, request)
            await send(message)

        refusal = self._refused(request)
        if refusal is not None:
            return await refusal(scope, receive, sends)
        try:
            return await self.app(scope, receive, sends)
        except Exception as error:
            if begun:
                raise
            _LOG.exception("A page failed: %s", request.url.path)
            return await (await _failed(self.pages, request, error))(scope, receive, sends)

    def _refused(self, request: Request) -> Response | None:
        if not hosts.is_ours(request.headers.get("host", ""), self.names):
            return PlainTextResponse("This address is not one of ours.", 421)
        if request.method not in {"GET", "HEAD"} and not origins.is_ours(request.headers):
            return PlainTextResponse("This was sent from another site, and nothing was saved.", 403)
        return None

    def _say(self, message: Message, request: Request) -> None:
        found = dict(message["headers"])
        told = {k.encode(): v.encode() for k, v in {**headers.ALWAYS, **headers.NOT_KEPT}.items()}
        message["headers"] = [*message["headers"], *((k, v) for k, v in told.items() if k not in found)]
        if (id_ := request.scope.get("sw_cookie")) is not None:
            response = Response()
            response.set_cookie(
                self.pages.sessions.cookie, self.pages.sessions.signed(id_), httponly=True, samesite="strict",
                secure=request.url.scheme == "https", path=request.scope.get("root_path", "") or "/",
            )  # fmt: skip
            message["headers"] += [pair for pair in response.raw_headers if pair[0] == b"set-cookie"]
