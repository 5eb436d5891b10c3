"""Models of what Canvas and Moodle do with a table of grades, written after their importers' rules.

Each keeps what surprises: Canvas removes a grade over which a cell is empty, and makes new assignments of unknown
titles; Moodle makes 0 of an empty cell in a new column, gives up at what it does not know, and takes a row without a
user for the user above.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field


@dataclass
class CanvasUser:
    number: int
    name: str
    login: str
    sis: str = ""


@dataclass
class Canvas:
    """A course on Canvas: users, assignments (number → title and points), and grades by user and title."""

    users: list[CanvasUser]
    assignments: dict[int, tuple[str, float]]
    grades: dict[tuple[int, str], float] = field(default_factory=dict)
    excused: set[tuple[int, str]] = field(default_factory=set)
    new: dict[str, float] = field(default_factory=dict)

    def exported(self, *, separator: str = ",", comma: bool = False, sis: bool = True, mark: bytes = b"") -> bytes:
        """The gradebook as Canvas exports it."""
        out = io.StringIO()
        rows = csv.writer(out, delimiter=separator, lineterminator="\n")
        titles = [f"{title} ({number})" for number, (title, _) in self.assignments.items()]
        head = ["Student", "ID", *(["SIS User ID"] if sis else []), "SIS Login ID", "Section", "Notes", *titles]
        width = len(head)

        def number(value: float) -> str:
            return f"{value:.2f}".replace(".", ",") if comma else f"{value:.2f}"

        rows.writerow([*head, "Final Score"])
        rows.writerow(["", *[""] * (width - len(titles) - 1), *["Manual Posting"] * len(titles), ""])
        points = [number(points) for _, points in self.assignments.values()]
        rows.writerow(["    Points Possible", *[""] * (width - len(titles) - 1), *points, "(read only)"])
        for user in self.users:
            cells = []
            for title, _ in self.assignments.values():
                grade = self.grades.get((user.number, title))
                excused = (user.number, title) in self.excused
                cells.append("EX" if excused else "" if grade is None else number(grade))
            ids = [user.number, *([user.sis] if sis else []), user.login]
            rows.writerow([user.name, *ids, "A, B and C", "=note", *cells, number(0.0)])
        return mark + out.getvalue().encode()

    def imports(self, content: bytes) -> None:
        """Read a gradebook as Canvas does."""
        text = content.decode("utf-8-sig")
        separator = self._separator(text)
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        head = rows[0]
        assert "Student" in head[0] and "ID" in head[1] and len(head) > 3, "Invalid header row"
        last = 2 + (1 if head[2] == "SIS Login ID" else 2 if head[2:4] == ["SIS User ID", "SIS Login ID"] else 0)
        assert "Section" in head[last], "Invalid header row"
        total = re.compile("(Current|Final|Override) (Score|Points|Grade|Status)")
        columns = {name: head.index(name) for name in head[last + 1 :] if not total.search(name) and name != "Notes"}
        targets = {name: self._assignment(name) for name in columns}
        read_only: set[str] = set()
        for row in rows[1:]:
            if not any(cell.strip() for cell in row):
                continue
            if "Points Possible" in row[0]:
                read_only = {name for name, place in columns.items() if "read only" in row[place]}
                for name, place in columns.items():
                    if targets[name] not in [title for title, _ in self.assignments.values()] and row[place]:
                        self.new[targets[name]] = float(_normal(row[place]))
                continue
            if all(re.fullmatch(r"\s*(Muted|Manual Posting.*)?\s*", cell, re.IGNORECASE) for cell in row):
                continue
            user = self._user(dict(zip(head[: last + 1], row, strict=False)))
            for name in columns.keys() - read_only:
                self._grade(user, targets[name], _normal(row[columns[name]]).strip())

    @staticmethod
    def _separator(text: str) -> str:
        counts = {}
        for separator in ";,":
            sizes = {len(next(csv.reader([line], delimiter=separator), [])) for line in text.splitlines()[:3]}
            counts[separator] = sizes.pop() if len(sizes) == 1 else 0
        return ";" if counts[";"] > counts[","] else ","

    def _assignment(self, header: str) -> str:
        found = re.fullmatch(r"(.*?)\s*\((\d+)\)", header, re.DOTALL)
        if found and int(found[2]) in self.assignments:
            return self.assignments[int(found[2])][0]
        title = found[1] if found else header
        if title not in [known for known, _ in self.assignments.values()]:
            self.new.setdefault(title, 0.0)
        return title

    def _user(self, row: dict[str, str]) -> CanvasUser:
        for matches in (
            lambda user: str(user.number) == row["ID"],
            lambda user: user.sis and user.sis == row.get("SIS User ID"),
            lambda user: user.login == row.get("SIS Login ID"),
            lambda user: user.name == row["Student"],
        ):
            for user in self.users:
                if matches(user):
                    return user
        raise AssertionError(f"Canvas would make a new student of {row}")

    def _grade(self, user: CanvasUser, title: str, cell: str) -> None:
        if cell.upper() == "EX":
            self.excused.add((user.number, title))
        elif not cell or cell == "-":
            self.grades.pop((user.number, title), None)
        elif cell.endswith("%"):
            points = {**dict(self.assignments.values()), **self.new}[title]
            self.grades[user.number, title] = float(cell[:-1]) / 100 * points
        else:
            self.grades[user.number, title] = float(cell)


def _normal(cell: str) -> str:
    """What Canvas makes of a number: the last comma or point is the decimal one."""
    if not re.fullmatch(r"-?[0-9.,]+%?", cell):
        return cell
    *first, last = re.split("[,.]", cell)
    return "".join(first) + "." + last if first else last


@dataclass
class MoodleUser:
    number: int
    first: str
    last: str
    email: str
    idnumber: str = ""

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"


class Aborted(Exception):
    """Moodle gave up, and changed nothing."""


@dataclass
class Moodle:
    """A course on Moodle: users, items with their largest grade, and grades by user and item."""

    users: list[MoodleUser]
    items: dict[str, float]
    grades: dict[tuple[int, str], float] = field(default_factory=dict)

    def exported(self, *, separator: str = ",", comma: bool = False) -> bytes:
        out = io.StringIO()
        rows = csv.writer(out, delimiter=separator, lineterminator="\r\n")
        head = ["First name", "Last name", "ID number", "Institution", "Department", "Email address"]
        rows.writerow([*head, *(f"Assignment: {item} (Real)" for item in self.items), "Course total (Real)", "Last downloaded from this course"])  # fmt: skip
        for user in self.users:
            grades = [self.grades.get((user.number, item)) for item in self.items]
            cells = ["-" if grade is None else f"{grade:.2f}".replace(".", "," if comma else ".") for grade in grades]
            rows.writerow([user.first, user.last, user.idnumber, "HQ", "=1", user.email, *cells, "-", "1790000000"])
        return out.getvalue().encode()

    def participants(self) -> bytes:
        out = io.StringIO()
        rows = csv.writer(out)
        rows.writerow(["First name", "Last name", "Email address", "Groups"])
        rows.writerows([user.first, user.last, user.email, "Group 1"] for user in self.users)
        return b"\xef\xbb\xbf" + out.getvalue().encode()

    def imports(self, content: bytes, by: str, mapping: dict[str, str], *, separator: str = ",") -> None:
        """Read a table; `by` is the column that identifies people, `mapping` gives columns' items, "new" a new one."""
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator))
        head = [name.strip() for name in rows[0]]
        kept, user = dict(self.grades), None
        for row in rows[1:]:
            if len(row) <= 1:
                continue
            for name, value in zip(head, map(str.strip, row), strict=True):
                if name == by and value:
                    user = self._user(by, value)
                elif name in mapping and user is not None:
                    self._grade(kept, user, name, mapping[name], value)
                elif name in mapping:
                    raise Aborted("no user")
        self.grades = kept

    def _user(self, by: str, value: str) -> MoodleUser:
        key = {"Email address": "email", "email": "email", "ID number": "idnumber", "idnumber": "idnumber"}[by]
        for user in self.users:
            if getattr(user, key) == value:
                return user
        raise Aborted(f"unknown user {value}")

    @staticmethod
    def _grade(kept: dict[tuple[int, str], float], user: MoodleUser, name: str, item: str, value: str) -> None:
        if item == "new":
            if value != "-":
                kept[user.number, name] = float(value or 0)  # the database makes 0 of an empty text
            return
        if value in ("", "-"):
            kept.pop((user.number, item), None)
            return
        try:
            grade = float(value.replace(",", "."))
        except ValueError:
            raise Aborted(f"bad grade {value}") from None
        if grade > 100:
            raise Aborted("too big")
        kept[user.number, item] = grade
