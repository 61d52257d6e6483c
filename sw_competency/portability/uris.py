"""What our things are called where everything needs a name of its own in all the world: the same at every trust.

The name of a shipped competency depends on its id and version alone, so that two trusts mean the same by it.
"""

from uuid import NAMESPACE_URL, UUID, uuid5

from sw_competency.catalogue.catalogue import Competency

_OURS = uuid5(NAMESPACE_URL, "urn:sw-competency")


def uuid_of(*parts: str) -> UUID:
    """Return the name of a thing, by what it is and its ids: `uuid_of("modality", "ct")`."""
    return uuid5(_OURS, "/".join(part.replace("%", "%25").replace("/", "%2F") for part in parts))


def urn_of(*parts: str) -> str:
    """Return the same as a URI."""
    return uuid_of(*parts).urn


def competency_parts(competency: Competency) -> tuple[str, ...]:
    """Return what a competency is called by: its id, and its policy's version where it has one."""
    return ("competency", competency.id, *((competency.version,) if competency.version else ()))
