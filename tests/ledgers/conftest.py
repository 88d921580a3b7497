import pytest

from tests.ledgers.texts import KEPT
from tests.world import NOW, District, district, rulebook
from zugong.charter.book import Book
from zugong.library.actions.sign import sign
from zugong.library.queries import book


@pytest.fixture
def here(db) -> District:
    return district()


@pytest.fixture
def kept(here) -> Book:
    """The shipped rules with the ledgers of these tests."""
    rulebook()
    sign({"kept_things.toml": KEPT}, note="", by=None, at=NOW)
    return book()
