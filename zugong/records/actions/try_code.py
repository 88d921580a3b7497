import datetime as dt

from zugong.door.models import Account
from zugong.door.refusal import Refused
from zugong.records.models import CheckIn, WrongCode

MOST = 10
WITHIN = dt.timedelta(minutes=15)


def try_code(code: str, *, by: int, at: dt.datetime) -> CheckIn:
    """The check-in that a typed code belongs to. A wrong one is noted: whoever catches the refusal must not roll that back."""
    Account.objects.select_for_update().get(pk=by)  # one at a time for each account, or the count could be outrun
    if WrongCode.objects.filter(account=by, at__gt=at - WITHIN).count() >= MOST:
        raise Refused("签到码输错太多次，请过 15 分钟再试，或请记录人代签")
    if found := CheckIn.objects.filter(code=code).first():
        return found
    WrongCode.objects.create(account=by, at=at)
    raise Refused("没有这个签到码，请对着屏幕再看一遍", "code")
