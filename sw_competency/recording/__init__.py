"""What may be put on record, and which sign-offs given now are refused."""

from sw_competency.recording.at_hand import legible, once_where_empty
from sw_competency.recording.desk import Desk
from sw_competency.recording.named import unknown_names
from sw_competency.recording.refusals import Refusal, with_reason

__all__ = ["Desk", "Refusal", "legible", "once_where_empty", "unknown_names", "with_reason"]
