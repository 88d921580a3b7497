"""When a server must not answer: an upgrade or a restore is under way, or the database is no longer the one it was started for."""

import threading
import time

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from . import lease, tables
from .models import Installation

LEASE = "maintenance"
SECONDS = 2  # between two looks of a server; who begins maintenance waits longer than that
_seen = {"state": "", "restored": None}


def state() -> str:
    """"": serve; "maintenance": wait; "restart": this process is too old for the database."""
    return _seen["state"]


def look() -> str:
    """Ask the database, and remember what it says."""
    restored = Installation.objects.filter(key="restored").values_list("value", flat=True).first() or ""
    if _seen["restored"] is None:
        _seen["restored"] = restored
    if lease.is_held(LEASE):
        _seen["state"] = "maintenance"
    elif tables.compared(tables.applied()) != "ok" or restored != _seen["restored"]:
        _seen["state"] = "restart"
    else:
        _seen["state"] = ""
    return state()


def forget() -> None:
    """As a process that has just started."""
    _seen.update(state="", restored=None)


def watch() -> None:
    """Look again and again, beside the requests and at no cost to them. Called once in each process of a server."""
    threading.Thread(target=_watch, name="maintenance", daemon=True).start()


def _watch() -> None:
    while True:
        try:
            look()
        except DatabaseError:  # the requests will say so themselves
            connection.close()
        time.sleep(SECONDS)


class MaintenanceMiddleware:
    """Answers everything but /health with 503 while the server must not answer; asks the database nothing. The style sheets are served before it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not state() or request.path == "/health":
            return self.get_response(request)
        return HttpResponse(render_to_string("503.html", {"state": state()}), status=503, headers={"Retry-After": "60", "Cache-Control": "no-store"})
