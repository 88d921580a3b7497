import re

from django import forms
from django.core.exceptions import ValidationError

from zugong.charter.book import Book
from zugong.door.scope import Scope
from zugong.registry.forms import Day, OrganizationField
from zugong.registry.models import Organization

from .outline import PlanUnreadable, decode, read_outline


class Import(forms.Form):
    """A plan as a .txt file."""

    file = forms.FileField(label="计划文本（.txt）")
    year = forms.IntegerField(label="年度", required=False, min_value=1950, max_value=2100, help_text="标题里有年份时不用填")

    def clean_file(self):
        upload = self.cleaned_data["file"]
        try:
            return read_outline(decode(upload.read(6 * 1024 * 1024)))
        except PlanUnreadable as unreadable:
            raise ValidationError(str(unreadable)) from None


class Assignment(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    cooperating = forms.CharField(label="配合单位", required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text="一行一个，填组织代码或全称")
    due_on = Day(label="完成时限", required=False)

    def __init__(self, *args, scope: Scope, **kwargs):
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.fields = {"version": self.fields["version"], "lead": OrganizationField(scope=scope, label="牵头单位", required=False), **self.fields}

    def clean_cooperating(self):
        names = [name for name in re.split(r"[\n、,，;；]+", self.cleaned_data["cooperating"].replace("\r", "")) if name.strip()]
        wanted = [name.strip() for name in names]
        found = {key: row for row in Organization.objects.filter(self.scope.condition("path"), until__isnull=True, name__in=wanted) for key in (row.name,)}
        found |= {row.code: row for row in Organization.objects.filter(self.scope.condition("path"), until__isnull=True, code__in=wanted)}
        if unknown := [name for name in wanted if name not in found]:
            raise ValidationError(f"没有找到：{'、'.join(unknown)}。请填准确的组织代码或全称")
        return [found[name] for name in wanted]


class GoalForm(forms.Form):
    target = forms.DecimalField(label="目标", min_value=0, max_digits=12, decimal_places=2, help_text="比率指标填百分数，例如 95")
    baseline = forms.DecimalField(label="基数", required=False, min_value=0, max_digits=12, decimal_places=2)

    def __init__(self, *args, book: Book, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", "—")] + [(key, f"{entry.latest.title}（{'%' if entry.latest.whole else entry.latest.unit}）") for key, entry in book.indicators.items()]
        self.fields = {"indicator": forms.ChoiceField(label="指标", choices=choices), **self.fields}


class Splitting(forms.Form):
    text = forms.CharField(label="在要断开的地方换一行", widget=forms.Textarea(attrs={"rows": 5}), strip=True)

    def clean_text(self):
        parts = [part for part in self.cleaned_data["text"].replace("\r", "").split("\n") if part.strip()]
        if len(parts) != 2:
            raise ValidationError("请正好换一次行，把这一句分成两段")
        return parts
