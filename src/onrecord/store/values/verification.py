"""The outcome of verifying a store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.record.check import Fault


@dataclass(frozen=True, slots=True)
class VerificationResult:
    """The outcome of verifying.

    Attributes:
        reports: Reports, or lines, that were looked at.
        statements: Statements that were looked at.
        faults: What fails.
    """

    reports: int
    statements: int
    faults: Sequence[Fault]
