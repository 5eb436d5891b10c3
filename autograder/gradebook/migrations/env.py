"""alembic runs this file for each upgrade. Connection, transaction and lock are those of `upgrading.py`."""

from alembic import context

if hasattr(context, "config"):  # only while alembic runs; whoever just looks at all our modules changes nothing
    context.configure(connection=context.config.attributes["connection"])
    with context.begin_transaction():
        context.run_migrations()
