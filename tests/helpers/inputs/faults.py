"""The inputs that once went wrong, which are no part of the project; tests say where they lack."""

from __future__ import annotations

import pytest
from sources import ROOT

FAULTS = ROOT.parent / "shared" / "data" / "faults"
needs_faults = pytest.mark.skipif(
    not FAULTS.is_dir(), reason="the inputs that once went wrong (shared/data/faults) are not here"
)
