"""How an operation is declared: as a screen is, with its right, and with every problem it may answer."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja import Router

from zugong.door.methods import reads, writes
from zugong.door.refusal import Refused

from .given import Asked
from .problems import READING, WRITING


def reading(router: Router, path: str, right: str, summary: str, answers: Any, *, more: str = "", logged: Callable[..., str] | None = None):
    """GET, under the rules of @reads."""

    def decorate(view):
        return router.get(path, response={200: answers, **READING}, summary=summary, operation_id=_named(view), openapi_extra=_said(right, more))(reads(right, logged=logged)(view))

    return decorate


def writing(router: Router, path: str, right: str, summary: str, answers: Any, *, made: bool = False, again: bool = False, late: bool = False, more: str = ""):
    """POST, under the rules of @writes. `made`: the answer is 201 for something new; `again`: 200 where it was there already."""

    def decorate(view):
        response = ({201: answers} if made else {}) | ({200: answers} if again or not made else {}) | WRITING
        return router.post(path, response=response, summary=summary, operation_id=_named(view), openapi_extra=_said(right, more))(writes(right, late=late)(view))

    return decorate


def _named(view: Callable) -> str:
    return f"{view.__module__.rpartition('.')[2]}_{view.__name__}"


def _said(right: str, more: str) -> dict:
    return {"description": f"{more}需要权利 {right}。", "x-right": right}


def page_of(request: HttpRequest, asked: Asked, rows) -> tuple[list, int | None]:
    """(rows behind `after` in the order of their ids, where the next page begins); one statement. Refused for a name that the list does not know: a filter with a slip would answer everything."""
    if strange := set(request.GET) - set(type(asked).model_fields):
        raise Refused(f"没有“{min(strange)[:40]}”这个条件，请核对名称", min(strange)[:40])
    found = list(rows.filter(pk__gt=asked.after).order_by("pk")[: asked.size + 1])
    return found[: asked.size], found[asked.size - 1].pk if len(found) > asked.size else None
