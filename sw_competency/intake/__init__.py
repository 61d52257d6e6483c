"""Tables that departments keep, brought in: a plan that people read and mend, a preview of every cell, then entries.

Nothing is guessed silently. What cannot be told stands in the plan as a question mark, and nothing comes of its cells.
"""
