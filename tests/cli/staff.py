"""A store filled with support workers, by the command line itself."""

from tests.cli.conftest import Command, lines


def fill(command: Command, *entries: dict) -> Command:
    assert command("init").code == 0
    if entries:
        ran = command("add", "-", stdin=lines(*entries))
        assert ran.code == 0, ran
    return command


def post(worker: str, site: str = "site-1", tier: str = "clinical-support-worker", **more) -> dict:
    return {"kind": "appointment", "worker": worker, "site": site, "tier": tier, "on": "2023-01-09", **more}
