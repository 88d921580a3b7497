"""Every test of this room runs on one pinned day."""

import pytest

from tests.world import TODAY


@pytest.fixture(autouse=True)
def pinned_day(settings):
    settings.TODAY = str(TODAY)
