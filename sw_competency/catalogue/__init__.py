"""What the frameworks say: the shipped catalogue, and what a site lays over it."""

from sw_competency.catalogue.catalogue import (
    Catalogue,
    Competency,
    Currency,
    Modality,
    Programme,
    Recency,
    Return,
    Rule,
    SignOffRule,
    Source,
    Tier,
)
from sw_competency.catalogue.department import (
    Acceptance,
    Crosswalk,
    JobTitle,
    Recall,
    Required,
    Site,
)
from sw_competency.catalogue.loading import (
    digest_in,
    example,
    examples,
    layer_of,
    load,
    problems,
    read_layer,
    shipped,
)
from sw_competency.catalogue.overlay import Layer

__all__ = [
    "Acceptance", "Catalogue", "Competency", "Crosswalk", "Currency", "JobTitle", "Layer", "Modality", "Programme",
    "Recall", "Recency", "Required", "Return", "Rule", "SignOffRule", "Site", "Source", "Tier", "digest_in", "example",
    "examples", "layer_of", "load", "problems", "read_layer", "shipped",
]  # fmt: skip
