"""Speed, measured as ratios to a named yardstick in the same run: `python -m tests.benchmarks [--quick] [--json]`."""
