"""What goes wrong, in one shape: a code for programs, a sentence for people, the place in what was sent."""

from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.responses import Response

from zugong.door.refusal import Refused
from zugong.ledgers.actions.save import Unexplained

FAULTS = {
    "missing": "没有填", "extra_forbidden": "没有这一项，请核对名称", "string_too_long": "太长", "string_too_short": "没有填", "string_pattern_mismatch": "格式不对", "string_type": "要是文本",
    "int_type": "要是整数", "bool_type": "要是 true 或 false", "list_type": "要是数组", "dict_type": "要是对象", "too_long": "太多", "too_short": "至少要有一项", "less_than_equal": "太大", "greater_than_equal": "太小",
    "literal_error": "不在可选的代码里", "date_type": "日期要写成 2026-03-31", "value_error": "格式不对（编号是整数，日期写成 2026-03-31）",
}  # fmt: skip


READABLE = {"ensure_ascii": False}


class Problem(Schema):
    """`code` stays the same from version to version; `field` names the place in what was sent, as `parts.0.kind`; `warnings`: what an explanation is asked for."""

    code: str
    message: str
    field: str | None = None
    warnings: list[str] = []


class Overtaken(Problem):
    """Somebody was faster: `present` is the thing as it stands now, `version` the number to send with the next try."""

    version: int | None = None
    present: dict[str, Any] | None = None


class Conflict(Exception):
    """An act on a version that is not the present one."""

    def __init__(self, version: int, present: dict):
        super().__init__("别人刚刚改过，请对照现在的内容再提交")
        self.version, self.present = version, present


class TooLarge(Exception):
    """A body above the bound."""


class TooMany(Exception):
    """More requests than a token may send in a minute; `wait` seconds until the next."""

    def __init__(self, wait: int):
        super().__init__()
        self.wait = wait


READING = {status: Problem for status in (401, 403, 404, 422, 429)}
WRITING = {400: Problem, **READING, 409: Overtaken, 413: Problem}


def checked(form: Form, names: dict[str, str] | None = None) -> dict:
    """The cleaned data of a form that the pages use too; Refused with its first complaint. `names`: what a field is called in the body."""
    if form.is_valid():
        return form.cleaned_data
    name, said = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else ""
    raise Refused(f"{label}：{said[0]}" if label else said[0], (names or {}).get(name, name) if name in form.fields else None)


@contextmanager
def called(names: Callable[[str], str]):
    """What an act refuses is said by the names of the body: `names` turns the field of a page into them."""
    try:
        yield
    except Refused as refusal:
        refusal.field = refusal.field and names(refusal.field)
        raise


def answer(status: int, code: str, message: str, field: str | None = None, **more) -> HttpResponse:
    """A problem as it is sent."""
    shape = Overtaken if status == 409 else Problem
    return Response(shape(code=code, message=message, field=field, **more).model_dump(), status=status, json_dumps_params=READABLE)


def _malformed(request: HttpRequest, error: HttpError) -> HttpResponse:
    return answer(400, "malformed", "请求体不是 JSON，请检查格式和编码（UTF-8）")


def _unknown(request: HttpRequest, error: Exception) -> HttpResponse:
    sent = answer(401, "unauthorized", "没有令牌，或令牌不对、已作废、已过期。请在请求头里写 Authorization: Bearer 令牌")
    sent["WWW-Authenticate"] = "Bearer"
    return sent


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The first fault by its place; which part of a choice did not fit is not said."""
    first = error.errors[0]
    place = [str(part) for part in first["loc"][1:] if part not in ("given", "asked")]
    place = [part for part in place if not part.startswith("constrained-") and part not in ("str", "int", "bool")]
    message = FAULTS.get(first["type"], "不合要求")
    return answer(422, "invalid", f"{'.'.join(place) or '请求体'}：{message}", ".".join(place) or None)


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    if isinstance(refusal, Unexplained):
        return answer(422, "unexplained", str(refusal), refusal.field, warnings=list(dict.fromkeys(refusal.warnings)))
    return answer(422, "refused", str(refusal), refusal.field)


def _throttled(request: HttpRequest, error: TooMany) -> HttpResponse:
    sent = answer(429, "too_many", f"一分钟里的请求太多，请过 {error.wait} 秒再试")
    sent["Retry-After"] = str(error.wait)
    return sent


def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address that the API does not have."""
    return answer(404, "not_found", "没有这个地址，请看接口说明")


nowhere.csrf_exempt = True  # nothing is done here


def explain(api: NinjaAPI) -> None:
    """Tell an API how each sort of problem is answered."""
    simple = {
        PermissionDenied: (403, "forbidden", "令牌所属的账号没有这项权利，请联系安全保密管理员"),
        Http404: (404, "not_found", "没有这一项，或不在令牌的范围里"),
        IntegrityError: (409, "collision", "刚才有人同时做了改动，这次没有保存。请核对后再试一次"),
        TooLarge: (413, "too_large", "请求体太大，请分几次发"),
    }
    for sort, said in simple.items():
        api.add_exception_handler(sort, lambda request, error, said=said: answer(*said))
    api.add_exception_handler(HttpError, _malformed)
    api.add_exception_handler(AuthenticationError, _unknown)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(TooMany, _throttled)
    api.add_exception_handler(Conflict, lambda request, error: answer(409, "overtaken", str(error), "version", version=error.version, present=error.present))
