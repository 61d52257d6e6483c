"""Misspelt words: one or two letters wrong, and one known word that is nearer than all others."""

from collections.abc import Collection

_LONGEST = 40  # letters; no word of a job title has as many
_NOT = ("un", "non", "in")  # before a word they turn its sense round


def distance(one: str, other: str, at_most: int) -> int:
    """Count the letters left out, put in, changed or swapped with the next between two words.

    Args:
        one: a word.
        other: another.
        at_most: from more than that the answer is only "more".
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > at_most:
            return at_most + 1
        before, last = last, row
    return last[-1]


def letters_wrong(word: str) -> int:
    """Say how many letters may be wrong: none in a short word, which is soon another one; two in a long one."""
    if not 5 <= len(word) <= _LONGEST:
        return 0
    return 1 if len(word) < 8 else 2


def respelt(word: str, known: Collection[str]) -> tuple[str, ...]:
    """Return the known word that a misspelt one stands for, or the two it was run together from; else nothing.

    A known word is never taken for another one, nor for what it denies; where two are as near, neither is.
    """
    limit = letters_wrong(word)
    if word in known or limit == 0:
        return ()
    letters, near = set(word), dict[str, int]()
    for other in known:
        # what differs in more letters than could be wrong need not be counted out
        close = len(other) > 3 and abs(len(other) - len(word)) <= limit and len(letters ^ set(other)) <= 2 * limit
        if not close or _denies(word, other):
            continue
        # people seldom miss the first letter of a word: a reader is no leader
        if other[0] == word[0] or {other[0], other[1]} == {word[0], word[1]} or limit == 2:
            near[other] = distance(word, other, limit)
    best = min(near.values(), default=limit + 1)
    if best <= limit:
        found = [other for other, wrong in near.items() if wrong == best]
        return (found[0],) if len(found) == 1 else ()
    halves = [(word[:i], word[i:]) for i in range(4, len(word) - 3)]
    whole = [both for both in halves if both[0] in known and both[1] in known]
    return whole[0] if len(whole) == 1 else ()


def _denies(one: str, other: str) -> bool:
    """Tell whether one word is the other with a "not" before it: "unqualified" is no misspelt "qualified"."""
    return any(one == no + other or other == no + one for no in _NOT)
