import datetime as dt

from django.db.models import Q

from zugong.door.models import Account, Grant
from zugong.door.refusal import Refused
from zugong.door.rights import roles
from zugong.journal.actions.write import write


def grant_role(
    account: Account, role: str, reach: str, path: str = "", *, since: dt.date, until: dt.date | None = None, because: str = "", by: int | None, at: dt.datetime
) -> Grant:
    """Give a role on a range of paths from a day on. `because`: the address of the post it ends with.

    Refused: one account as administrator and as anything else. The three administrators are three people.
    """
    held = set(account.grants.filter(Q(until__isnull=True) | Q(until__gt=since)).values_list("role", flat=True)) - {role}
    if any(each in roles() and roles()[each].administrator for each in [role, *held]) and held:
        raise Refused("管理员账号只能担任一种管理员角色，不能再有其他角色；请另开账号", "role")
    grant = Grant.objects.create(account=account, role=role, reach=reach, path=path, since=since, until=until, because=because)
    write(f"accounts/{account.pk}", "grant_role", by=by, at=at, fields=["role", "reach", "path"])
    return grant
