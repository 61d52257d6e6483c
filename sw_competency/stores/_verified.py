"""What stands for all a store holds, and what a check of it found."""

import msgspec


class StoreHead(msgspec.Struct, frozen=True):
    """What stands for everything a store holds, in the order in which it came.

    Args:
        store: the store's own id.
        size: how many lines its log of heads has.
        root: the digest that stands for them all, 64 hexadecimal digits.
    """

    store: str
    size: int
    root: str


class Found(msgspec.Struct, frozen=True):
    """Something that is not as it was put there.

    Args:
        attack: what it is called: `damage`, `rollback`, `truncation`, `reorder`, `mix`, `fork`, `twice`, `deletion`,
            `clock`.
        file: where.
        line: in which line of the file, from 1; None where no one line is meant.
        says: what it is.
    """

    attack: str
    file: str
    line: int | None
    says: str


class Verification(msgspec.Struct):
    """What a check of a store found.

    Args:
        head: what stands for the store as it is.
        records: how many records were checked.
        lines: how many lines they have.
        entries: how many entries stand in them.
        erased: how many records were erased.
        found: what is not as it was put there.
        cannot_tell: what keeps some of it from being told.
        notes: what somebody should know, and is no damage.
    """

    head: StoreHead
    records: int = 0
    lines: int = 0
    entries: int = 0
    erased: int = 0
    found: list[Found] = []
    cannot_tell: list[str] = []
    notes: list[str] = []

    def to_json(self) -> dict[str, object]:
        """Return what was found, as `verify --json` prints it."""
        return msgspec.to_builtins(self)  # type: ignore[no-any-return]
