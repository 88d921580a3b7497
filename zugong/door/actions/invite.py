import datetime as dt

from zugong.door.models import Account
from zugong.journal.actions.write import write


def invite(username: str, name: str, *, person: int | None = None, by: int | None, at: dt.datetime) -> Account:
    """Make an account without a usable password; its link is made by invitation.address_of()."""
    account = Account.objects.create_user(username, None, name=name, person=person, invited_at=at)
    write(f"accounts/{account.pk}", "invite", by=by, at=at)
    return account
