"""The questions: what a training record means on a day. Pure functions; no files, no clock."""

from sw_competency.evaluation.case import Judge, judge_of
from sw_competency.evaluation.folded import FoldedRecord, Owner, Records
from sw_competency.evaluation.questions import Questions

__all__ = ["FoldedRecord", "Judge", "Owner", "Questions", "Records", "judge_of"]
