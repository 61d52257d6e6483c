"""Who may do what at the door: the roles there are, and the accounts people sign in with."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Literal

import attrs
import msgspec

from sw_competency.errors import AccountError
from sw_competency.files import write_private

_COST = {"n": 1 << 14, "r": 8, "p": 1}  # of scrypt: 16 MiB and a few hundredths of a second for each try
FEWEST_DIGITS = 4


class Role(StrEnum):
    """What somebody does with training records."""

    LEARNER = "learner"
    SUPERVISOR = "supervisor"
    ASSESSOR = "assessor"
    EDUCATOR = "educator"
    MANAGER = "manager"
    INSPECTOR = "inspector"


RoleName = Literal["learner", "supervisor", "assessor", "educator", "manager", "inspector"]
EVERYBODY = frozenset(Role)
STAFF = EVERYBODY - {Role.LEARNER}  # who may see the records of others
LEARNERS = frozenset({Role.LEARNER})
SUPERVISORS = frozenset({Role.SUPERVISOR, Role.ASSESSOR, Role.EDUCATOR})
ASSESSORS = frozenset({Role.ASSESSOR, Role.EDUCATOR})
EDUCATORS = frozenset({Role.EDUCATOR})


class Account(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody who may sign in.

    Args:
        id: the id under which the person stands in the records; what is recorded says it was by them.
        roles: what they do here.
        pin: their PIN, hashed; none where somebody else vouches for them.
        login: how the system in front of us names them, where that is not the id.
    """

    id: str
    roles: tuple[Role, ...]
    pin: str = ""
    login: str = ""


def is_held(account: Account) -> bool:
    """Tell whether somebody looks at records as of a day that is named, and never just at what is there now."""
    return {*account.roles} == {Role.INSPECTOR}


@attrs.frozen
class Accounts:
    """Everybody who may sign in.

    Args:
        each: the accounts.
    """

    each: tuple[Account, ...] = ()

    def __iter__(self) -> Iterator[Account]:
        return iter(self.each)

    def of(self, id_: str) -> Account | None:
        """Return the account of a person; None where there is none."""
        return next((one for one in self.each if one.id == id_), None)

    def vouched(self, login: str) -> Account | None:
        """Return the account of whom the system in front of us names; None where there is none."""
        return next((one for one in self.each if login and login == (one.login or one.id)), None)

    def with_account(self, account: Account) -> "Accounts":
        """Return the accounts with one more, or one changed."""
        return Accounts((*(one for one in self.each if one.id != account.id), account))


def beside(store: Path) -> Path:
    """Return where the accounts of a store are kept: beside its folder, so that no copy of the records holds them."""
    return store.with_name(f"{store.name}.accounts.json")


def read_accounts(path: Path) -> Accounts:
    """Read the accounts; there are none where there is no file.

    Raises:
        AccountError: the file is none of ours.
    """
    if not path.exists():
        return Accounts()
    try:
        return Accounts(msgspec.json.decode(path.read_bytes(), type=tuple[Account, ...]))
    except msgspec.MsgspecError as error:
        raise AccountError(f"'{path}' cannot be read as a file of accounts: {error}.") from None


def write_accounts(path: Path, accounts: Iterable[Account]) -> None:
    """Write the accounts whole; nobody else on this computer can read the file."""
    write_private(path, json.dumps(msgspec.to_builtins(list(accounts)), indent=1).encode())


def hashed(pin: str) -> str:
    """Return a PIN as the file of accounts keeps it.

    Raises:
        AccountError: it is too short.
    """
    if len(pin) < FEWEST_DIGITS:
        raise AccountError(f"The PIN is too short: give {FEWEST_DIGITS} characters or more.")
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}${_scrypt(pin, salt).hex()}"


def is_pin(account: Account, pin: str) -> bool:
    """Tell whether a PIN is the account's; of an account without one, none is."""
    salt, _, kept = account.pin.partition("$")
    found = _scrypt(pin, bytes.fromhex(salt) or b"none")  # as long a wait for whoever has none
    return bool(kept) and secrets.compare_digest(found, bytes.fromhex(kept))


def _scrypt(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode("utf-8", "replace"), salt=salt, dklen=32, **_COST)
