import datetime as dt
import re

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, Q, Value, When

from zugong.door.scope import Scope

from .called import spellings_of
from .forms import suggesting
from .models import Membership, Organization, Person, Post
from .queries import on_day

MOST = 20


class PersonName(forms.CharField):
    """Someone of the organization or of the account's scope, by name, with the organization in brackets where several are called so. Answers the id."""

    def __init__(self, *, organization: Organization | None, scope: Scope, today: dt.date, **kwargs):
        self.organization, self.scope, self.today = organization, scope, today
        super().__init__(
            max_length=120,
            help_text="填姓名；有同名的，写成“姓名（所在组织）”",
            widget=forms.TextInput(attrs=suggesting("/people/suggest/")),
            **kwargs,
        )

    def clean(self, value):
        text = super().clean(value).strip()
        if not text:
            return None
        name, place, born = split_name(text)
        named = self._places(name, place, born) if place else {}
        found = named or self._places(text, "")
        own = {person for person, places in found.items() if "" in places}
        if len(own) == 1 or len(found) == 1:
            return next(iter(own if len(own) == 1 else found))
        if not found:
            raise ValidationError(f"没有找到“{text}”，或不在您的范围里。请先在党员或任职里登记")
        pk, places = next(iter(found.items()))
        example = sorted(places)[-1] or self.organization.name
        if place or all(places & others for others in found.values()):  # the organization does not tell them apart
            month = Person.objects.filter(pk__in=found, born_on__isnull=False).values_list("born_on", flat=True).first()
            raise ValidationError(f"“{example}”里有 {len(found)} 个人叫“{name}”，" + (f"请加上出生年月，例如 {name}（{example}，{month:%Y-%m}）" if month else "请先在他们的个人页面补上出生年月"))
        raise ValidationError(f"有{'很多' if len(found) > MOST else f' {len(found)} '}个人叫“{name}”，请写成“姓名（所在组织）”，例如 {name}（{example}）")

    def _places(self, name: str, place: str, born: str = "") -> dict[int, set[str]]:
        """{person: where, "" for the organization itself} of people so called, in the organization or the scope."""
        here = Q(organization=self.organization) if self.organization else Q(pk__in=[])
        found: dict[int, set[str]] = {}
        for table, path in ((Membership, "path"), (Post, "organization__path")):
            rows = table.objects.filter(on_day(self.today), here | self.scope.condition(path), person__name=name)
            if place:
                rows = rows.filter(organization__name__in=spellings_of(place))
            if born:
                rows = rows.filter(person__born_on__year=born[:4], person__born_on__month=born[5:])
            told = rows.annotate(own=Case(When(here, then=Value(0)), default=Value(1))).order_by("own", "person_id").values_list("person_id", "organization__name", "own")
            for person, at, other in told[: MOST + 1]:
                found.setdefault(person, set()).add(at if other else "")
        return found


def split_name(text: str) -> tuple[str, str, str]:
    """(name, place, month of birth) of a name with a place in brackets behind it, and the month where two are called alike there; a place may hold brackets itself."""
    found = re.fullmatch(r"(.+?)\s*[（(](.+?)(?:[，,]\s*(\d{4}-\d{2}))?[）)]", text)
    return (found[1].strip(), found[2].strip(), found[3] or "") if found else (text, "", "")
