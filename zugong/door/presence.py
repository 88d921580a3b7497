"""Who is asking, when, with which grants; idle sessions end; administrators must use TOTP."""

import datetime as dt
from urllib.parse import unquote

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from . import clock
from .models import Grant, Installation
from .rights import roles
from .scope import Scope, grants_on, scope_of

SYSTEMS = "/api/v1/"  # below it another system asks, by its token


def know(request: HttpRequest, grants: list[Grant], person: int | None) -> None:
    """Give a request its grants, `scope(right)` and `may(right)`."""
    scopes: dict[str, Scope] = {}

    def scope(right: str) -> Scope:
        if right not in scopes:
            scopes[right] = scope_of(grants, right, person)
        return scopes[right]

    request.grants, request.scope, request.may = grants, scope, lambda right: bool(scope(right))


class PresenceMiddleware:
    """Gives every request `now`, `today`, `grants`, `scope(right)` and `may(right)`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = clock.now()
        request.today = request.now.astimezone(clock.SHANGHAI).date()
        if request.path.startswith("/static/") or request.path == "/health":
            return self.get_response(request)
        if request.path.startswith(SYSTEMS):
            return self._of_a_system(request)
        if request.user.is_authenticated and self._is_idle(request):
            logout(request)
            return redirect(f"{reverse('account_login')}?idle=1&next={request.path}")
        know(request, grants_on(request.user.pk, request.today) if request.user.is_authenticated else [], getattr(request.user, "person", None))
        if "\0" in unquote(request.META.get("QUERY_STRING", "")):
            raise BadRequest  # PostgreSQL holds no such text
        if self._needs_totp(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _of_a_system(self, request: HttpRequest) -> HttpResponse:
        """Nobody until a token says who: no session is looked at, so that no page of another site can use one."""
        request.user = AnonymousUser()
        know(request, [], None)
        answer = self.get_response(request)
        answer["Cache-Control"] = "no-store"
        return answer

    def _is_idle(self, request: HttpRequest) -> bool:
        at_desk = request.session.get_expire_at_browser_close()
        seen = request.session.get("seen")
        last = dt.datetime.fromisoformat(seen) if seen else request.now
        limit = dt.timedelta(minutes=settings.IDLE_MINUTES_AT_A_DESK) if at_desk else dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
        if request.now - last > limit:
            return True
        if not seen:
            request.session["demo"] = is_demo()
        if not seen or request.now - last > dt.timedelta(minutes=1) or request.now < last:
            request.session["seen"] = request.now.isoformat()
        return False

    def _needs_totp(self, request: HttpRequest) -> bool:
        if request.path.startswith("/accounts/") or not any(roles()[grant.role].administrator for grant in request.grants if grant.role in roles()):
            return False
        return not request.session.get("demo") and not is_mfa_enabled(request.user)


def is_demo() -> bool:
    """Whether the demo made this database."""
    return Installation.objects.filter(key="demo").exists()
