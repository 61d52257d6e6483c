"""Opens a store by a folder or a URL; the scheme says what keeps it, and other packages may bring schemes."""

from collections.abc import Callable
from pathlib import Path

from sw_competency.errors import ArgumentError, MissingExtraError, NoStoreError, did_you_mean
from sw_competency.stores._base import Store
from sw_competency.stores.memory import MemoryStore
from sw_competency.stores.tinydb import TinyDBStore

_SCHEMES = ("tinydb", "memory")


def open_store(url: str | Path) -> Store:
    """Open a store that is there.

    Args:
        url: a folder, by its path or as `tinydb:PATH`; `memory:` for a new one that is kept nowhere; or a URL whose
            scheme is an entry point of the group `sw_competency.stores`, called with the URL: `postgresql:` is ours.

    Raises:
        NoStoreError: the folder is no store, or nobody knows the scheme; or it is a mistyped URL of a database.
        StoreError: as the store says.
        ArgumentError: it is neither a text nor a path.
    """
    opens, place = _found(url)
    return opens(place)


def store_class(url: str | Path) -> tuple[type[Store], str]:
    """Return the class that keeps what a URL names, and the folder or URL as that class takes it.

    Raises:
        NoStoreError: nobody knows the scheme, or what it names can only be opened.
    """
    opens, place = _found(url)
    if not isinstance(opens, type):
        raise NoStoreError("What another package brings for that scheme can be opened only.")
    return opens, place


def _found(url: str | Path) -> tuple[Callable[[str], Store], str]:
    if not isinstance(url, str | Path):
        raise ArgumentError("A store is opened by its folder or its URL", url)
    text = str(url)
    scheme, _, rest = text.partition(":")
    if isinstance(url, Path) or (scheme not in _SCHEMES and not rest.startswith("//")):
        return TinyDBStore, text
    if scheme == "memory":
        return (lambda _: MemoryStore()), text
    if scheme == "tinydb":
        return TinyDBStore, rest.removeprefix("//")
    return _brought(scheme), text


def _brought(scheme: str) -> Callable[[str], Store]:
    from importlib.metadata import entry_points

    points = {point.name: point for point in entry_points(group="sw_competency.stores")}
    if scheme not in points:
        hint = did_you_mean(scheme, [*_SCHEMES, *points]) or "; name a folder."
        raise NoStoreError(f"There is no store for '{scheme}:' here{hint}")
    try:
        found: Callable[[str], Store] = points[scheme].load()
    except ModuleNotFoundError as error:
        if points[scheme].value.startswith("sw_competency."):
            raise MissingExtraError("A store in a database", scheme) from None
        raise _cannot_load(scheme, error) from error
    except Exception as error:
        raise _cannot_load(scheme, error) from error
    return found


def _cannot_load(scheme: str, error: Exception) -> NoStoreError:
    why = f"{type(error).__name__}: {error}"
    return NoStoreError(f"What another package brings for '{scheme}:' cannot be loaded ({why}).")
