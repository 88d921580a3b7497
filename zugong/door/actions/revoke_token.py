import datetime as dt

from zugong.door.models import SystemToken
from zugong.door.refusal import Refused
from zugong.journal.actions.write import write


def revoke_token(token: SystemToken, *, by: int | None, at: dt.datetime) -> None:
    """The token opens nothing from now on. Refused when it was revoked before."""
    if not SystemToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=at):
        raise Refused("这个令牌已经作废，请刷新后查看")
    write(f"accounts/{token.account_id}", "revoke_token", by=by, at=at, fields=["revoked_at"], reason=token.title)
