"""What a course may decide. Every key has a default, so a policy file says only what differs."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

LANGUAGE = r"^[a-z]{2,3}(_[A-Z]{2})?$"
_UNITS = {"minute": 60, "hour": 3600, "day": 86400, "week": 604800}


def _span(value: Any) -> Any:
    """A length of time in words, such as "36 hours"."""
    if isinstance(value, timedelta):
        return value
    found = re.fullmatch(r"(\d+(?:\.\d+)?) *(minute|hour|day|week)s?", str(value).strip())
    if not found:
        raise ValueError('a length of time is written like "15 minutes", "36 hours", "3 days" or "1 week"')
    return timedelta(seconds=float(found[1]) * _UNITS[found[2]])


def _moment(value: Any) -> Any:
    """A date, or a date and a time; a date alone means the end of that day."""
    text = str(value).strip()
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            text += " 23:59:59"
        return datetime.fromisoformat(text)
    except ValueError:
        raise ValueError('a moment is written like 2026-12-24 or "2026-12-24 18:00"') from None


Span = Annotated[timedelta, BeforeValidator(_span)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
UseOfGpus = Literal["used", "required", "never"]
Percent = Annotated[float, Field(ge=0, le=100)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CoursePolicy(_Section):
    """The course's names, its time zone and its language."""

    title: str = "Course"
    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$")] = "course"  # for tools that need a name without spaces
    timezone: str = "UTC"
    cohort: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$")] = "cohort"  # a new name makes a new secret
    language: Annotated[str, Field(pattern=LANGUAGE)] = "en"  # of texts; others are in translations/
    exchange: str | None = None  # nbgrader's exchange: a folder that everybody can write to

    @field_validator("timezone")
    @classmethod
    def _known(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("a time zone is written like UTC or Europe/Berlin") from None
        return name

    @field_validator("exchange")
    @classmethod
    def _whole(cls, folder: str | None) -> str | None:
        if folder is not None and not PurePosixPath(folder).is_absolute():
            raise ValueError("a folder that several people use is written in full, like /srv/nbgrader/exchange")
        return folder

    @property
    def clock(self) -> tzinfo:
        return ZoneInfo(self.timezone)


class AssignmentPolicy(_Section):
    """How much one assignment counts, and when it is due."""

    weight: Annotated[float, Field(ge=0)] = 1.0
    due: Moment | None = None
    required: bool = True


class LatePolicy(_Section):
    """What a late submission loses: per cent of the available points, for each day or part of a day."""

    grace: Span = timedelta(minutes=15)
    lose_per_day: Percent = 10.0
    closes_after: Span | None = None


class PassPolicy(_Section):
    """The percentages needed to pass: for the weighted mean, and for each required assignment."""

    course: Percent = 60.0
    each: Percent = 50.0


class LimitsPolicy(_Section):
    """The resources that a submission may use while it is graded."""

    cell_seconds: Annotated[float, Field(gt=0)] = 30.0
    call_seconds: Annotated[float, Field(gt=0)] = 10.0
    total_seconds: Annotated[float, Field(gt=0)] = 120.0
    memory_mb: Annotated[int, Field(ge=256)] = 4096


class Gate(_Section):
    """What a trained model must reach on hidden data: a number alone means at least that.

    With a `floor`, points grow from there to the gate; without one, a value that misses the gate earns nothing.
    """

    at_least: float | None = None
    at_most: float | None = None
    floor: float | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_number(cls, value: Any) -> Any:
        plain = isinstance(value, int | float) and not isinstance(value, bool)
        return {"at_least": value} if plain else value

    @model_validator(mode="after")
    def _one_bound(self) -> Gate:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("a gate is a number, or {at_least: number}, or {at_most: number}")
        if self.floor is not None and (self.is_reached(self.floor) or self.floor == self.bound):
            raise ValueError("a floor is a value that misses its gate")
        return self

    @property
    def bound(self) -> float:
        return self.at_most if self.at_least is None else self.at_least  # type: ignore[return-value]

    def is_reached(self, value: float) -> bool:
        return value >= self.bound if self.at_most is None else value <= self.bound


class RealData(_Section):
    """Real data instead of a recipe: its kind, and its folder."""

    kind: str
    folder: str


_MinimumLevel = Literal["L0", "L1", "L2", "L3"]
_LEVELS = get_args(_MinimumLevel)  # the strictest first


class CertificatePolicy(_Section):
    """Who issues certificates, and what they say. Without an `issuer`, the course's title is used."""

    issuer: str | None = None
    url: str | None = None
    show_scores: bool = True
    minimum_level: _MinimumLevel = "L2"
    parts: dict[str, list[str]] = {}  # for each part of the course that has a badge, its assignments
    valid_days: Annotated[int, Field(ge=1)] | None = None  # of a certificate; with none, it has no end
    status_days: Annotated[int, Field(ge=1)] = 366  # of the public list of revoked certificates

    def accepts(self, level: str) -> bool:
        """Whether work that was graded at this level of confinement is good enough."""
        return level in _LEVELS[: _LEVELS.index(self.minimum_level) + 1]

    @field_validator("parts")
    @classmethod
    def _told_apart(cls, parts: dict[str, list[str]]) -> dict[str, list[str]]:
        if not all(title.strip() and names for title, names in parts.items()):
            raise ValueError("a part of the course has a title and a list of assignments")
        if len({title.casefold().replace(" ", "-") for title in parts}) < len(parts):  # which name folders
            raise ValueError("the titles of parts must differ in more than capitals, spaces and hyphens")
        return parts


class Policy(_Section):
    """The whole of grading_config.yml."""

    course: CoursePolicy = CoursePolicy()
    assignments: dict[str, AssignmentPolicy] = {}
    late: LatePolicy = LatePolicy()
    attempts: Literal["best", "last"] = "best"
    extensions: dict[str, dict[str, Span]] = {}
    passing: Annotated[PassPolicy, Field(alias="pass")] = PassPolicy()
    limits: LimitsPolicy = LimitsPolicy()
    gates: dict[str, dict[str, Gate]] = {}
    datasets: dict[str, RealData] = {}
    retrain: dict[str, dict[str, str]] = {}
    gpu: UseOfGpus = "used"
    certificate: CertificatePolicy = CertificatePolicy()

    @model_validator(mode="before")
    @classmethod
    def _without_empty_keys(cls, content: Any) -> Any:
        """A key without anything below it says nothing."""
        return (
            {key: value for key, value in content.items() if value is not None}
            if isinstance(content, dict)
            else content
        )

    def of(self, assignment: str) -> AssignmentPolicy:
        return self.assignments.get(assignment, AssignmentPolicy())

    def due(self, student: str, assignment: str) -> datetime | None:
        """When this assignment is due for this student, extension included; None if it has no due date."""
        due = self.of(assignment).due
        if due is None:
            return None
        if due.tzinfo is None:
            due = due.replace(tzinfo=self.course.clock)
        return due + self.extensions.get(student, {}).get(assignment, timedelta())
