"""Values of a ledger's row as a system sends them: references as ids, everything else through the fields of the page's form."""

import datetime as dt
from collections.abc import Collection
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest

from zugong.charter.book import Book
from zugong.charter.ledger_words import Ledger
from zugong.charter.notations import Field
from zugong.door.refusal import Refused
from zugong.door.scope import Scope
from zugong.ledgers import forms
from zugong.ledgers.access import named_for
from zugong.ledgers.models import STANDING, Row
from zugong.ledgers.queries import in_force
from zugong.registry.models import Organization
from zugong.registry.queries import paths_above, person_in

from .given import as_typed

_LOST = {"person": "没有这个编号的人，或不在令牌的范围里", "organization": "没有这个编号的组织，或它的类型不合", "row": "没有这个编号的现行的行，或不在令牌的范围里"}


def checked_values(request: HttpRequest, here: Book, word: Ledger, place: Organization, sent: dict, former: dict | None = None, hidden: Collection[str] = ()) -> dict:
    """Plain data as the acts take it, nothing empty. A reference that the row has already stays good, and so does what is `hidden` from the account. Refused with the first thing that is wrong."""
    fields = [field for field in here.fields(word.key) if field.key in word.fields]
    if strange := set(sent) - {field.key for field in fields}:
        raise Refused(f"“{word.title}”没有“{min(strange)[:60]}”这一栏", "values")
    found = {}
    for field in fields:
        value, at = sent.get(field.key, ""), f"values.{field.key}"
        if field.key in hidden:
            if value != "":
                raise Refused(f"{field.title}：只有本单位看得全、改得了，请不要带这一栏", at)
            found |= {field.key: former[field.key]} if former and field.key in former else {}
            continue
        if value == "" and not field.optional:
            raise Refused(f"{field.title}：没有填", at)
        if value == "":
            continue
        if (family := here.family(field.type)) in _LOST:
            if type(value) is not int:
                raise Refused(f"{field.title}：要填编号（整数）", at)
            if value != (former or {}).get(field.key) and not _is_there(request, here, field, family, place, value):
                raise Refused(f"{field.title}：{_LOST[family]}", at)
            found[field.key] = value
        elif (plain := _plain(request, here, field, place, value, at)) not in (None, ""):
            found[field.key] = plain
    return found


def _is_there(request: HttpRequest, here: Book, field: Field, family: str, place: Organization, pk: int) -> bool:
    """Whether what a reference names may be named: of the row's own organization, of one above it, or in scope; an organization wherever it is."""
    if family == "person":
        return any(person_in(scope, pk, request.today) for scope in (request.scope("person.read"), Scope.exactly([place.path])))
    if family == "row":
        near = (Q(organization__path__in=[place.path, *paths_above(place.path)]) | request.scope("ledger.keep").condition("organization__path")) & named_for(request, here)
        return Row.objects.filter(STANDING, in_force(request.today), near, ledger=field.type, pk=pk).exists()
    kinds = {"kind__in": here.kinds_of(field.type)} if field.type in here.groups else {}
    return Organization.objects.filter(pk=pk, until__isnull=True, **kinds).exists()


def _plain(request: HttpRequest, here: Book, field: Field, place: Organization, value: str | int | bool, at: str):
    if field.type == "money" and type(value) is not int:
        raise Refused(f"{field.title}：要填以分为单位的整数", at)
    typed = f"{Decimal(value) / 100:.2f}" if field.type == "money" else as_typed(value)
    try:
        plain = forms.field_of(here, field, place, request.scope("ledger.keep"), request.today, named_for(request, here)).clean(typed)
    except ValidationError as error:
        raise Refused(f"{field.title}：{error.messages[0]}", at) from None
    return str(plain) if isinstance(plain, dt.date) else plain
