"""Sessions: who is signed in. The browser keeps a signed cookie that says nothing; all else stays here.

Signing in makes a new session, never goes on with one that was there. A link that signs somebody in works once.
"""

import hmac
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import RLock

import attrs

from sw_competency.web.roles import Account

IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=12)
TOKEN_LASTS = timedelta(minutes=10)
MOST = 1000  # sessions at once; the one unused for longest goes
_LAPSED = 100  # that are remembered, with what was sent once they were over
_WRONG, _WAIT = 5, timedelta(minutes=5)  # so many wrong PINs, and nobody is signed in by a PIN for so long


@attrs.define(eq=False)
class GoingOn:
    """What somebody sent when their session was over: where to, and what was filled in.

    Args:
        account: who it was.
        to: the address, beneath the root.
        typed: what was filled in, by name.
    """

    account: Account
    to: str = ""
    typed: Mapping[str, str] = attrs.field(factory=dict)


@attrs.define(eq=False)
class Session:
    """Somebody signed in.

    Args:
        id: what the cookie holds.
        account: who.
        began: when.
        seen: when they were last here.
        told: what the next page says first, such as what was recorded.
        offered: whether the tour of the made-up department was offered, and put away.
        done: what came of each form that was sent, by its key.
        clocks: the day and the instant an inspector looks at.
        held: files that wait for answers, by their marks.
        going_on: what was being filled in when the session before was over.
        lock: held while a form is dealt with: the same one sent twice is one entry.
    """

    id: str
    account: Account
    began: datetime
    seen: datetime
    told: str = ""
    offered: bool = False
    done: OrderedDict[str, object] = attrs.field(factory=OrderedDict)
    clocks: dict[str, str] = attrs.field(factory=dict)
    held: OrderedDict[str, object] = attrs.field(factory=OrderedDict)
    going_on: GoingOn | None = None
    lock: RLock = attrs.field(factory=RLock)


class Sessions:
    """Everybody who is signed in.

    Args:
        now: gives the instant it is.
        invites: makes a new address for whoever has no PIN, and tells them of it where they alone can read.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now, self._key = now, secrets.token_bytes(32)
        self.invites: Callable[[], object] = lambda: None
        self._lapsed: OrderedDict[str, GoingOn] = OrderedDict()
        self._open: OrderedDict[str, Session] = OrderedDict()
        self._tokens: dict[str, tuple[Account, datetime]] = {}
        self._wrong: dict[str, list[datetime]] = {}
        self._lock = RLock()
        self.cookie = f"sw_session_{secrets.token_hex(4)}"  # two servers of one machine do not take each other's

    def open(self, account: Account) -> Session:
        """Sign somebody in, with a session of their own."""
        now = self._now()
        session = Session(secrets.token_urlsafe(32), account, now, now)
        with self._lock:
            self._open[session.id] = session
            while len(self._open) > MOST:
                self._open.popitem(last=False)
        return session

    def of(self, cookie: str) -> Session | None:
        """Return the session of a cookie; None where it is forged, over, or nobody's."""
        id_, now = self.read(cookie), self._now()
        with self._lock:
            while self._open and now - next(iter(self._open.values())).seen > IDLE:
                self._lapse(next(iter(self._open.values())))
            session = self._open.get(id_) if id_ else None
            if session is None:
                return None
            if now - session.began > LONGEST:
                self._lapse(session)
                return None
            session.seen = now
            self._open.move_to_end(session.id)
            return session

    def _lapse(self, session: Session) -> None:
        """Let a session be over, with all that is held for it; only whose it was is remembered."""
        del self._open[session.id]
        self._lapsed[session.id] = GoingOn(session.account)
        while len(self._lapsed) > _LAPSED:
            self._lapsed.popitem(last=False)

    def keep(self, id_: str, to: str, typed: Mapping[str, str]) -> bool:
        """Keep what was sent in a session that is over, until the same person signs in; tell whether it was one.

        Args:
            id_: of the session.
            to: the address it was sent to, beneath the root.
            typed: what was filled in, by name.
        """
        with self._lock:
            if (lapsed := self._lapsed.get(id_)) is None:
                return False
            lapsed.to, lapsed.typed = to, typed
            return True

    def go_on(self, id_: str, session: Session) -> str:
        """Let a session go on with what was kept of the one before, if it was the same person's; return where."""
        with self._lock:
            lapsed = self._lapsed.pop(id_, None)
        if lapsed is None or lapsed.account.id != session.account.id or not lapsed.to:
            return ""
        session.going_on = lapsed
        return lapsed.to

    def wanted(self) -> None:
        """Let a new address be made for somebody who has no PIN, unless one still waits."""
        with self._lock:
            waits = any(ends >= self._now() for _, ends in self._tokens.values())
        if not waits:
            self.invites()

    def close(self, session: Session) -> None:
        """Sign somebody out."""
        with self._lock:
            self._open.pop(session.id, None)

    def signed(self, id_: str) -> str:
        """Return an id as a cookie holds it."""
        return f"{id_}.{self._mac('cookie', id_)}"

    def read(self, cookie: str) -> str:
        """Return the id in a cookie; empty where we have not signed it."""
        id_, _, mac = cookie.rpartition(".")
        return id_ if id_ and hmac.compare_digest(mac.encode(), self._mac("cookie", id_).encode()) else ""

    def form_token(self, id_: str) -> str:
        """Return what every form sends back that was made for the browser with this id, signed in or not."""
        return self._mac("form", id_)

    def is_form_token(self, id_: str, token: str) -> bool:
        """Tell whether a form was made for the browser with this id."""
        return bool(id_) and hmac.compare_digest(self._mac("form", id_).encode(), token.encode("utf-8", "replace"))

    def invite(self, account: Account) -> str:
        """Return a token that signs somebody in, once and soon."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._tokens[token] = (account, self._now() + TOKEN_LASTS)
        return token

    def redeem(self, token: str) -> Session | None:
        """Sign in whom a token was made for; None where it was used already, is too old, or none of ours."""
        with self._lock:
            account, ends = self._tokens.pop(token, (None, self._now()))
        return None if account is None or self._now() > ends else self.open(account)

    def locked(self, id_: str) -> bool:
        """Tell whether so many wrong PINs were given for somebody that none is looked at for a while."""
        with self._lock:
            self._wrong[id_] = [one for one in self._wrong.get(id_, []) if self._now() - one < _WAIT]
            return len(self._wrong[id_]) >= _WRONG

    def wrong_pin(self, id_: str) -> None:
        """Note that a wrong PIN was given for somebody."""
        with self._lock:
            self._wrong.setdefault(id_, []).append(self._now())

    def _mac(self, what: str, text: str) -> str:
        return hmac.new(self._key, f"{what}:{text}".encode("utf-8", "replace"), "sha256").hexdigest()
