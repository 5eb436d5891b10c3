"""Each change to the gradebook's tables, in order. alembic runs them; `upgrading.py` says when."""
