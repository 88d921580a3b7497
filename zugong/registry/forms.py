import datetime as dt

from django import forms
from django.core.exceptions import ValidationError

from zugong.charter import catalogue
from zugong.door.scope import Scope

from .actions.end_membership import REASONS
from .id_numbers import cleaned, contradictions, refusal
from .models import Organization, Person


class Day(forms.DateField):
    """A day typed with the browser's own picker, not after today unless `ahead`."""

    def __init__(self, *, latest: dt.date | None = None, **kwargs):
        self.latest = latest
        super().__init__(widget=forms.DateInput(attrs={"type": "date"} | ({"max": latest.isoformat()} if latest else {}), format="%Y-%m-%d"), **kwargs)

    def clean(self, value):
        day = super().clean(value)
        if day and self.latest and day > self.latest:
            raise ValidationError("日期还没有到，请填今天或以前的日期")
        if day and day.year < 1900:
            raise ValidationError("年份不对，请检查")
        return day


class Month(forms.CharField):
    """Year and month; answers the month's first day."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.TextInput(attrs={"type": "month", "placeholder": "1990-01"}), help_text="例如 1990-01", **kwargs)

    def prepare_value(self, value):
        return value.strftime("%Y-%m") if isinstance(value, dt.date) else value[:7] if value else value

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            return dt.datetime.strptime(text, "%Y-%m").date()
        except ValueError:
            raise ValidationError("请写成 1990-01 这样的年月") from None


class Unshown(forms.TextInput):
    """What was typed is not written into the page again, nor kept by the browser."""

    def __init__(self):
        super().__init__(attrs={"autocomplete": "off", "spellcheck": "false", "data-zg-unkept": ""})

    def format_value(self, value):
        return None


class IdNumber(forms.CharField):
    """An identity number, cleaned; refused with what is likely to help, which never repeats it."""

    def __init__(self, *, today: dt.date, **kwargs):
        self.today = today
        super().__init__(widget=Unshown(), max_length=60, **{"label": "身份证号码", "help_text": "18 位；有误时要重新填写，页面不回显"} | kwargs)

    def clean(self, value):
        text = super().clean(value)
        if text and (why := refusal(text, self.today)):
            raise ValidationError(why)
        return cleaned(text)


def suggesting(address: str) -> dict[str, str]:
    """Attributes of a text field that offers what the address answers to what was typed so far."""
    return {"autocomplete": "off", "hx-get": address, "hx-trigger": "input changed delay:250ms", "hx-target": "#suggestions", "list": "suggestions"}


class OrganizationField(forms.CharField):
    """An organization by its code or whole name, inside a scope (or anywhere when there is none)."""

    def __init__(self, *, scope: Scope | None, kinds: tuple[str, ...] = (), **kwargs):
        self.scope, self.kinds = scope, kinds
        super().__init__(widget=forms.TextInput(attrs=suggesting("/organizations/suggest/")), help_text=kwargs.pop("help_text", "填组织代码或全称"), **kwargs)

    def prepare_value(self, value):
        return value.name if isinstance(value, Organization) else value

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        found = Organization.objects.filter(until__isnull=True)
        if self.scope is not None:
            found = found.filter(self.scope.condition("path"))
        if self.kinds:
            found = found.filter(kind__in=self.kinds)
        matches = list(found.filter(code=text)[:2]) or list(found.filter(name=text)[:2])
        if len(matches) == 1:
            return matches[0]
        if matches:
            raise ValidationError("有几个同名的组织，请填组织代码")
        near = list(found.filter(name__contains=text).order_by("path").values_list("name", flat=True)[:3]) if len(text) > 1 else []
        raise ValidationError(f"没有找到“{text}”，" + (f"是不是{'、'.join(f'“{name}”' for name in near)}？请填全称" if near else "请填准确的组织代码或全称"))


class Founding(forms.Form):
    name = forms.CharField(label="名称", max_length=80)
    code = forms.RegexField(r"^[0-9A-Za-z-]{2,20}$", label="组织代码", help_text="字母、数字，全系统不重复", error_messages={"invalid": "只能用 2 至 20 个字母、数字和连字符"})
    kind = forms.ChoiceField(label="类型", choices=list(catalogue.ORGANIZATION_KINDS.items()))
    domain = forms.ChoiceField(label="领域", choices=[("", "—"), *catalogue.DOMAINS.items()], required=False)

    def __init__(self, *args, scope: Scope, today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"] = OrganizationField(scope=scope, label="上级", required=not scope.everything)
        self.fields["unit"] = OrganizationField(scope=scope, label="设在哪个单位", required=False, help_text="党组织设在机关、企业、村等单位里时填写")
        self.fields["since"] = Day(latest=today, label="成立日期", initial=today)
        self.fields["credit_code"] = forms.RegexField(
            r"^[0-9A-HJ-NPQRTUWXY]{18}$", label="统一社会信用代码", required=False, error_messages={"invalid": "应为 18 位，字母不含 I、O、S、V、Z"}
        )

    def clean_code(self):
        if Organization.objects.filter(code=self.cleaned_data["code"]).exists():
            raise ValidationError("这个组织代码已经用过，请换一个")
        return self.cleaned_data["code"]

    def clean_credit_code(self):
        code = self.cleaned_data["credit_code"]
        if code and Organization.objects.filter(credit_code=code).exists():
            raise ValidationError("这个信用代码已登记在另一个组织名下，请核对")
        return code


class Dated(forms.Form):
    """Anything that takes effect on a day."""

    def __init__(self, *args, today: dt.date, label: str = "从哪天起", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"] = Day(latest=today, label=label, initial=today)


class Renaming(Dated):
    name = forms.CharField(label="新名称", max_length=80)


class Moving(Dated):
    def __init__(self, *args, scope: Scope, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"] = OrganizationField(scope=scope, label="新的上级")


class Reasoned(Dated):
    reason = forms.CharField(label="原因", max_length=200)


class Ending(Dated):
    reason = forms.ChoiceField(label="原因", choices=list(REASONS.items()))


class SendingOff(Dated):
    reason = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["target"] = OrganizationField(scope=None, kinds=("branch",), label="转入哪个党支部", help_text="填对方支部的组织代码或全称")


class PersonForm(forms.ModelForm):
    """What the registry holds of a person."""

    born_on = Month(label="出生年月", required=False)
    phone = forms.RegexField(r"^[0-9+ -]{5,20}$", label="联系电话", required=False, error_messages={"invalid": "请填 5 至 20 位数字"})

    class Meta:
        model = Person
        fields = ["name", "gender", "born_on", "phone"]

    def clean_name(self):
        """Chinese names are kept without the space that fills them up in tables."""
        name = " ".join(self.cleaned_data["name"].split())
        return name if name.isascii() else name.replace(" ", "")


class TakingIn(PersonForm):
    standing = forms.ChoiceField(label="党员类别", choices=list(catalogue.STANDINGS.items()))

    def __init__(self, *args, today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["joined_on"] = Day(latest=today, label="入党日期", required=False)
        self.fields["converted_on"] = Day(latest=today, label="转正日期", required=False, help_text="正式党员才填")
        self.fields["since"] = Day(latest=today, label="从哪天起在本支部", initial=today)
        self.fields["id_number"] = IdNumber(today=today, required=False)

    def clean(self):
        data = super().clean()
        add_contradictions(self, data)
        return data


class Mending(PersonForm):
    reason = forms.CharField(label="更正原因", max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)


class MendingMembership(forms.Form):
    def __init__(self, *args, today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["joined_on"] = Day(latest=today, label="入党日期", required=False)
        self.fields["converted_on"] = Day(latest=today, label="转正日期", required=False, help_text="正式党员才填")
        self.fields["reason"] = forms.CharField(label="更正原因", max_length=200)


class Unnumbering(forms.Form):
    reason = forms.CharField(label="原因", max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)


class Numbering(forms.Form):
    def __init__(self, *args, today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["id_number"] = IdNumber(today=today)
        self.fields["reason"] = forms.CharField(label="原因或依据", max_length=200, help_text="例如：照身份证登记。不要写号码")
        self.fields["compared"] = forms.BooleanField(label="已核对证件：号码里的出生年月或性别与资料不同，也照登", required=False)
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput)


class Revealing(forms.Form):
    reason = forms.CharField(label="为什么要看全号", max_length=200, help_text="例如：开具组织关系介绍信")


class Voting(Reasoned):
    may_vote = forms.TypedChoiceField(label="表决权", choices=[("1", "有"), ("0", "没有")], coerce=lambda value: value == "1")


class JoiningGroup(Dated):
    def __init__(self, *args, groups, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"] = forms.ModelChoiceField(groups, label="党小组", required=False, empty_label="不编组")


def add_contradictions(form: forms.Form, data: dict) -> None:
    """What the identity number says against the birth or the gender."""
    if number := data.get("id_number"):
        for said in contradictions(number, data.get("born_on"), data.get("gender", "")):
            form.add_error("id_number", f"{said}，请核对。证件上确实如此，请先不填号码，登记以后在个人页面上登记")


class AppointingCommittee(forms.Form):
    """One line for each candidate: none, secretary, deputy, member."""

    def __init__(self, *args, people: list[Person], today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["since"] = Day(latest=today, label="产生日期", initial=today)
        self.fields["ends_on"] = Day(label="任期届满日", required=False)
        roles = [("", "—")] + [(role, catalogue.POST_ROLES[role]) for role in catalogue.COMMITTEE_ROLES]
        for person in people:
            self.fields[f"role_{person.pk}"] = forms.ChoiceField(label=person.name, choices=roles, required=False)

    @property
    def seats(self) -> list[tuple[Person, str]]:
        return [(person, role) for person in self.people if (role := self.cleaned_data.get(f"role_{person.pk}"))]
