"""Opens a store by a folder or a URL; the scheme says what keeps it, and other packages may bring schemes."""

from pathlib import Path

from sw_competency.errors import ArgumentError, NoStoreError, did_you_mean
from sw_competency.stores._base import Store
from sw_competency.stores.memory import MemoryStore
from sw_competency.stores.tinydb import TinyDBStore

_SCHEMES = ("tinydb", "memory")


def open_store(url: str | Path) -> Store:
    """Open a store that is there.

    Args:
        url: a folder, by its path or as `tinydb:PATH`; `memory:` for a new one that is kept nowhere; or a URL whose
            scheme another package brings by an entry point of the group `sw_competency.stores`, called with the URL.

    Raises:
        NoStoreError: the folder is no store, or nobody knows the scheme.
        StoreError: as the store says.
        ArgumentError: it is neither a text nor a path.
    """
    if not isinstance(url, str | Path):
        raise ArgumentError("A store is opened by its folder or its URL", url)
    from importlib.metadata import entry_points

    text = str(url)
    scheme, _, rest = text.partition(":")
    if isinstance(url, Path) or (scheme not in _SCHEMES and not rest.startswith("//")):
        return TinyDBStore(Path(text))
    if scheme == "memory":
        return MemoryStore()
    if scheme == "tinydb":
        return TinyDBStore(Path(rest.removeprefix("//")))
    points = {point.name: point for point in entry_points(group="sw_competency.stores")}
    if scheme not in points:
        hint = did_you_mean(scheme, [*_SCHEMES, *points]) or "; name a folder."
        raise NoStoreError(f"There is no store for '{scheme}:' here{hint}")
    try:
        opens = points[scheme].load()
    except Exception as error:
        why = f"{type(error).__name__}: {error}"
        raise NoStoreError(f"What another package brings for '{scheme}:' cannot be loaded ({why}).") from error
    store: Store = opens(text)
    return store
