"""How a screen declares what it does: @reads or @writes, with the right it needs."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from zugong.journal.actions.note_reading import note_reading

from .rights import EVERYONE, VISITOR


class WriteInReading(RuntimeError):
    """A screen declared @reads sent something else than SELECT."""


def reads(right: str, *, logged: Callable[..., str] | None = None):
    """GET only, SELECT only, no transaction. `logged(request, **kwargs)` names the address for the reading log."""

    def decorate(screen):
        @wraps(screen)
        def run(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            _admit(request, right)
            if logged and (address := logged(request, *args, **kwargs)):
                note_reading(address, by=request.user.pk, at=request.now)
            with connection.execute_wrapper(_select_only):
                return screen(request, *args, **kwargs)

        return _declared(require_GET(_signed_in(run, right)), "reads", right)

    return decorate


def writes(right: str, *, late: bool = False):
    """POST inside one transaction; a GET of the same screen shows its form.

    `late`: for screens that read much and are pressed often. The verb opens the one transaction itself; before it the screen may only SELECT.
    """

    def decorate(screen):
        @wraps(screen)
        def run(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            _admit(request, right)
            if late or request.method in ("GET", "HEAD"):
                with connection.execute_wrapper(_select_until_the_verb(_depth()) if request.method == "POST" else _select_only):
                    return screen(request, *args, **kwargs)
            with transaction.atomic():
                return screen(request, *args, **kwargs)

        return _declared(_signed_in(run, right), "writes", right)

    return decorate


def _declared(screen, method: str, right: str):
    screen.method, screen.right = method, right
    return screen


def _signed_in(screen, right: str):
    return screen if right == VISITOR else login_required(screen)


def _admit(request: HttpRequest, right: str) -> None:
    if right not in (EVERYONE, VISITOR) and not request.may(right):
        raise PermissionDenied


def _depth() -> tuple[bool, int]:
    return connection.in_atomic_block, len(connection.savepoint_ids)


def _select_until_the_verb(depth: tuple[bool, int]):
    """Outside of a transaction opened since: SELECT only, and the words that open and close one."""

    def run(execute, sql, params, many, context):
        if _depth() != depth or sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            return execute(sql, params, many, context)
        return _select_only(execute, sql, params, many, context)

    return run


def _select_only(execute, sql, params, many, context):
    if not sql.lstrip("( \n").upper().startswith(("SELECT", "WITH", "EXPLAIN")):
        raise WriteInReading(sql.split(" ", 3)[:3])
    return execute(sql, params, many, context)
