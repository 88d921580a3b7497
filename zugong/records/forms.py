import datetime as dt

from django import forms

from zugong.charter.book import Book
from zugong.charter.catalogue import ABSENCES
from zugong.door.asked_number import asked_number
from zugong.door.clock import SHANGHAI
from zugong.registry.forms import Day, Month

from .models import CheckInMark


def field_of(book: Book, field) -> forms.Field:
    """The form field for a record's field."""
    common = {"label": field.title, "required": not field.optional}
    if field.type == "long_text":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, **common)
    if field.type == "count":
        return forms.IntegerField(min_value=0, max_value=10_000_000, widget=forms.NumberInput(attrs={"inputmode": "numeric"}), **common)
    if field.type == "yes_no":
        return forms.TypedChoiceField(choices=[("", "—"), ("1", "是"), ("0", "否")], coerce=lambda value: value == "1", empty_value=None, **common)
    if field.type == "date":
        return Day(**common)
    if field.type == "month":
        return Month(**common)
    if values := book.code_values(field.type):
        return forms.ChoiceField(choices=[("", "—"), *values.items()], **common)
    return forms.CharField(max_length=120, **common)


class Filing(forms.Form):
    """What a session is made of, but for its kinds and roll. The fields of each kind follow as <kind>-<field>; those of a kind not `held` may stay empty."""

    begins = forms.TimeField(label="开始时间", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label="时长（分钟）", required=False, min_value=1, max_value=1440)
    place = forms.CharField(label="地点", required=False, max_length=80)
    guests = forms.IntegerField(label="列席、旁听人数", required=False, min_value=0, max_value=100000)

    def __init__(self, *args, book: Book, kinds: list[str], today: dt.date, held: set[str] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.book, self.kinds = book, kinds
        self.fields = {"on": Day(latest=today, label="日期", initial=today)} | self.fields
        for kind in kinds:
            for field in book.fields(kind):
                self.fields[f"{kind}-{field.key}"] = made = field_of(book, field)
                made.required = made.required and (held is None or kind in held)

    def told(self, kind: str) -> dict:
        """The kind's fields as plain data: dates as ISO text, nothing empty."""
        found = {}
        for field in self.book.fields(kind):
            value = self.cleaned_data.get(f"{kind}-{field.key}")
            if value not in (None, ""):
                found[field.key] = str(value) if isinstance(value, dt.date) else value
        return found

    def fields_of(self, kind: str):
        """The kind's fields as the sheet shows them; `needed` ones must be filled once the kind is picked."""
        found = []
        for field in self.book.fields(kind):
            shown = self[f"{kind}-{field.key}"]
            shown.needed = not field.optional
            found.append(shown)
        return found


def absent_in(data) -> dict[int, str]:
    """{person id: code} from fields named absent-<person>; rows left empty are present."""
    return {person: code for name, code in data.items() if name.startswith("absent-") and (person := asked_number(name[7:])) and code}


ABSENCE_CHOICES = list(ABSENCES.items())


class MakingUp(forms.Form):
    """Who of the absent made it up, and when."""

    def __init__(self, *args, absent: list[tuple[int, str]], today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"] = forms.TypedMultipleChoiceField(label="补上的人", choices=absent, coerce=int, widget=forms.CheckboxSelectMultiple)
        self.fields["on"] = Day(latest=today, label="补上的日期", initial=today)


class Withdrawal(forms.Form):
    reason = forms.CharField(label="撤回原因", max_length=200)


class Removal(forms.Form):
    reason = forms.CharField(label="移除原因", max_length=200)


class Opening(forms.Form):
    """When people may check in; without a beginning at once, without an end until midnight."""

    begins = forms.TimeField(label="开始签到", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), help_text="不填就是现在")
    ends = forms.TimeField(label="结束签到", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), help_text="不填就到当天结束")

    def __init__(self, *args, today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields = {"on": Day(label="日期", initial=today)} | self.fields

    def moments(self, now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
        """(opens, closes): the last minute is still open."""
        day, begins, ends = (self.cleaned_data[name] for name in ("on", "begins", "ends"))
        here = now.astimezone(SHANGHAI)
        opens = dt.datetime.combine(day, begins or dt.time(), SHANGHAI) if begins or day != here.date() else here
        return opens, dt.datetime.combine(day, ends or dt.time(23, 59), SHANGHAI) + dt.timedelta(minutes=1)


class Typed(forms.Form):
    """The six characters of a check-in, as people type them."""

    code = forms.CharField(
        label="签到码", max_length=12, help_text="屏幕上或记录人告诉您的六位字母和数字，不分大小写",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "zg-code-field"}),
    )  # fmt: skip

    def clean_code(self):
        code = "".join(self.cleaned_data["code"].split()).upper()
        if len(code) != 6 or not (code.isascii() and code.isalnum()):
            raise forms.ValidationError("签到码是六位字母和数字，请对着屏幕再看一遍")
        return code


class MarkFor(forms.Form):
    """Someone who is there and cannot say so."""

    person = forms.TypedChoiceField(label="谁到会了", coerce=int)
    reason = forms.ChoiceField(label="为什么代签", choices=list(CheckInMark.REASONS.items()))

    def __init__(self, *args, people: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people
