"""A server that is asked a thousand times holds no more in memory than after the first few."""

import gc
import sys

from sw_competency.web import Role
from tests.web.conftest import SignedIn

ASKED = ("/", "/people/w1", "/find?q=a", "/matrix", "/matrix?who=am", "/calendar", "/style.css")
MOST = 2_000  # blocks of memory: two for a request would be a leak


def test_memory_is_flat_over_a_thousand_requests(signed_in: SignedIn):
    client = signed_in(Role.EDUCATOR)

    def kept_after(rounds: int) -> int:
        for _ in range(rounds):
            for path in ASKED:
                assert client.get(path).status_code == 200
        gc.collect()
        return sys.getallocatedblocks()

    before = kept_after(10)
    assert kept_after(1000 // len(ASKED)) - before < MOST
