from pathlib import Path

import pytest

from sw_competency import demo, reports
from sw_competency.demo import building
from sw_competency.questions import Questions

IN_FULL = {"w201", "w303"}  # a page for everybody would take seconds, and the others are written likewise


@pytest.fixture(scope="session")
def questions():
    return Questions(demo.records(), demo.catalogue(), demo.MOMENT, lambda: [one.id for one in building.everybody()[0]])


@pytest.fixture(scope="session")
def workers():
    return [worker.id for worker in building.everybody()[0]]


@pytest.fixture(scope="session")
def build():
    """Build as the command does, with stand-ins for most people's pages and for the PDFs."""
    real = reports.write

    def write(name, asked, *how):
        if how == ("pdf",) or (name == "progression" and asked.worker not in IN_FULL):
            return f"a page for {asked.worker}".encode()
        return real(name, asked, *how)

    def made(*given, **more):  # the stand-ins are for this call alone: other tests of the session write real pages
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(reports, "write", write)
            return demo.build(*given, **more)

    return made


@pytest.fixture(scope="session")
def steps():
    return []


@pytest.fixture(scope="session")
def built(build, steps, tmp_path_factory) -> list[Path]:
    return build(tmp_path_factory.mktemp("demo") / "sw-competency-demo", lambda *step: steps.append(step))
