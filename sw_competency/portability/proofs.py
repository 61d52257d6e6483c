"""Signatures of badges: made with a key that is its own name (did:key), checked offline by openbadgeslib.

Nothing is fetched. Days are not looked at here: whether a badge has expired is asked of a day, not of a clock.
"""

import hmac
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs

from sw_competency.dates import parse_instant
from sw_competency.errors import BadgeError, MissingExtraError
from sw_competency.stores.heads import private_key

DID_KEY = "did:key:"
_ALGORITHMS = ["EdDSA", "ES256"]
_BY_THE_CLOCK = ("Credential has expired (validUntil", "Credential is not yet valid (validFrom")
_UNSIGNED = "it bears no signature: ask whoever issued it for the signed badge"
_BROKEN = (
    "its signature does not fit, since it was changed after it was signed, or somebody else signed it: ask its issuer "
    "for it anew"
)


def _library() -> Any:
    try:
        from openbadgeslib import ob3
    except ImportError:
        raise MissingExtraError("Making or checking a badge", "badges") from None
    return ob3


@attrs.frozen
class Signer:
    """Whoever signs badges.

    Args:
        did: the public key, which is the issuer's name in the badge.
        key: the private key.
    """

    did: str
    key: Any = attrs.field(repr=False)

    @classmethod
    def of(cls, path: Path) -> "Signer":
        """Read a signer's key.

        Args:
            path: the file of an Ed25519 private key (PEM).

        Raises:
            UnreadableFileError: it holds none.
            MissingExtraError: what signs is not installed.
        """
        library, key = _library(), private_key(path)
        return cls(library.did_key_from_pem(_public_pem(key)), key)

    def sign(self, credential: dict[str, Any]) -> str:
        """Return a credential with a signature, as a compact VC-JWT."""
        claims: dict[str, Any] = {"iss": self.did, "jti": credential["id"]}
        for claim, day in (("nbf", "validFrom"), ("exp", "validUntil")):
            if day in credential:
                claims[claim] = int(parse_instant(credential[day]).timestamp())
        return self.signed({**credential, **claims})

    def signed(self, payload: dict[str, Any]) -> str:
        """Return whatever it is with a signature, as a compact JWT."""
        signer = _library().OB3Signer(privkey_pem=_private_pem(self.key), algorithm="EdDSA")
        token: str = signer.sign_payload(payload)
        return token

    def secret(self, *about: str) -> bytes:
        """Return bytes that nobody without the key can work out, always the same ones about the same thing."""
        return hmac.new(self.key.private_bytes_raw(), "\0".join(about).encode(), sha256).digest()[:16]


def new_key() -> bytes:
    """Make a private key to sign badges with (PEM).

    Raises:
        MissingExtraError: what signs is not installed.
    """
    _library()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return _private_pem(Ed25519PrivateKey.generate())


def _private_pem(key: Any) -> bytes:
    from cryptography.hazmat.primitives import serialization as form

    pem: bytes = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    return pem


def _public_pem(key: Any) -> bytes:
    from cryptography.hazmat.primitives import serialization as form

    pem: bytes = key.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    return pem


def said_by(token: str) -> dict[str, Any]:
    """Return what a badge says, before anybody looked at its signature.

    Raises:
        BadgeError: it cannot be read.
        MissingExtraError: what reads it is not installed.
    """
    _library()
    import jwt

    library_error = (jwt.PyJWTError, ValueError, RecursionError)
    try:
        if token.lstrip().startswith("{"):
            said = json.loads(token)
        else:
            said = jwt.decode(token, options={"verify_signature": False})
    except library_error:
        raise BadgeError("unreadable", "it cannot be read: give the file as it was handed out") from None
    if not isinstance(said, dict):
        raise BadgeError("unreadable", "it cannot be read: give the file as it was handed out")
    return said


def check_signature(token: str, keys: list[str]) -> None:
    """Make sure that a badge was signed by one of some keys.

    Args:
        token: the badge: a compact VC-JWT, or a JSON document with a Data Integrity proof.
        keys: the keys, as did:key.

    Raises:
        BadgeError: it was not.
        MissingExtraError: what checks it is not installed.
    """
    is_document = token.lstrip().startswith("{")
    if is_document and not json.loads(token).get("proof"):
        raise BadgeError("signature", _UNSIGNED)
    check = _check_document if is_document else _check_token
    for key in keys:
        if check(token, _resolved(key)):
            return
    raise BadgeError("signature", _BROKEN)


def _resolved(key: str) -> bytes:
    from openbadgeslib.errors import LibOpenBadgesException

    try:
        pem: bytes = _library().resolve_did(key, download=_nothing_is_fetched)
    except (LibOpenBadgesException, ValueError):
        raise BadgeError("unknown-issuer", f"'{key[:80]}' is no key that can be used offline") from None
    return pem


def _check_token(token: str, pem: bytes) -> bool:
    import jwt

    never = {f"verify_{claim}": False for claim in ("exp", "nbf", "iat", "aud", "iss", "sub", "jti")}
    try:
        jwt.decode(token, pem.decode(), algorithms=_ALGORITHMS, options=never)  # type: ignore[arg-type]
    except (jwt.PyJWTError, ValueError, TypeError):
        return False
    return True


def _check_document(token: str, pem: bytes) -> bool:
    from openbadgeslib.errors import LibOpenBadgesException

    try:
        try:
            _library().OB3LdpVerifier(pubkey_pem=pem).verify(token, download=_nothing_is_fetched)
        except LibOpenBadgesException as error:
            # it looks at the clock too, once the signature fits; the day asked about is looked at by whoever asks
            if not str(error).startswith(_BY_THE_CLOCK):
                return False
            _library().verify_data_integrity_proof(json.loads(token), pem)  # a sentence alone proves nothing
    except (LibOpenBadgesException, ValueError, RecursionError):
        return False
    return True


def _nothing_is_fetched(url: str) -> bytes:
    raise ValueError(f"{url} is not fetched: badges are checked offline")
