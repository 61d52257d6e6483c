"""The judge of one worker: what a training record means on a day. Pure functions; no files, no clock."""

from sw_competency.judge.case import Judge, judge_of
from sw_competency.judge.folded import FoldedRecord
from sw_competency.judge.records import Owner, Records

__all__ = ["FoldedRecord", "Judge", "Owner", "Records", "judge_of"]
