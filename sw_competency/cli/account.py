"""The command `account`."""

import getpass
import sys

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import document, line
from sw_competency.cli._writing import taken
from sw_competency.errors import AccountError
from sw_competency.web.roles import Account, Role, RoleName, beside, hashed, read_accounts, write_accounts


def account(
    person: str, /, *, role: tuple[RoleName, ...] = (), login: str | None = None, remove: bool = False,
    options: Options = DEFAULT,
) -> int:  # fmt: skip
    """Give somebody an account for the pages in the browser, or change it; the PIN is asked for, or read from a pipe.

    Args:
        person: Who: an id or a name.
        role: What they do: may be repeated.
        login: How a proxy in front names them; then no PIN is asked for.
        remove: Take the account away.
        options: What holds for every command.
    """
    tracker = options.tracker()
    id_, file = taken(tracker, "person", person), beside(options.here)
    accounts = read_accounts(file)
    if remove:
        left = [one for one in accounts if one.id != id_]
        done = "taken away"
    elif not role:
        raise AccountError(f"Say what they do, with --role: {', '.join(Role)}.")
    else:
        pin = "" if login else hashed(_pin())
        left = [*accounts.with_account(Account(id_, tuple(map(Role, role)), pin, login or ""))]
        done = f"kept: {' and '.join(role)}"
    write_accounts(file, left)
    if options.json:
        document({"accounts": [{"id": one.id, "roles": list(one.roles)} for one in left]})
    else:
        line(f"The account of {tracker.directory.called('person', id_)} is {done}.")
    return 0


def _pin() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    first = getpass.getpass("PIN: ")
    if getpass.getpass("The same PIN again: ") != first:
        raise AccountError("The two PINs differ, and nothing was changed.")
    return first
