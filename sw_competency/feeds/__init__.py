"""Keeps our record in step with full extracts of another system: what tonight's says otherwise is proposed as entries.

What a person entered by hand is never undone by a feed, but named.
"""

from sw_competency.feeds.step import Step, stepped

__all__ = ["Step", "stepped"]
