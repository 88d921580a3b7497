"""A ledger's list as its address asks for it: filters, columns and order."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict

from zugong.charter.book import Book
from zugong.charter.ledger_words import Ledger
from zugong.door.asked_day import asked_day
from zugong.door.asked_number import asked_number
from zugong.door.asked_text import asked_text
from zugong.door.audience import own_paths
from zugong.door.scope import Scope
from zugong.registry.called import called
from zugong.registry.models import Organization, Person

from .access import guarded_fields, is_narrow, named_for
from .models import Row
from .queries import rows
from .typed import ATTRIBUTES

SHOWN = 5
_BUILT_IN = {"name": "name", "since": "since", "until": "until", "entered": "entered_at"}


@dataclass
class Asked:
    """What a list shows. `filters`: field -> code; `order`: a key of orders(), with "-" before it for the other way round; "" for the order of the tree."""

    text: str = ""
    on: dt.date | None = None
    filters: dict[str, str] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)
    order: str = ""
    organization: int | None = None
    breached: bool = False


def filterable(book: Book, word: Ledger) -> dict[str, tuple[str, dict[str, str]]]:
    """field -> (title, code -> its words): code lists and yes or no, where a typed column holds them and nobody is kept from it."""
    slots, columns, found, guarded = book.slots.get(word.key, {}), book.columns(word.key), {}, guarded_fields(book, word)
    for key in word.fields:
        family = book.family(columns[key][0])
        if key in slots and key not in guarded and family in ("code", "yes_no"):
            found[key] = (columns[key][1], book.code_values(columns[key][0]) or {"1": "是", "0": "否"})
    return found


def orders(book: Book, word: Ledger) -> dict[str, str]:
    """What a list can be ordered by -> its title; an order would tell what a column hides."""
    slots, columns, guarded = book.slots.get(word.key, {}), book.columns(word.key), guarded_fields(book, word)
    kept = {
        key: columns[key][1] for key in [*word.fields, *word.sums] if key in slots and key not in guarded and slots[key].split("_")[0] in ("code", "number", "day")
    }
    return ({} if word.name_field in guarded else {"name": "名称"}) | {"since": "起日", "entered": "登记时间"} | kept


def asked(request: HttpRequest, book: Book, word: Ledger, query: QueryDict | None = None) -> Asked:
    """The address read; what it does not make sense of is left out."""
    query = request.GET if query is None else query
    known, sortable = filterable(book, word), orders(book, word)
    filters = {key: value for key in known if (value := query.get(f"f-{key}", "")) in known[key][1]}
    columns = [key for key in query.getlist("c") if key in word.fields or key in word.sums]
    order = query.get("order", "")
    return Asked(
        asked_text(query.get("q")), None if query.get("past") == "1" else asked_day(request), filters, columns or [key for key in word.fields if key != word.name_field][:SHOWN],
        order if order.removeprefix("-") in sortable else "", asked_number(query.get("organization", "")), query.get("breached") == "1",
    )  # fmt: skip


def _holding(request: HttpRequest, book: Book, word: Ledger, text: str) -> Q:
    """Rows whose name holds the text, or that name a person or an organization called so, in a column that nobody is kept from."""
    found, slots, guarded = Q(name__contains=text) | Q(organization__name__contains=text), book.slots.get(word.key, {}), guarded_fields(book, word)
    for each in book.fields(word.key):
        table = {"person": Person, "organization": Organization}.get(book.family(each.type))
        if table and each.key in slots and each.key not in guarded:
            found |= Q(**{f"{ATTRIBUTES[slots[each.key]]}__in": table.objects.filter(called(text)).values("pk")})
    return found


def found(request: HttpRequest, book: Book, word: Ledger, scope: Scope, what: Asked) -> QuerySet[Row]:
    """The rows of a list, in its order: by default that of the tree, for a whole city the newest first, so that no page sorts more than it shows."""
    here = rows(scope, word.key, what.on)
    if is_narrow(book, word):
        here = here.filter(organization__path__in=own_paths(request))
    if what.text:
        here = here.filter(named_for(request, book), _holding(request, book, word, what.text))
    if what.organization:
        here = here.filter(organization=what.organization)
    if what.breached:
        here = here.filter(breaches__isnull=False).distinct()
    slots = book.slots.get(word.key, {})
    for key, value in what.filters.items():
        here = here.filter(Q(**{slots[key]: int(value) if slots[key].startswith("number") else value}))
    if what.order:
        key, minus = what.order.removeprefix("-"), "-" if what.order.startswith("-") else ""
        return here.order_by(minus + (_BUILT_IN.get(key) or ATTRIBUTES[slots[key]]), minus + "id")
    return here.order_by("-id") if scope.everything and not what.organization else here.order_by("organization__path", "id")
