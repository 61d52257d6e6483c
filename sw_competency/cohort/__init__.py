"""A question about everybody, answered batch by batch: by several processes, or by an engine that others run."""
