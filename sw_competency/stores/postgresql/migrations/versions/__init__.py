"""A version of the tables each, named by its number."""
