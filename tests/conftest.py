"""Settings for every test: how long Hypothesis looks for a counter-example."""

import os

from hypothesis import HealthCheck, settings

# No database: nothing is written beside the tests, and a run does not depend on the one before.
settings.register_profile(
    "fast", max_examples=30, deadline=None, database=None, print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
settings.register_profile("thorough", settings.get_profile("fast"), max_examples=1000)
# The same examples every time, so that a change is not refused for a fault that it did not bring.
settings.register_profile("same", settings.get_profile("fast"), derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same" if os.environ.get("CI") else "fast"))
