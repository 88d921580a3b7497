"""What the QR of a check-in carries: a token of this half minute, worked out from the check-in's secret and the server's time alone."""

import datetime as dt
import hashlib
import hmac

from zugong.door.refusal import Refused

from .models import CheckIn

STEP = 30  # seconds
LENGTH = 20


def step_of(at: dt.datetime) -> int:
    """The number of the half minute."""
    return int(at.timestamp()) // STEP


def token_at(check_in: CheckIn, at: dt.datetime) -> str:
    """The token that is shown at a moment."""
    return _token(check_in, step_of(at))


def admit(check_in: CheckIn | None, token: str, at: dt.datetime) -> CheckIn:
    """The check-in, if its token is of this half minute or the one before."""
    if check_in and any(hmac.compare_digest(_token(check_in, step_of(at) - back), token) for back in (0, 1)):
        return check_in
    raise Refused("这个二维码已经换新，请对着屏幕再扫一次，或输入旁边的六位签到码")


def _token(check_in: CheckIn, step: int) -> str:
    return hmac.new(bytes.fromhex(check_in.secret), f"{check_in.pk}:{step}".encode(), hashlib.sha256).hexdigest()[:LENGTH]
