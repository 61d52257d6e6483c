"""A tree of digests over a list that only grows, as in RFC 6962: one digest stands for all of it, in its order."""

from hashlib import sha256


class Tree:
    """The tree over the leaves added so far."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[tuple[int, bytes]] = []  # whole subtrees, the largest first: their leaves, their digest

    def add(self, leaf: bytes) -> None:
        """Add a leaf at the end."""
        many, digest = 1, sha256(b"\0" + leaf).digest()
        while self._peaks and self._peaks[-1][0] == many:
            digest = _joined(self._peaks.pop()[1], digest)
            many *= 2
        self._peaks.append((many, digest))
        self.size += 1

    def root(self) -> str:
        """Return the digest of the whole, 64 hexadecimal digits; of no leaves, that of nothing."""
        if not self._peaks:
            return sha256(b"").hexdigest()
        digest = self._peaks[-1][1]
        for _, peak in reversed(self._peaks[:-1]):
            digest = _joined(peak, digest)
        return digest.hex()


def _joined(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()
