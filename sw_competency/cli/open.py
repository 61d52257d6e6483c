"""The command `open`."""

import getpass
import socket
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import complain, document, line
from sw_competency.errors import MissingExtraError, NoStoreError
from sw_competency.web.guards import hosts
from sw_competency.web.guards.visits import into
from sw_competency.web.roles import Account, Role, RoleName, beside, read_accounts

if TYPE_CHECKING:
    from sw_competency.tracker import Tracker

LOOPBACK = "127.0.0.1"
Flag = Annotated[bool, Parameter(negative=())]


def open(  # noqa: A001 - what it is called at a prompt
    *, as_: str | None = None, role: RoleName = "educator", host: str = LOOPBACK,
    port: int = 0, no_browser: Flag = False, identity_header: str | None = None, access_log: Path | None = None,
    options: Options = DEFAULT,
) -> int:  # fmt: skip
    """Open the pages of the department in a browser on this computer, until Ctrl-C.

    Args:
        as_: Who you are: an id or a name; what you record says it was by you. Left out, people sign in with their PIN
            where there are accounts, and where there are none you are who you are to this computer.
        role: What you do here.
        host: The address it listens on; this computer only, unless you say otherwise.
        port: The port; left out, any that is free.
        no_browser: Only print the address.
        identity_header: The header in which a proxy in front says who somebody is.
        access_log: A file to which a line is added for each visit: when, who, what, and about whom.
        options: What holds for every command.
    """
    from sw_competency import web


    tracker = options.tracker()
    people = read_accounts(beside(options.here))
    me = None if as_ is None and people.each else _me(tracker, as_, Role(role))
    if me is not None and people.of(me.id) is None:
        people = people.with_account(me)
    app = web.app(
        tracker, people=people, identity_header=identity_header, hosts=[host], as_of=options.as_of,
        known_by=options.known_by, rules=options.own_catalogue,
        on_visit=None if access_log is None else into(access_log),
    )  # fmt: skip
    listening = _listening(host, port)
    address = f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}/"
    if me is not None and identity_header is None:
        first, entrance = address, me  # for whoever was signed out meanwhile, there is another

        def enters() -> str:
            return f"{first}enter?token={app.state.sessions.invite(entrance)}"

        address = enters()
        app.state.sessions.invites = lambda: line(f"Signed out. Open  {enters()}  to go on.")
    if options.json:
        document({"address": address})
    else:
        line(f"Open  {address}" + ("  in a browser; it signs you in once. Ctrl-C ends it." if me else ""))
    if host not in hosts.LOOPBACK:
        complain("Others on the network can reach this and read along: let a proxy with a certificate stand in front.")
    if not no_browser:
        webbrowser.open(address)
    _serve(app, listening)
    return 0


def _me(tracker: "Tracker", named: str | None, role: Role) -> Account:
    return Account(getpass.getuser() if named is None else tracker.directory.find("person", named), (role,))


def _listening(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise NoStoreError(f"Nothing can be served at {host}, port {port}: {error.strerror}.") from None


def _serve(app: object, listening: socket.socket) -> None:
    try:
        import uvicorn
    except ModuleNotFoundError:
        raise MissingExtraError("The pages in a browser", "web") from None
    config = uvicorn.Config(app, log_level="warning", server_header=False, proxy_headers=False, lifespan="off")  # type: ignore[arg-type]
    uvicorn.Server(config).run(sockets=[listening])
