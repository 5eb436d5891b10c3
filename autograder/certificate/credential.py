"""Pure: what somebody has achieved in, the content of its certificate out, as an Open Badges 3.0 credential."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from ..gradebook import Mark, Standing, points_of, rounded_down
from ..policy import Policy
from .achieved import Achieved, Person
from .certificate import identity_hash
from .keys import Issuer
from .status import Place, entry

_CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",  # explains the kind of schema below
]
_SCHEMA = {
    "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
    "type": "1EdTechJsonSchemaValidator2019",
}


@dataclass(frozen=True)
class Ticket:
    """What chance decides about a certificate: its number, the salt of its hash, and its place on a status list."""

    number: UUID
    salt: str
    place: Place


def credential(
    achieved: Achieved, person: Person, policy: Policy, issuer: Issuer, *, now: datetime, ticket: Ticket
) -> dict[str, Any]:
    """The credential. It names a student only if they agreed; otherwise they appear as a salted hash."""
    moment = now.astimezone().replace(microsecond=0)
    days, title = policy.certificate.valid_days, achieved.part or policy.course.title
    end = moment + timedelta(days=days) if days else None
    return {
        "@context": _CONTEXT,
        "id": f"urn:uuid:{ticket.number}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": title,
        "issuer": {"id": issuer.url, "type": ["Profile"], "name": issuer.name, "url": issuer.url},
        "validFrom": moment.isoformat(),
        "awardedDate": moment.isoformat(),
        **({"validUntil": end.isoformat()} if end else {}),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": list(_identifiers(person, ticket.salt)),
            "achievement": _achievement(achieved, policy, issuer),
            **({"result": list(_results(achieved.standing, issuer))} if policy.certificate.show_scores else {}),
        },
        "evidence": list(_evidence(achieved.standing, issuer, gates=policy.certificate.show_scores)),
        "credentialStatus": entry(ticket.place, issuer.url),
        "credentialSchema": [_SCHEMA],
        "iss": issuer.url,
        "jti": f"urn:uuid:{ticket.number}",
        "nbf": int(moment.timestamp()),
        **({"exp": int(end.timestamp())} if end else {}),
    }


def course_version(standing: Standing) -> str:
    """Identifies the course as it was graded: changes when any assignment does."""
    hashes = [mark.verdict.assignment_hash for mark in standing.marks if mark.verdict]
    return sha256("".join(hashes).encode()).hexdigest()[:16]


def _identifiers(person: Person, salt: str) -> Iterator[dict[str, Any]]:
    """An address can be shown to be one's own, by receiving mail there; so it is hashed rather than an id."""
    who, kind = (person.email.casefold(), "emailAddress") if person.email else (person.student, "identifier")
    hashed = {"hashed": True, "identityHash": identity_hash(who, salt), "identityType": kind, "salt": salt}
    yield {"type": "IdentityObject", **hashed}
    if person.name:
        yield {"type": "IdentityObject", "hashed": False, "identityHash": person.name, "identityType": "name"}


def _achievement(achieved: Achieved, policy: Policy, issuer: Issuer) -> dict[str, Any]:
    standing, title, version = achieved.standing, policy.course.title, course_version(achieved.standing)
    counting = [mark for mark in standing.marks if not mark.excused]
    required = ", ".join(mark.title for mark in counting if mark.required)  # others may not even be handed in
    excused = ", ".join(mark.title for mark in standing.marks if mark.excused)
    completed = f'Completed the part "{achieved.part}" of the course {title}.' if achieved.part else None
    return {
        "id": f"{issuer.url}/achievement/{version}",
        "type": ["Achievement"],
        "achievementType": "Badge" if achieved.part else "Course",
        "name": achieved.part or title,
        "description": f"{completed or f'Completed the course {title}.'}{required and f' Required: {required}.'}"
        f"{excused and f' Excused from: {excused}.'}",
        "inLanguage": "en",
        "version": version,
        "criteria": {"narrative": _criteria(achieved, policy)},
        "resultDescription": [
            {"id": _result_id(issuer, mark), "type": ["ResultDescription"], "name": mark.title, "resultType": "Percent"}
            for mark in counting
        ],
    }


def _criteria(achieved: Achieved, policy: Policy) -> str:
    each, course = policy.passing.each, policy.passing.course
    needed = f"At least {each:g} % in every required assignment"
    needed += " of this part" if achieved.part else f" and {course:g} % in the course"
    counting = [mark for mark in achieved.standing.marks if not mark.excused]
    people = ", or graded by a person" if any(mark.hands for mark in counting) else ""
    people += ", or set by a person where the evidence says so" if any(map(_overrides, counting)) else ""
    judged = "each answer judged by visible and hidden tests in a process that holds no student code"
    return f"{needed}, {judged}{people}."


def _results(standing: Standing, issuer: Issuer) -> Iterator[dict[str, Any]]:
    for mark in standing.marks:
        if not mark.excused:
            shown = rounded_down(min(mark.percent, 100.0))
            yield {"type": ["Result"], "resultDescription": _result_id(issuer, mark), "value": shown}


def _result_id(issuer: Issuer, mark: Mark) -> str:
    return f"{issuer.url}/result/{mark.assignment}"


def _evidence(standing: Standing, issuer: Issuer, *, gates: bool) -> Iterator[dict[str, Any]]:
    for mark in standing.marks:
        if mark.verdict is None and mark.there:
            yield {
                "id": f"{_result_id(issuer, mark)}/decided",
                "type": ["Evidence"],
                "name": mark.title,
                "narrative": f"No submission{_decided(mark)}.",
            }
        if mark.verdict is not None:
            yield {
                "id": f"urn:sha256:{mark.verdict.submission}",
                "type": ["Evidence"],
                "name": mark.title,
                **({"description": reached} if gates and (reached := "; ".join(measured(mark))) else {}),
                "narrative": f"Submission sha256 {mark.verdict.submission}, assignment {mark.verdict.assignment_hash}, "
                f"judged by {mark.verdict.engine} at confinement level {mark.verdict.level or 'none'}{_by_hand(mark)}"
                f"{_decided(mark)}.",
            }


def measured(mark: Mark) -> list[str]:
    """What a trained model reached on hidden data: each gate's value, with its interval and its bound."""
    return [line for outcome in (mark.verdict.outcomes if mark.verdict else ()) for line in outcome.measured]


def _by_hand(mark: Mark) -> str:
    """What people gave or changed of a mark; nothing if nobody did."""
    points = sum(given.points for given in mark.by_hand)
    return f"; of its points, {points:g} by hand" if mark.by_hand and not mark.decided.instead else ""


def _decided(mark: Mark) -> str:
    """What a person decided, so that nobody takes an override for what tests found; nothing if nobody did.

    Neither who decided nor why: that is in the gradebook, and a certificate is shown to strangers.
    """
    if mark.excused:
        return "; the student was excused from it, and it does not count"
    if mark.decided.override is not None:
        points, maximum = points_of(mark.decided.override)
        return f"; a person overrode the result, and set it to {points:g} of {maximum:g} points"
    parts = ", ".join(f"{name} to {points_of(each)[0]:g}" for name, each in mark.decided.overrides.items())
    time = "; a person gave more time" if mark.decided.extend or mark.decided.reopen else ""
    return f"{parts and f'; a person overrode the points of {parts}'}{time}"


def _overrides(mark: Mark) -> bool:
    return bool(mark.overridden or mark.decided.overrides)
