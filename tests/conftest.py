"""What every test starts from."""

from __future__ import annotations

import os

# Tests check the code with the small model, which is fast and in every checkout. A larger one that is installed would
# be the default; tests of models choose theirs.
os.environ.setdefault("ONRECORD_MODEL", "small")
