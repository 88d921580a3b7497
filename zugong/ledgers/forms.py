import datetime as dt
import re
from collections.abc import Collection
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from zugong.charter.book import Book
from zugong.charter.ledger_words import Ledger
from zugong.door.scope import Scope
from zugong.registry.forms import Day, Month, OrganizationField, suggesting
from zugong.registry.models import Organization
from zugong.registry.person_name import PersonName
from zugong.registry.queries import paths_above
from zugong.sheets.identifiers import read_credit_code, read_phone

from .models import STANDING, Row
from .queries import in_force
from .told import words_of

_PARTIAL = re.compile(r"(\d{4})(?:[-./年](\d{1,2})(?:[-./月](\d{1,2})日?)?月?)?年?")


class PartialDate(forms.CharField):
    """A date that may be known to the year or the month only; answers "2021", "2021-05" or "2021-05-07"."""

    def __init__(self, **kwargs):
        super().__init__(max_length=12, help_text="可以只填到年或月，例如 2021 或 2021-05", **kwargs)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return ""
        found = _PARTIAL.fullmatch(text.strip())
        try:
            year, month, day = (int(part) if part else None for part in found.groups()) if found else (0, None, None)
            dt.date(year, month or 1, day or 1)
        except ValueError:
            found = None
        if not found or not 1900 <= year <= 2100:
            raise ValidationError("请写成 2021、2021-05 或 2021-05-07 这样的日期")
        return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


class Judged(forms.CharField):
    """A text that is read by a function which answers the plain text, or what is wrong with it."""

    def __init__(self, *, read, **kwargs):
        self.read = read
        super().__init__(max_length=40, **kwargs)

    def clean(self, value):
        text = super().clean(value)
        read = self.read(text.strip()) if text else ""
        if isinstance(read, str):
            return read
        if read.is_error:
            raise ValidationError(f"{read.message}。{read.fix}" if read.fix else read.message)
        return read.value


class Money(forms.DecimalField):
    """Yuan as typed; answers fen."""

    def __init__(self, **kwargs):
        super().__init__(
            max_digits=15,
            decimal_places=2,
            widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01"}),
            help_text="单位：元",
            **kwargs,
        )

    def prepare_value(self, value):
        return f"{Decimal(value) / 100:.2f}".removesuffix(".00") if isinstance(value, int) else value

    def clean(self, value):
        yuan = super().clean(value)
        return None if yuan is None else int(yuan * 100)


class Unmoved:
    """A reference that is typed as it stood keeps what stood there, even where it has gone out of sight since. `former`: (its words, its id)."""

    former: tuple[str, int | None] = ("", None)

    def clean(self, value):
        words, pk = self.former
        return pk if words and str(value or "").strip() == words else super().clean(value)


class PlaceField(Unmoved, OrganizationField):
    """An organization; answers it, or its id where it was not touched."""


class PersonField(Unmoved, PersonName):
    """The same, with what stood there."""


class RowName(forms.CharField):
    """A row of another ledger by its name; answers the id. The rows of the organization itself come first, then those in scope and of the organizations above it; `named`: a filter on rows whose names the account reads."""

    def __init__(self, *, named: Q, ledger: str, title: str, organization: Organization | None, scope: Scope, today: dt.date, **kwargs):
        self.ledger, self.organization, self.scope, self.today, self.of, self.named = ledger, organization, scope, today, title, named
        super().__init__(
            max_length=120,
            help_text=f"填“{title}”里那一行的名称",
            widget=forms.TextInput(attrs=suggesting(f"/ledgers/{ledger}/suggest/")),
            **kwargs,
        )

    def clean(self, value):
        text = super().clean(value).strip()
        if not text:
            return None
        rows = Row.objects.filter(STANDING, in_force(self.today), self.named, ledger=self.ledger, name=text)
        if self.organization and (own := list(rows.filter(organization=self.organization).values_list("pk", flat=True)[:2])):
            found = own
        else:
            above = Q(organization__path__in=paths_above(self.organization.path)) if self.organization else Q(pk__in=[])
            found = list(rows.filter(above | self.scope.condition("organization__path")).values_list("pk", flat=True)[:2])
        if len(found) == 1:
            return found[0]
        raise ValidationError(
            f"“{self.of}”里有几行叫“{text}”，请先把名称改得不一样" if found else f"“{self.of}”里没有现行的“{text}”，请先登记它，或改正名称"
        )


class RowField(Unmoved, RowName):
    """The same, with what stood there."""


def field_of(book: Book, field, organization: Organization | None, scope: Scope, today: dt.date, named: Q) -> forms.Field:
    """The form field for a ledger's field; `named`: a filter on rows whose names the account reads."""
    common = {"label": field.title, "required": not field.optional}
    family = book.family(field.type)
    if family == "person":
        return PersonField(organization=organization, scope=scope, today=today, **common)
    if family == "row":
        return RowField(named=named, ledger=field.type, title=book.title_of(field.type), organization=organization, scope=scope, today=today, **common)
    if family == "organization":
        kinds = tuple(book.kinds_of(field.type)) if field.type in book.groups else ()
        return PlaceField(scope=None, kinds=kinds, **common)
    if family == "code":
        return forms.ChoiceField(choices=[("", "—"), *book.code_values(field.type).items()], **common)
    made = _PLAIN[field.type](common)
    return made


_PLAIN = {
    "text": lambda common: forms.CharField(max_length=200, **common),
    "long_text": lambda common: forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, **common),
    "count": lambda common: forms.IntegerField(
        min_value=0, max_value=10**12, widget=forms.NumberInput(attrs={"inputmode": "numeric"}), **common
    ),
    "yes_no": lambda common: forms.TypedChoiceField(
        choices=[("", "—"), ("1", "是"), ("0", "否")], coerce=lambda value: value == "1", empty_value=None, **common
    ),
    "money": lambda common: Money(**common),
    "date": lambda common: Day(**common),
    "month": lambda common: Month(**common),
    "partial_date": lambda common: PartialDate(**common),
    "phone": lambda common: Judged(read=read_phone, **common),
    "credit_code": lambda common: Judged(read=read_credit_code, **common),
}


class Keeping(forms.Form):
    """A row: its organization (of a new one), fields and span; `explained` is asked for once a check warns. `formers`: {form field: (words, id)} of what a row refers to; `unseen`: fields that are not for this account."""

    def __init__(
        self,
        *args,
        book: Book,
        word: Ledger,
        organization: Organization | None,
        scope: Scope,
        people: Scope,
        named: Q,
        today: dt.date,
        new: bool,
        formers: dict[str, tuple[str, int]] | None = None,
        unseen: Collection[str] = (),
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.book, self.word = book, word
        if new:
            self.fields["organization"] = OrganizationField(
                scope=scope, kinds=tuple(book.kinds_of(word.key)), label=f"所属{book.title_of(word.of)}"
            )
        for field in book.fields(word.key):
            if field.key in word.fields and field.key not in unseen:
                self.fields[f"v-{field.key}"] = field_of(
                    book, field, organization, people if book.family(field.type) == "person" else scope, today, named
                )
                self._keep_code(f"v-{field.key}")
        for name, former in (formers or {}).items():
            if name in self.fields:
                self.fields[name].former = former
        self.fields["since"] = Day(label="起日", initial=today, help_text="从哪天起有效")
        self.fields["until"] = Day(label="止日", required=False, help_text="不再有效的第一天；还有效就不填")
        if new and word.opt_in:
            self.fields["agreed"] = forms.BooleanField(label=f"本人已经书面同意：{word.opt_in}")
        self.fields["explained"] = forms.CharField(label="不合核对要求的理由", max_length=200, required=False, widget=forms.HiddenInput())

    def _keep_code(self, name: str) -> None:
        """What stood there and is offered no more can stay."""
        stood, choices = self.initial.get(name), getattr(self.fields[name], "choices", None)
        if isinstance(stood, str) and choices is not None and stood not in dict(choices):
            self.fields[name].choices = [*choices, (stood, f"{stood}（已不用）")]

    def ask_why(self) -> None:
        """Show the field for the reason."""
        self.fields["explained"].widget = forms.TextInput(attrs={"autofocus": True})
        self.fields["explained"].required = True

    @property
    def values(self) -> dict:
        """Plain data by field: dates as ISO text, references as ids, nothing empty."""
        found = {}
        for name, value in self.cleaned_data.items():
            if name.startswith("v-") and value not in (None, ""):
                found[name[2:]] = value.pk if isinstance(value, Organization) else str(value) if isinstance(value, dt.date) else value
        return found

    @property
    def told(self) -> dict[str, str]:
        """Words for the naming field, where it holds a code or refers to something."""
        return words_of(self.book, self.word, self.values)


class Ending(forms.Form):
    def __init__(self, *args, today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"] = Day(label="从哪天起不再有效", initial=today)
        self.fields["reason"] = forms.CharField(label="原因", max_length=200, help_text="例如：续签、终止、调离、收回")


class Removing(forms.Form):
    reason = forms.CharField(label="原因", max_length=200)


class NamingView(forms.Form):
    title = forms.CharField(label="给这张表起个名称", max_length=40)
