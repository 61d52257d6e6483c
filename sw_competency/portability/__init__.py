"""What somebody brings from another organisation: whether a site takes it over, by its acceptance policies."""
