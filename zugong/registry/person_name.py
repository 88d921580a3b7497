import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from zugong.door.scope import Scope

from .forms import suggesting
from .models import Membership, Organization, Post


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
        name, _, place = text.replace("(", "（").rstrip("）)").partition("（")
        here = Q(organization=self.organization) if self.organization else Q(pk__in=[])
        spans = Q(since__lte=self.today) & (Q(until__isnull=True) | Q(until__gt=self.today))
        found: dict[int, set[str]] = {}
        for table, path in ((Membership, "path"), (Post, "organization__path")):
            rows = table.objects.filter(spans, here | self.scope.condition(path), person__name=name.strip()).values_list(
                "person_id", "organization__name", "organization_id"
            )
            for person, at, organization in rows[:20]:
                if not place or place.strip() == at:
                    found.setdefault(person, set()).add("" if self.organization and organization == self.organization.pk else at)
        near = [person for person, places in found.items() if "" in places]
        if len(near) == 1 or len(found) == 1:
            return near[0] if len(near) == 1 else next(iter(found))
        if not found:
            raise ValidationError(f"没有找到“{text}”，或不在您的范围里。请先在党员或任职里登记")
        raise ValidationError(
            f"有 {len(found)} 个人叫“{name}”，请写成“姓名（所在组织）”，例如 {name}（{sorted(next(iter(found.values())))[-1] or self.organization.name}）"
        )
