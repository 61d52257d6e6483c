"""For those who write stores, importers and rules, and for us: builders, strategies, contracts, scenarios."""
