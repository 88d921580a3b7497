"""Each ledger as Excel sees it: a roster for each, made anew from the book in force."""

from zugong.library.queries import book

from .ledger import LedgerRoster


def rosters() -> list[LedgerRoster]:
    """One for each ledger of the book, in the order of the files; made once for a book."""
    here = book()
    if "rosters" not in here.worked_out:
        here.worked_out["rosters"] = [LedgerRoster(here, key) for key in here.ledgers]
    return here.worked_out["rosters"]
