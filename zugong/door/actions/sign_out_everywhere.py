import datetime as dt

from django.db.models import F

from zugong.door.models import Account
from zugong.journal.actions.write import write


def sign_out_everywhere(account: Account, *, by: int, at: dt.datetime) -> None:
    """Make every session of the account worthless."""
    Account.objects.filter(pk=account.pk).update(session_stamp=F("session_stamp") + 1)
    write(f"accounts/{account.pk}", "sign_out_everywhere", by=by, at=at)
