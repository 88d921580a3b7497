"""How another system says who it is: a token that belongs to an account, whose grants it has and nothing more."""

import datetime as dt
import secrets

from django.http import HttpRequest

from .ciphers import digests
from .models import SystemToken
from .presence import know
from .rights import roles
from .scope import grants_on

PREFIX = "zugong_"  # by which a token is recognized where it does not belong


def new_token() -> str:
    """A token nobody can guess: 256 bits."""
    return PREFIX + secrets.token_urlsafe(32)


def digest(text: str) -> str:
    """What is kept of a token; a guess costs as much as the token is long, so no key is needed."""
    return digests(b"door.system_token", [text.encode("utf8", "surrogatepass")])[0].hex()


def admit(request: HttpRequest, text: str) -> SystemToken | None:
    """Let a request be that of the token's account, with its grants; None for a wrong, revoked or ended token, a closed account, and an administrator's, who need a second factor."""
    token = SystemToken.objects.select_related("account").filter(digest=digest(text)).first()
    if not token or not token.is_good(request.today) or not token.account.is_active:
        return None
    grants = grants_on(token.account_id, request.today)
    if any(roles()[grant.role].administrator for grant in grants if grant.role in roles()):
        return None
    if token.last_used_on != request.today:
        SystemToken.objects.filter(pk=token.pk).update(last_used_on=request.today)
    request.user = token.account
    know(request, grants, token.account.person)
    return token


def latest_end(today: dt.date) -> dt.date:
    """A token is given for a year at most."""
    return today + dt.timedelta(days=366)
