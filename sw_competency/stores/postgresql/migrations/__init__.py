"""The versions of the tables, each a file in `versions/`, as Alembic runs them."""
