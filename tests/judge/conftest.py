"""The small catalogue the laws are tried with serves here too."""

from pathlib import Path

import pytest

from sw_competency.catalogue import load, read_layer
from sw_competency.testing.builders import tracker_of

CATALOGUE = load(read_layer(Path(__file__).parents[1] / "laws/catalogue.toml"))


@pytest.fixture
def ask():
    """Put entries on record and ask about a day."""

    def put_and_ask(entries, day, known_by=None):
        return tracker_of(entries, CATALOGUE).at(day, known_by)

    return put_and_ask
