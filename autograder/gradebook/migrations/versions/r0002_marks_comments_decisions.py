"""Tables for what people add: marks given by hand, comments, and decisions."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _table(
        "marks",
        sa.Column("points", sa.Double, nullable=False),
        sa.Column("maximum", sa.Double, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
    )
    _table("comments", sa.Column("text", sa.Text, nullable=False), sa.Column("source", sa.String(200), nullable=False))
    _table(
        "decisions",
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("undoes", sa.Integer, sa.ForeignKey("decisions.id"), nullable=True),
    )


def _table(name: str, *columns: "sa.Column[object]") -> None:
    """A table with these columns, and with those that all three have: whose work, who wrote, and when."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("student", sa.String(200), nullable=False),
        sa.Column("assignment", sa.String(200), nullable=False),
        sa.Column("question", sa.String(200), nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("recorded", sa.DateTime(timezone=True), nullable=False),
        *columns,
    )
    op.create_index(f"{name}_of", name, ["student", "assignment", "question"])
