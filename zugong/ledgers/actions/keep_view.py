from zugong.ledgers.models import SavedView


def keep_view(ledger: str, title: str, query: str, *, by: int) -> SavedView:
    """Keep a list's address under a name; one's own of the same name is replaced."""
    return SavedView.objects.update_or_create(account=by, ledger=ledger, title=title, defaults={"query": query})[0]
