"""What Alembic runs: the versions of the tables, over the connection that is handed to it."""

from alembic import context

from sw_competency.stores.postgresql.tables import SCHEMA

context.configure(connection=context.config.attributes["connection"], version_table_schema=SCHEMA)
context.run_migrations()
