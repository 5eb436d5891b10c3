"""grading_config.yml in, a `Policy` out, or a `PolicyError` that names the line, the key and what is allowed."""

from .model import (
    LANGUAGE,
    AssignmentPolicy,
    CertificatePolicy,
    CoursePolicy,
    Gate,
    LatePolicy,
    LimitsPolicy,
    PassPolicy,
    Policy,
    RealData,
    UseOfGpus,
)
from .reading import PolicyError, load

__all__ = [
    "LANGUAGE",
    "AssignmentPolicy",
    "CertificatePolicy",
    "CoursePolicy",
    "Gate",
    "LatePolicy",
    "LimitsPolicy",
    "PassPolicy",
    "Policy",
    "PolicyError",
    "RealData",
    "UseOfGpus",
    "load",
]
