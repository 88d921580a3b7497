"""Every test of this room runs on one pinned day, and hashes passwords fast."""

import pytest

from tests.world import TODAY


@pytest.fixture(autouse=True)
def pinned_day(settings):
    settings.TODAY = str(TODAY)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
