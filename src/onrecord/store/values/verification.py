"""The outcome of verifying a store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.record.check import Fault


@dataclass(frozen=True, slots=True)
class VerificationResult:
    """The outcome of verifying.

    Attributes:
        reports: Number of checked reports or lines.
        statements: Number of checked statements.
        faults: The faults found.
    """

    reports: int
    statements: int
    faults: Sequence[Fault]
