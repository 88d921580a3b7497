"""Each ledger as Excel sees it: a roster for each, made anew from the book in force."""

from zugong.library.queries import book

from .ledger import LedgerRoster


def rosters() -> list[LedgerRoster]:
    """One for each ledger of the book, in the order of the files."""
    here = book()
    return [LedgerRoster(here, key) for key in here.ledgers]
