"""What the rules in force ask of each kind of record and each ledger: without it nobody knows which fields to send."""

from django.http import HttpRequest
from ninja import Router, Schema

from zugong.charter.book import Book
from zugong.library.queries import book

from .operations import reading

router = Router(tags=["规则"])


class FieldShown(Schema):
    """`type`: text, count, date, or the name of a code list, a ledger or a group of organizations; `codes`: what a code list allows."""

    key: str
    title: str
    type: str
    optional: bool
    codes: dict[str, str] | None


class KindShown(Schema):
    """`organization_kinds`: who files it; `roll`: whether everyone expected is called; `picks`: whether only those who took part are named."""

    key: str
    title: str
    organization_kinds: list[str]
    roll: bool
    picks: bool
    fields: list[FieldShown]


class LedgerShown(Schema):
    """`kept_by`: own or above; `opt_in`: what people agreed to, where they join of their own will."""

    key: str
    title: str
    organization_kinds: list[str]
    kept_by: str
    unique: list[str]
    opt_in: str | None
    fields: list[FieldShown]


def _fields(here: Book, key: str, word) -> list[dict]:
    wanted = (field for field in here.fields(key) if field.key in word.fields)
    return [{"key": field.key, "title": field.title, "type": field.type, "optional": field.optional, "codes": here.code_values(field.type)} for field in wanted]


@reading(router, "/record-kinds", "record.read", "现行的纪实种类和栏目", list[KindShown])
def kinds(request: HttpRequest):
    """Kinds of records in force today."""
    here = book()
    words = {key: word for key, entry in here.records.items() if (word := entry.on(request.today))}
    return [
        {"key": key, "title": word.title, "organization_kinds": here.kinds_of(word.by), "roll": bool(word.roll), "picks": bool(word.picks), "fields": _fields(here, key, word)}
        for key, word in words.items()
    ]


@reading(router, "/ledgers", "ledger.read", "现行的台账和栏目", list[LedgerShown])
def ledgers(request: HttpRequest):
    """Ledgers in force today."""
    here = book()
    words = {key: word for key, entry in here.ledgers.items() if (word := entry.on(request.today))}
    return [
        {"key": key, "title": word.title, "organization_kinds": here.kinds_of(key), "kept_by": word.kept_by, "unique": word.unique, "opt_in": word.opt_in, "fields": _fields(here, key, word)}
        for key, word in words.items()
    ]
