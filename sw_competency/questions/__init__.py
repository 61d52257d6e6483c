"""The questions there are: each a pure function of the records as known, the catalogue and the moment."""

from sw_competency.questions._asking import Questions

__all__ = ["Questions"]
