import datetime as dt
import re

from django import forms
from django.core.exceptions import ValidationError

from zugong.charter.book import Book
from zugong.door.scope import Scope
from zugong.registry.forms import Day, OrganizationField
from zugong.registry.models import Organization

from .manuscript import read_manuscript
from .outline import LARGEST_FILE, PlanUnreadable


class Import(forms.Form):
    """A plan as a .docx or .txt file."""

    file = forms.FileField(label="计划文件（.docx 或 .txt）", widget=forms.FileInput(attrs={"accept": ".docx,.txt"}))
    year = forms.IntegerField(label="年度", required=False, min_value=1950, max_value=2100, help_text="标题里有年份时不用填")
    title = forms.CharField(label="标题", required=False, max_length=120, help_text="不填就用文件里的标题。年度和标题都相同，就更新原来那份；标题不同，就是另一份计划")

    def clean_file(self):
        upload = self.cleaned_data["file"]
        try:
            return read_manuscript(upload.read(LARGEST_FILE + 1024 * 1024))
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


class Freezing(forms.Form):
    """One month of a plan's year; those that cannot be frozen say why."""

    def __init__(self, *args, months: dict[int, tuple[bool, bool]], **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(number, f"{number}月" + ("（已冻结）" if is_frozen else "（还没有过完）" if is_running else "")) for number, (is_frozen, is_running) in months.items()]
        self.fields["month"] = forms.TypedChoiceField(label="月份", choices=choices, coerce=int)


class Baseline(forms.Form):
    """The day whose values are taken."""

    def __init__(self, *args, is_anew: bool, latest: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"] = Day(label="取哪一天的数", latest=latest, help_text="一般取上一年最后一天")
        self.fields["reason"] = forms.CharField(label="为什么重定", required=False, max_length=200, help_text="已经定过基数，重定要写明原因") if is_anew else forms.CharField(required=False, widget=forms.HiddenInput)
