"""Heads as they are handed out: one small file that says what a store held, signed if wanted, to be kept elsewhere."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from sw_competency.errors import ForgedHeadError, MissingExtraError, UnreadableFileError
from sw_competency.files import content
from sw_competency.stores._lines import stamp
from sw_competency.stores._verified import StoreHead

_FORMAT = "sw-competency-head"
_PRINTED = re.compile(r"(\d{1,18}):([0-9a-f]{64})")
_encode = msgspec.json.Encoder().encode


def printed(head: StoreHead) -> str:
    """Return a head as a page prints it: how many lines, and the digest that stands for them."""
    return f"{head.size}:{head.root}"


def is_printed(text: str) -> bool:
    """Tell whether a text is a head as a page prints it."""
    return _PRINTED.fullmatch(text.strip()) is not None


def handed_out(head: StoreHead, at: datetime, key: Path | None = None) -> dict[str, Any]:
    """Return a head as its file says it.

    Args:
        head: the head.
        at: the instant it is handed out.
        key: the file of an Ed25519 private key (PEM) to sign it with.

    Raises:
        MissingExtraError: it is to be signed, and the extra for that is not installed.
        UnreadableFileError: the file holds no such key.
    """
    said = {
        "format": _FORMAT, "version": 1, "store": head.store, "size": head.size, "root": head.root, "at": stamp(at),
    }  # fmt: skip
    if key is None:
        return said
    private = private_key(key)
    public = private.public_key().public_bytes_raw().hex()
    return {**said, "key": public, "signature": private.sign(_signed(said)).hex()}


def read(text: str, key: Path | None = None) -> StoreHead:
    """Read a head: the text of its file, or as a page prints it.

    Args:
        text: the text.
        key: the file of the Ed25519 public key (PEM) it should be signed with.

    Raises:
        UnreadableFileError: it is no head; or the file holds no such key.
        ForgedHeadError: its signature does not fit; or it should be signed, and is not.
        MissingExtraError: it is signed, and the extra for that is not installed.
    """
    if (page := _PRINTED.fullmatch(text.strip())) is not None and key is None:
        return StoreHead("", int(page[1]), page[2])
    try:
        said = msgspec.json.decode(text)
        head = StoreHead(str(said["store"]), int(said["size"]), str(said["root"]))
        is_head = said["format"] == _FORMAT and _PRINTED.fullmatch(printed(head)) is not None
        signature, signer = bytes.fromhex(said.get("signature", "")), bytes.fromhex(said.get("key", ""))
    except (msgspec.DecodeError, LookupError, TypeError, ValueError, AttributeError):
        is_head = False
    if not is_head:
        says = "That is no head of a store: give a file that  sw-competency heads --out FILE  wrote, or SIZE:ROOT."
        raise UnreadableFileError(says)
    if key is not None and _public(key) != signer:
        raise ForgedHeadError("The head is not signed with that key: ask whoever handed it out.")
    if signer or signature:
        _check(said, signer, signature)
    return head


def _signed(said: dict[str, Any]) -> bytes:
    """Return the bytes that are signed."""
    return _encode([said[name] for name in ("format", "version", "store", "size", "root", "at")])


def _check(said: dict[str, Any], signer: bytes, signature: bytes) -> None:
    from cryptography.exceptions import InvalidSignature

    _, ed25519 = _library()
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(signer).verify(signature, _signed(said))
    except (InvalidSignature, ValueError, LookupError):
        raise ForgedHeadError("The head was changed after it was signed.") from None


def _library() -> tuple[Any, Any]:
    try:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError:
        raise MissingExtraError("Signing a head, or checking a signature,", "sign") from None
    return serialization, ed25519


def private_key(path: Path) -> Any:
    """Read an Ed25519 private key.

    Args:
        path: its file (PEM).

    Raises:
        UnreadableFileError: it holds none.
        MissingExtraError: what reads it is not installed.
    """
    serialization, ed25519 = _library()
    try:
        key = serialization.load_pem_private_key(content(path), None)
    except (OSError, ValueError, TypeError) as error:
        raise _no_key(path) from error
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise _no_key(path)
    return key


def _public(path: Path) -> bytes:
    serialization, ed25519 = _library()
    try:
        key = serialization.load_pem_public_key(content(path))
    except (OSError, ValueError, TypeError) as error:
        raise _no_key(path) from error
    if not isinstance(key, ed25519.Ed25519PublicKey):
        raise _no_key(path)
    return bytes(key.public_bytes_raw())


def _no_key(path: Path) -> UnreadableFileError:
    return UnreadableFileError(
        f"'{path}' holds no Ed25519 key: make one with  openssl genpkey -algorithm ed25519 -out FILE,  and its public "
        "part with  openssl pkey -in FILE -pubout."
    )
