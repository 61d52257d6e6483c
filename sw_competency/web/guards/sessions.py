"""Sessions: who is signed in. The browser keeps a signed cookie that says nothing; all else stays here.

Signing in makes a new session, never goes on with one that was there. A link that signs somebody in works once.
"""

import hmac
import secrets
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import RLock

import attrs

from sw_competency.web.roles import Account

IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=12)
TOKEN_LASTS = timedelta(minutes=10)
MOST = 1000  # sessions at once; the one unused for longest goes
_WRONG, _WAIT = 5, timedelta(minutes=5)  # so many wrong PINs, and nobody is signed in by a PIN for so long


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
    lock: RLock = attrs.field(factory=RLock)


class Sessions:
    """Everybody who is signed in.

    Args:
        now: gives the instant it is.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now, self._key = now, secrets.token_bytes(32)
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
                self._open.popitem(last=False)  # with all that is held for it
            session = self._open.get(id_) if id_ else None
            if session is None:
                return None
            if now - session.began > LONGEST:
                del self._open[session.id]
                return None
            session.seen = now
            self._open.move_to_end(session.id)
            return session

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
