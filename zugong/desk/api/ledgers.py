"""Rows of ledgers: keep, change, end, remove. A row that names people is read with a line in the reading log."""

import datetime as dt
from typing import Literal

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from zugong.charter.book import Book
from zugong.charter.ledger_words import Ledger
from zugong.door.asked_text import asked_text
from zugong.door.audience import own_paths
from zugong.door.refusal import Refused
from zugong.ledgers import queries, told
from zugong.ledgers.access import is_narrow, ledger_or_404, masks, may_enter, may_keep, named_for, row_or_404, unseen
from zugong.ledgers.actions.change import Overtaken, change
from zugong.ledgers.actions.end import end
from zugong.ledgers.actions.keep import keep
from zugong.ledgers.actions.remove import remove
from zugong.ledgers.models import Row
from zugong.ledgers.screens.reading import logged
from zugong.library.queries import book
from zugong.registry.access import organization_or_404

from .given import Asked, AskedId, Day, Given, Id, Reason, Reasoned, Value, Version, text, unasked
from .ledger_values import checked_values
from .operations import page_of, reading, writing
from .organizations import place_of
from .problems import Conflict, called

router = Router(tags=["台账"])


class RowShown(Schema):
    """`values`: by the keys of the ledger, references as ids, money in fen, what is masked as masked text; `words`: the same as a clerk writes it, sums among them."""

    id: int
    ledger: str
    organization: int
    name: str
    values: dict[str, str | int | bool]
    words: dict[str, str]
    since: dt.date
    until: dt.date | None
    version: int
    entered_at: dt.datetime
    removed_at: dt.datetime | None
    removed_for: str | None
    is_sealed: bool


class RowPage(Schema):
    items: list[RowShown]
    next: int | None


class RowRemoved(Schema):
    """`is_deleted`: the row is gone with all it said, as where people join of their own will; else it stays readable with its reason."""

    id: int
    is_deleted: bool


class RowsAsked(Asked):
    q: text(80) = Field("", description="名称里有的字")
    organization: AskedId = unasked()
    as_of: Day = unasked("哪天有效的；不填是今天")
    state: Literal["in_force", "all"] = Field("in_force", description="all：已经结束的和还没开始的也要")


class KeepingGiven(Given):
    """`explained`: why it is saved all the same, where a check warns. `agreed`: where people join of their own will, that this one agreed in writing."""

    organization: Id
    values: dict[str, Value]
    since: Day
    until: Day | None = Field(None, description="不再有效的第一天")
    explained: text(200) = ""
    agreed: bool = False


class ChangingGiven(Given):
    """What is left out stays as it is; `values` are sent whole."""

    version: Version
    reason: Reason
    values: dict[str, Value] | None = None
    since: Day | None = None
    until: Day | None = None
    explained: text(200) = ""


class EndingGiven(Given):
    on: Day = Field(description="从哪天起不再有效")
    reason: Reason


def shown(here: Book, word: Ledger, row: Row, words: dict[str, str], own: bool) -> dict:
    """A row as this reader may see it; `words` as told.told_all() gives them."""
    types = {field.key: field.type for field in here.fields(word.key)}
    values = {}
    for key in word.fields:
        if key in words and row.fields.get(key) not in (None, ""):
            value = row.fields[key]
            values[key] = words[key] if masks(word, key, own) else value[:7] if types[key] == "month" else value
    return {
        "id": row.pk, "ledger": row.ledger, "organization": row.organization_id, "name": told.called(here, word, row, own), "values": values, "words": {key: text for key, text in words.items() if text}, "since": row.since, "until": row.until,
        "version": row.version, "entered_at": row.entered_at, "removed_at": row.removed_at, "removed_for": row.removed_for or None, "is_sealed": row.sealed_at is not None,
    }  # fmt: skip


def _all(request: HttpRequest, here: Book, word: Ledger, rows: list[Row]) -> list[dict]:
    paths = own_paths(request)
    told_words = told.told_all(here, word, rows, paths)
    return [shown(here, word, row, words, row.organization.path in paths) for row, words in zip(rows, told_words, strict=True)]


def _now(request: HttpRequest, here: Book, word: Ledger, pk: int) -> dict:
    return _all(request, here, word, [Row.objects.select_related("organization").get(pk=pk)])[0]


@reading(router, "/ledgers/{ledger}/rows", "ledger.read", "一本台账的行", RowPage, more="没有移除的，按编号排列。")
def index(request: HttpRequest, ledger: str, asked: Query[RowsAsked]):
    """Rows in scope that stand."""
    here = book()
    word = ledger_or_404(here, ledger)
    rows = queries.rows(request.scope("ledger.read"), ledger, None if asked.state == "all" else min(asked.as_of or request.today, request.today))
    if is_narrow(here, word):
        rows = rows.filter(organization__path__in=own_paths(request))
    if asked.organization:
        rows = rows.filter(organization=organization_or_404(request, asked.organization, "ledger.read", alone=True))
    if name := asked_text(asked.q):
        rows = rows.filter(named_for(request, here), name__contains=name)
    items, following = page_of(request, asked, rows)
    return {"items": _all(request, here, word, items), "next": following}


@writing(router, "/ledgers/{ledger}/rows", "ledger.keep", "登记一行", RowShown, made=True)
def enter(request: HttpRequest, ledger: str, given: KeepingGiven):
    """Keep a row."""
    here = book()
    word, place = ledger_or_404(here, ledger), place_of(request.scope("ledger.keep"), given.organization, "organization")
    if not may_enter(request, here, word, place.path):
        raise PermissionDenied
    if word.opt_in and not given.agreed:
        raise Refused(f"要先有本人书面同意：{word.opt_in}", "agreed")
    values = checked_values(request, here, word, place, given.values)
    with _called(word):
        made = keep(
            here, ledger, place, values, since=given.since, until=given.until, told=told.words_of(here, word, values), explained=given.explained, today=request.today, by=request.user.pk, at=request.now,
        )  # fmt: skip
    return Status(201, _now(request, here, word, made.pk))


@reading(router, "/ledgers/rows/{pk}", "ledger.read", "一行", RowShown, more="提到人的，每读一次留一条阅览记录。", logged=logged)
def show(request: HttpRequest, pk: AskedId):
    """One row, also a removed one."""
    here = book()
    row = row_or_404(request, here, pk, "ledger.read")
    return _all(request, here, ledger_or_404(here, row.ledger), [row])[0]


def _called(word: Ledger):
    return called(lambda field: f"values.{field}" if field in word.fields else field)


def _row(request: HttpRequest, pk: int) -> tuple[Book, Row, Ledger]:
    """A row that the account may change, under the rule of the page."""
    here = book()
    row = row_or_404(request, here, pk, "ledger.keep")
    word = ledger_or_404(here, row.ledger)
    if not may_keep(request, word, row.organization.path):
        raise PermissionDenied
    return here, row, word


@writing(router, "/ledgers/rows/{pk}/change", "ledger.keep", "更改一行", RowShown, more="原来的内容留在历史里。只有本单位看得全的栏目（例如电话），上级改别的栏目时不要带，它保持原样。")
def mend(request: HttpRequest, pk: AskedId, given: ChangingGiven):
    """Change a row; what the account does not see stays as it is."""
    here, row, word = _row(request, pk)
    hidden = unseen(request, here, word, row)
    values = row.fields if given.values is None else checked_values(request, here, word, row.organization, given.values, row.fields, hidden)
    span = {"since": given.since or row.since, "until": given.until if "until" in given.model_fields_set else row.until}
    try:
        with _called(word):
            change(
                here, row, values, **span, version=given.version, reason=given.reason, told=told.words_of(here, word, values), explained=given.explained, today=request.today, by=request.user.pk, at=request.now,
            )  # fmt: skip
    except Overtaken as overtaken:
        raise Conflict(overtaken.row.version, _now(request, here, word, pk)) from None
    return _now(request, here, word, pk)


@writing(router, "/ledgers/rows/{pk}/end", "ledger.keep", "结束一行", RowShown, more="仍留在台账里，当天起不再算现行。")
def close(request: HttpRequest, pk: AskedId, given: EndingGiven):
    """End a row."""
    here, row, word = _row(request, pk)
    end(here, row.ledger, [row.pk], on=given.on, reason=given.reason, today=request.today, by=request.user.pk, at=request.now)
    return _now(request, here, word, pk)


@writing(router, "/ledgers/rows/{pk}/remove", "ledger.keep", "移除登错的一行", RowRemoved, more="自愿加入的台账：退出，并立即删除。")
def take_out(request: HttpRequest, pk: AskedId, given: Reasoned):
    """Remove a row entered by mistake, or let a person go."""
    here, row, _ = _row(request, pk)
    remove(here, row, reason=given.reason, by=request.user.pk, at=request.now)
    return {"id": pk, "is_deleted": not Row.objects.filter(pk=pk).exists()}
