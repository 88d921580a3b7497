import datetime as dt

from zugong.door.models import Account, SystemToken
from zugong.door.refusal import Refused
from zugong.door.rights import roles
from zugong.door.scope import grants_on
from zugong.door.system_tokens import digest, latest_end, new_token
from zugong.journal.actions.write import write


def issue_token(account: Account, title: str, *, ends_on: dt.date, today: dt.date, by: int | None, at: dt.datetime) -> tuple[SystemToken, str]:
    """Give a system a token to the account; the text is answered this once and kept nowhere. Refused: a closed account, an administrator's, a last day that is past or more than a year ahead."""
    if not account.is_active:
        raise Refused("这个账号已停用，不能发令牌")
    if any(roles()[grant.role].administrator for grant in grants_on(account.pk, today) if grant.role in roles()):
        raise Refused("管理员账号登录要动态验证码，不能用令牌代替；请给对接的系统另开账号")
    if not today <= ends_on <= latest_end(today):
        raise Refused(f"有效期请填今天到 {latest_end(today)} 之间的一天，到期再换新的", "ends_on")
    text = new_token()
    token = SystemToken.objects.create(account=account, title=title, digest=digest(text), made_at=at, made_by=by, ends_on=ends_on)
    write(f"accounts/{account.pk}", "issue_token", by=by, at=at, fields=["title", "ends_on"], reason=title)
    return token, text
