"""Who may come in: by a token alone, with a body of some size, so many times a minute."""

import time
from collections import deque
from threading import Lock

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer

from zugong.door.models import SystemToken
from zugong.door.system_tokens import admit

from .problems import TooLarge, TooMany

MINUTE = 60
_lock = Lock()
_seen: dict[str, deque[float]] = {}


class Bearer(HttpBearer):
    """Authorization: Bearer <token>."""

    def authenticate(self, request: HttpRequest, token: str) -> SystemToken | None:
        found = admit(request, token)
        if found:
            keep_pace(found.digest, time.monotonic())
            if int(request.META.get("CONTENT_LENGTH") or 0) > settings.API_BODY_BYTES:
                raise TooLarge
        return found


def keep_pace(token: str, now: float) -> None:
    """Count a request of a token, in this process; TooMany above the bound. `now`: seconds that only grow."""
    with _lock:
        seen = _seen.setdefault(token, deque())
        while seen and seen[0] <= now - MINUTE:
            seen.popleft()
        if len(seen) >= settings.API_PER_MINUTE:
            raise TooMany(int(seen[0] + MINUTE - now) + 1)
        seen.append(now)
