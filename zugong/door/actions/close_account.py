import datetime as dt

from zugong.door.models import Account
from zugong.journal.actions.write import write

from .sign_out_everywhere import sign_out_everywhere


def close_account(account: Account, *, reason: str, by: int, at: dt.datetime) -> None:
    """The account may not sign in any more; its lines in the journal stay."""
    Account.objects.filter(pk=account.pk).update(is_active=False)
    sign_out_everywhere(account, by=by, at=at)
    write(f"accounts/{account.pk}", "close_account", by=by, at=at, reason=reason)
