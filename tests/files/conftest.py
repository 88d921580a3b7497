"""Every test of this room has an empty shelf of its own."""

import pytest


@pytest.fixture(autouse=True)
def shelf_of_its_own(settings, tmp_path, own_shelf):
    settings.FILES = tmp_path / "files"
