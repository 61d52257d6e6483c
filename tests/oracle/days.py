"""Lengths of time, as the contract's section 1 has them; worked out anew, without the library's own."""

import re
from calendar import monthrange
from datetime import date, timedelta

DAY = timedelta(days=1)


def moved(day, length, sign=1):
    """Section 1: the corresponding date so much later, or earlier; the last day of a shorter month."""
    years, months, weeks, days = (
        int(n or 0) for n in re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?", length).groups()
    )
    year, month = divmod(day.year * 12 + day.month - 1 + sign * (12 * years + months), 12)
    there = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return there + sign * timedelta(days=7 * weeks + days)


def within(day, length, of):
    """Section 1, `within P6M of a day D`: after the corresponding date before it, up to and including it."""
    return moved(of, length, -1) < day <= of


def each_day(first, last):
    """Every day from one to another."""
    while first <= last:
        yield first
        first += DAY
