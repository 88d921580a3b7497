import datetime as dt

from zugong.door.models import Account, Grant
from zugong.journal.actions.write import write


def grant_role(
    account: Account, role: str, reach: str, path: str = "", *, since: dt.date, until: dt.date | None = None, because: str = "", by: int | None, at: dt.datetime
) -> Grant:
    """Give a role on a range of paths from a day on. `because`: the address of the post it ends with."""
    grant = Grant.objects.create(account=account, role=role, reach=reach, path=path, since=since, until=until, because=because)
    write(f"accounts/{account.pk}", "grant_role", by=by, at=at, fields=["role", "reach", "path"])
    return grant
