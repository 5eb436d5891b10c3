"""A table of claims: which grader grades what just now. And decisions may ask for work to be graded again.

No table changes for the new kind of decision; programs that don't know it must refuse the gradebook all the same.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "claims",
        sa.Column("work", sa.String(64), primary_key=True),
        sa.Column("student", sa.String(200), nullable=False),
        sa.Column("assignment", sa.String(200), nullable=False),
        sa.Column("submission", sa.String(64), nullable=False),
        sa.Column("grader", sa.String(200), nullable=False),
        sa.Column("until", sa.Double, nullable=False),
    )
