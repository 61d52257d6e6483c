"""Local job titles: what role and tier each points to, how surely, and why."""

from sw_competency.job_titles.titles import Title, judge_title

__all__ = ["Title", "judge_title"]
