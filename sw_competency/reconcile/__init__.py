"""Our record beside an extract of ESR: what the two say differently, worker by worker. Nothing is imported."""

from sw_competency.reconcile.comparison import Comparison, compared

__all__ = ["Comparison", "compared"]
