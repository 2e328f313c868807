"""How the tests run: Hypothesis profiles, chosen by HYPOTHESIS_PROFILE.

Decides that no test fails for being slow on a slow machine, and that CI tries the same examples every time.
Fixtures stay out: helpers are plain functions that tests import from where they live.
"""

from __future__ import annotations

import gc
import os

from hypothesis import HealthCheck, settings


def pytest_xdist_auto_num_workers() -> int:
    """Return one worker more than there are cores: tests at terminals and browsers wait more than they reckon."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """Leave what stays to the end, modules and thousands of tests, out of every later search for garbage."""
    gc.collect()
    gc.freeze()


gc.set_threshold(20_000, 20, 20)
settings.register_profile("default", deadline=None)
settings.register_profile(
    "ci",
    max_examples=40,
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("thorough", deadline=None, max_examples=1_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
