"""Marks say which text they were given for, and whether they come instead of a test's points or on top of them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("marks", sa.Column("answer", sa.String(64), nullable=False, server_default=""))
    op.add_column("marks", sa.Column("kind", sa.String(20), nullable=False, server_default="points"))
