"""The log of a reading room, on standard error. What visitors send cannot steer the terminal or forge a line."""

from __future__ import annotations

import logging
import sys

from onrecord.text.display import visible_log_record

_SERVER, _OWN = "uvicorn", "onrecord"


class _LogHandler(logging.Handler):
    """Writes log records to standard error."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        sys.stderr.write(f"onrecord: {visible_log_record(record)}\n")
        sys.stderr.flush()


def show_logs_plainly(with_own: bool = False) -> None:
    """Let this process write warnings and errors of the server to standard error.

    Args:
        with_own: Whether to write those of onrecord too; in the first process the command does that.
    """
    for name in (_SERVER, _OWN) if with_own else (_SERVER,):
        logger = logging.getLogger(name)
        logger.handlers = [_LogHandler()]
        logger.setLevel(logging.WARNING)
        logger.propagate = False
