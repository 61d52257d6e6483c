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
    Site,
    Source,
    Tier,
)
from sw_competency.catalogue.loading import layer_of, load, problems, read_layer, shipped
from sw_competency.catalogue.overlay import Layer

__all__ = [
    "Catalogue", "Competency", "Currency", "Layer", "Modality", "Programme", "Recency", "Return", "Rule",
    "SignOffRule", "Site", "Source", "Tier", "layer_of", "load", "problems", "read_layer", "shipped",
]  # fmt: skip
