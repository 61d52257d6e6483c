"""A trust that issues badges, and another that takes them over."""

from datetime import date
from functools import cache
from pathlib import Path

import attrs
import pytest

from sw_competency.catalogue import layer_of, load
from sw_competency.portability.open_badges import Issuing
from sw_competency.portability.proofs import Signer
from sw_competency.testing.builders import appointed, registered, signed_off, tracker_of, trained

SHARED = Path(__file__).parents[2] / "../shared"
DAY = date(2026, 3, 2)
TASKS = ["patient-id-check", "ct-room-assist", "cannula-removal"]
BASE = [appointed("w1", "2024-01-08"), registered(), trained("w1", "local-induction", "2024-01-12")]
FIRST = signed_off("w1", "patient-id-check", "2026-01-05", id="s1")
THERE = [
    *BASE, FIRST,
    signed_off("w1", "cannula-removal", "2026-01-06", id="s2", restrictions=["CT only", {"device": "Pump 4"}]),
]  # fmt: skip


def shared(*names: str) -> Path:
    """Return a shared file; the test is skipped where it is not there."""
    path = SHARED.joinpath(*names)
    if not path.exists():
        pytest.skip(f"{'/'.join(names)} does not lie beside this folder")
    return path


@cache
def taking_over(*keys: str, **more: object):
    """The catalogue of a site that takes sign-offs over from Trust B, whose keys these are."""
    local = {"authority": "local", "source": ["site-policy"]}
    policy = {"title": "From Trust B", "competencies": TASKS, "issuers": ["Trust B"], "starts": date(2020, 1, 1)}
    tables = {
        "site": {"site-1": {"title": "Site 1"}}, "acceptance": {"from-b": {**policy, **local}},
        "issuer": {"trust-b": {"title": "Trust B", "keys": list(keys), **local, **more}} if keys else {},
    }  # fmt: skip
    return load(layer_of(tables, "ours"))


@attrs.frozen
class TrustB:
    """The trust that issues badges of w1."""

    signer: Signer

    def issuing(self, entries=THERE, day: date = DAY, worker: str = "w1", **more) -> Issuing:
        tracker = tracker_of(entries)
        judge = tracker.at(day).judge("w1")
        return Issuing(
            signer=self.signer, name="Trust B", worker=worker, judge=judge, written=tracker.entries(worker), day=day,
            **more,
        )  # fmt: skip


@pytest.fixture(scope="session")
def trust(tmp_path_factory) -> TrustB:
    from sw_competency.portability.proofs import new_key

    pytest.importorskip("openbadgeslib")
    key = tmp_path_factory.mktemp("key") / "key.pem"
    key.write_bytes(new_key())
    return TrustB(Signer.of(key))
