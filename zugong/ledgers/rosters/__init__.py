"""Each ledger as Excel sees it: a roster for each, made anew from the book in force."""

from zugong.library.queries import book, folders, in_folders

from .ledger import LedgerRoster


def rosters() -> list[LedgerRoster]:
    """One for each ledger of the book, by the parts of the work, in the order of the files; made once for a book."""
    here = book()
    if "rosters" not in here.worked_out:
        places, parts = folders(), {}
        for key, entry in here.ledgers.items():
            parts.setdefault(places.get(entry.mechanism, ""), []).append(key)
        here.worked_out["rosters"] = [LedgerRoster(here, key, title) for title, keys in in_folders(parts) for key in keys]
    return here.worked_out["rosters"]
