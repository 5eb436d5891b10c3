"""Pure: a complete standing in, the content of its certificate out, as an Open Badges 3.0 credential."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from ..gradebook import Mark, Standing, rounded_down
from ..policy import Policy
from .keys import Issuer

_CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]


def credential(
    standing: Standing, policy: Policy, issuer: Issuer, *, now: datetime, number: UUID, salt: str
) -> dict[str, Any]:
    """The credential. The student appears as a salted hash: the certificate is theirs to show, not ours to publish."""
    moment = now.astimezone().replace(microsecond=0)
    subject = f"sha256${sha256((standing.student + salt).encode()).hexdigest()}"
    return {
        "@context": _CONTEXT,
        "id": f"urn:uuid:{number}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": policy.course.title,
        "issuer": {"id": issuer.url, "type": ["Profile"], "name": issuer.name, "url": issuer.url},
        "validFrom": moment.isoformat(),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": True,
                    "identityHash": subject,
                    "identityType": "identifier",
                    "salt": salt,
                }
            ],
            "achievement": _achievement(standing, policy, issuer),
            **({"result": list(_results(standing, issuer))} if policy.certificate.show_scores else {}),
        },
        "evidence": list(_evidence(standing, issuer)),
        "iss": issuer.url,
        "jti": f"urn:uuid:{number}",
        "nbf": int(moment.timestamp()),
    }


def course_version(standing: Standing) -> str:
    """Identifies the course as it was graded: changes when any assignment does."""
    hashes = [mark.verdict.assignment_hash for mark in standing.marks if mark.verdict]
    return sha256("".join(hashes).encode()).hexdigest()[:16]


def _achievement(standing: Standing, policy: Policy, issuer: Issuer) -> dict[str, Any]:
    required = ", ".join(mark.title for mark in standing.marks if mark.required)  # others may not even be handed in
    each, course = policy.passing.each, policy.passing.course
    return {
        "id": f"{issuer.url}/achievement/{course_version(standing)}",
        "type": ["Achievement"],
        "achievementType": "Course",
        "name": policy.course.title,
        "description": f"Completed the course {policy.course.title}.{required and f' Required: {required}.'}",
        "inLanguage": "en",
        "version": course_version(standing),
        "criteria": {
            "narrative": f"At least {each:g} % in every required assignment and {course:g} % in the course, "
            "each answer judged by visible and hidden tests in a process that holds no student code"
            f"{', or graded by a person' if any(mark.hands for mark in standing.marks) else ''}."
        },
        "resultDescription": [
            {"id": _result_id(issuer, mark), "type": ["ResultDescription"], "name": mark.title, "resultType": "Percent"}
            for mark in standing.marks
        ],
    }


def _results(standing: Standing, issuer: Issuer) -> Iterator[dict[str, Any]]:
    for mark in standing.marks:
        shown = rounded_down(min(mark.percent, 100.0))
        yield {"type": ["Result"], "resultDescription": _result_id(issuer, mark), "value": shown}


def _result_id(issuer: Issuer, mark: Mark) -> str:
    return f"{issuer.url}/result/{mark.assignment}"


def _evidence(standing: Standing, issuer: Issuer) -> Iterator[dict[str, Any]]:
    for mark in standing.marks:
        if mark.verdict is not None:
            yield {
                "id": f"urn:sha256:{mark.verdict.submission}",
                "type": ["Evidence"],
                "name": mark.title,
                "narrative": f"Submission sha256 {mark.verdict.submission}, assignment {mark.verdict.assignment_hash}, "
                f"judged by {mark.verdict.engine} at confinement level {mark.verdict.level or 'none'}{_by_hand(mark)}.",
            }


def _by_hand(mark: Mark) -> str:
    """What people gave or changed of a mark; nothing if nobody did."""
    points = sum(given.points for given in mark.by_hand)
    return f"; of its points, {points:g} by hand" if mark.by_hand else ""
