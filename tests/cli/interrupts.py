"""Commands that heed Ctrl-C, however the tests themselves were started."""

from __future__ import annotations

import signal


def heed_interrupt() -> None:
    """Give a new process (as its ``preexec_fn``) SIGINT as a terminal would.

    What a shell starts in the background ignores it, and so does whatever that starts.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
