"""The gradebook's tables as the newest revision leaves them. A change here needs a file in migrations/versions."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from pydantic import JsonValue
from sqlalchemy import DateTime, Dialect, Double, ForeignKey, Index, Integer, String, Table, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

from .records import LONGEST_NAME, DecisionKind, MarkKind


class Moment(TypeDecorator[datetime]):
    """A time in UTC. SQLite keeps no time zone, and PostgreSQL returns its own; neither shows outside."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a time in the gradebook needs a time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


class Json(TypeDecorator[Any]):
    """Any JSON as text in ASCII: PostgreSQL's own type refuses some texts that JSON allows."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: JsonValue, dialect: Dialect) -> str:
        return json.dumps(value, allow_nan=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return json.loads(value or "null")


class Kind(TypeDecorator[StrEnum]):
    """The kind of a record, as its word."""

    impl = String(20)
    cache_ok = True

    def __init__(self, kinds: type[StrEnum]) -> None:
        super().__init__()
        self.kinds = kinds

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return value and str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return self.kinds(value) if value else None


class Base(DeclarativeBase):
    """All tables of the gradebook."""


def table_of(row: type[Base]) -> Table:
    """The table of a class, for statements that make no objects: many rows cost much less that way."""
    assert isinstance(row.__table__, Table)
    return row.__table__


class VerdictRow(Base):
    __tablename__ = "verdicts"
    __table_args__ = (Index("verdicts_of", "student", "assignment", "submission"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    student: Mapped[str] = mapped_column(String(200))
    assignment: Mapped[str] = mapped_column(String(200))
    submission: Mapped[str] = mapped_column(String(64))
    assignment_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(20))
    recorded: Mapped[datetime] = mapped_column(Moment)
    body: Mapped[str] = mapped_column(Text)  # the whole verdict, as JSON


class ClaimRow(Base):
    """That a grader is grading something. The only rows that are changed and removed: they are no records."""

    __tablename__ = "claims"

    work: Mapped[str] = mapped_column(String(64), primary_key=True)  # a digest of all that says what is graded
    student: Mapped[str] = mapped_column(String(200))
    assignment: Mapped[str] = mapped_column(String(200))
    submission: Mapped[str] = mapped_column(String(64))
    grader: Mapped[str] = mapped_column(String(LONGEST_NAME))
    until: Mapped[float] = mapped_column(Double)  # seconds since 1970, by the clock of the database


class RecordRow(Base):
    """What the tables of people's records have in common. Their columns are named as the fields of the records."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    student: Mapped[str] = mapped_column(String(LONGEST_NAME))
    assignment: Mapped[str] = mapped_column(String(LONGEST_NAME))
    question: Mapped[str] = mapped_column(String(LONGEST_NAME))
    author: Mapped[str] = mapped_column(String(LONGEST_NAME))
    when: Mapped[datetime] = mapped_column("recorded", Moment)

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Index]:
        return (Index(f"{cls.__tablename__}_of", "student", "assignment", "question"),)


class MarkRow(RecordRow):
    __tablename__ = "marks"

    points: Mapped[float] = mapped_column(Double)
    maximum: Mapped[float] = mapped_column(Double)
    comment: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(LONGEST_NAME))
    answer: Mapped[str] = mapped_column(String(64), server_default="")
    kind: Mapped[MarkKind] = mapped_column(Kind(MarkKind), server_default="points")


class CommentRow(RecordRow):
    __tablename__ = "comments"

    text: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(LONGEST_NAME))


class DecisionRow(RecordRow):
    __tablename__ = "decisions"

    kind: Mapped[DecisionKind] = mapped_column(Kind(DecisionKind))
    value: Mapped[Any] = mapped_column(Json, nullable=False)
    reason: Mapped[str] = mapped_column(Text)
    undoes: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
