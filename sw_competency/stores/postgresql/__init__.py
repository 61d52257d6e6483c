"""The store for many writers: PostgreSQL, reached by the entry point for `postgresql:` URLs (extra `postgresql`)."""

from sw_competency.stores.postgresql.store import PostgreSQLStore

__all__ = ["PostgreSQLStore"]
