"""Training records of support workers in imaging departments, kept and judged.

>>> from sw_competency import Tracker, MemoryStore
>>> tracker = Tracker(MemoryStore())
"""

__version__ = "0.1.0"
