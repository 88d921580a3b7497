import datetime as dt
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import Q

from zugong.charter.book import Book
from zugong.charter.catalogue import LEDGER_COLUMNS
from zugong.door.refusal import Refused
from zugong.door.scope import Scope
from zugong.files.models import StoredFile
from zugong.journal.actions.write_all import write_all
from zugong.ledgers.access import guarded_fields, is_narrow
from zugong.ledgers.actions.save import save
from zugong.ledgers.drafts import Draft
from zugong.ledgers.models import FormerRow, Row
from zugong.ledgers.queries import rows
from zugong.ledgers.typed import Shape
from zugong.registry.rosters.names import codes_of_namesakes
from zugong.sheets.columns import Column, Place
from zugong.sheets.lines import Line
from zugong.sheets.rosters import Ask, Conflict, Filter

from . import matching
from .plain import Known, column_type


class LedgerRoster:
    """A ledger's table: its organization, its fields, from when until when. A line is the same row by its number, else by what may not be twice, else when it says nothing new."""

    right, reads_right = "ledger.keep", "ledger.read"
    at_once = 1000

    def __init__(self, book: Book, key: str, group: str = ""):
        self.book, self.word = book, book.ledgers[key].latest
        self.key, self.title, self.group, self.unit, self.kinds = key, self.word.title, group, "行", frozenset(book.kinds_of(key))
        self.shape = Shape(book, key, self.word)
        self.identities, self.repeats = (("row",), tuple(self.word.unique or ("organization", self.word.name_field))), not self.word.unique
        self.filters = tuple(Filter(field.key, field.title, dict(codes)) for field in book.fields(key) if field.key in self.shape.slots and field.key not in guarded_fields(book, self.word) and (codes := book.code_values(field.type)))

    def columns(self) -> list[Column]:
        found = [Column("organization", f"所属{self.book.title_of(self.word.of)}", "organization", needed=True, also=("所属组织", "所属单位", "单位", "单位名称", "组织", "组织名称"))]
        for field in self.book.fields(self.key):
            if field.key in self.word.fields:
                kind = column_type(self.book, field.type)
                codes = self.book.code_values(field.type) if kind == "code" else None
                found.append(Column(field.key, field.title, kind, needed=not field.optional, codes=codes, longest=4000 if kind == "long_text" else 200))
        titles = {each.title for each in found}
        for key, help_text in (("since", "从哪天起有效；不填就从导入当天起"), ("until", "不再有效的第一天；还有效就不填")):
            title = LEDGER_COLUMNS[key][1]
            found.append(Column(key, title if title not in titles else f"{title}（台账）", "date", help=help_text))
        found.append(Column("row", "台账行号", "count", help="导出时带出，用来认出改的是哪一行；新增的不填"))
        return found

    def resolve(self, lines: list[Line], ask: Ask) -> None:
        matching.resolve(self.book, self.shape, lines, ask)

    def write(self, lines: list[Line], ask: Ask, reason: str) -> dict:
        """Save lines that are new or changed; checks that only warn were shown before and are explained by the import."""
        there = matching.standing_rows([line.target for line in lines if line.target])
        drafts = matching.drafts_of(self.shape, lines, matching.plain_of(self.book, self.shape, lines, ask), ask, there)
        saved: list[Row] = []
        for verb, some in (("keep", [draft for draft in drafts if draft.row is None]), ("change", [draft for draft in drafts if draft.row is not None])):
            if some:
                saved += save(self.book, self.shape, some, verb=verb, today=ask.today, by=ask.by, at=ask.at, reason=reason, explained=reason)
        fresh = [row.pk for row in saved if row.pk not in there]
        return {"addresses": [row.address for row in saved], "new": fresh, "changed": [[pk, row.version] for pk, row in there.items()]}

    def undo(self, trace: dict, ask: Ask, reason: str) -> list[Conflict]:
        """Restore what was changed, then delete what was new; what others refer to stands against it."""
        versions = dict(map(tuple, trace["changed"]))
        there = matching.standing_rows(list(versions))
        former = {each.row_id: each.values for each in FormerRow.objects.filter(row__in=list(versions)) if each.version == versions[each.row_id]}
        drafts = [Draft(there[pk].organization_id, said["fields"], _day(said["since"]), _day(said["until"]), there[pk], {self.word.name_field: _name(self.shape, said, there[pk])}) for pk, said in former.items() if pk in there]
        try:
            if drafts:
                save(self.book, self.shape, drafts, verb="undo_sheet", today=ask.today, by=ask.by, at=ask.at, reason=reason, explained=reason)
        except Refused as refusal:
            return [Conflict(drafts[0].row.address, str(refusal))]
        fresh = set(trace["new"])
        used = Row.objects.filter(row_1__in=fresh).exclude(pk__in=fresh).values_list("row_1", flat=True).union(Row.objects.filter(row_2__in=fresh).exclude(pk__in=fresh).values_list("row_2", flat=True))
        if found := list(used[:20]):
            return [Conflict(f"ledgers/rows/{pk}", "别的行已经引用了它") for pk in found]
        if filed := [each for piece in matching.pieces(fresh) for each in StoredFile.objects.filter(about__in=[f"ledgers/rows/{pk}" for pk in piece]).values_list("about", flat=True)[:20]]:
            return [Conflict(address, "已经添加了附件") for address in filed[:20]]
        write_all([f"ledgers/rows/{pk}" for pk in sorted(fresh)], "undo_sheet", by=ask.by, at=ask.at, reason=reason)
        Row.objects.filter(pk__in=fresh).update(row_1=None, row_2=None)
        Row.objects.filter(pk__in=fresh).delete()
        return []

    def rows(self, scope: Scope, today: dt.date, chosen: dict[str, str]) -> Iterator[tuple]:
        """Fields that are masked or not for those above stay empty but for the own organization; an empty cell changes nothing when it comes back."""
        found, tops = rows(scope, self.key, today).select_related(None), matching.own_tops(scope)
        if is_narrow(self.book, self.word):
            found = found.filter(organization__path__in=tops)
        guarded = guarded_fields(self.book, self.word)
        found = found.filter(Q(sealed_at__isnull=True) | Q(organization__path__in=tops))
        for key, value in chosen.items():
            if value and key in self.shape.slots and key not in guarded:
                found = found.filter(**{self.shape.slots[key]: value})
        told = found.order_by("organization__path", "id").values_list("id", "organization_id", "organization__path", "organization__name", "fields", "since", "until").iterator(chunk_size=2000)
        keys, codes = [column.key for column in self.columns() if column.key not in matching.OWN], codes_of_namesakes()
        while piece := list(islice(told, 2000)):
            known = Known(self.book, self.key, [row[4] for row in piece], tops, today)
            for pk, place, path, name, fields, since, until in piece:
                yield (Place(place, path, codes.get(place, name)), *(None if key in guarded and path not in tops else known.value(key, fields.get(key)) for key in keys), since, until, pk)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _name(shape: Shape, said: dict[str, Any], row: Row) -> str:
    """What the row was called; where its name is a reference it keeps the present one."""
    kind = shape.types[shape.word.name_field]
    return str(said["fields"].get(shape.word.name_field) or row.name) if shape.book.family(kind) == "text" else row.name
