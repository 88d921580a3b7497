import datetime as dt

from django import forms

from zugong.registry.forms import Day

from .models import Exemption


class Asking(forms.Form):
    """What is to be lifted, for how long and why. `duties`: [(key, title)]; `people`: [(id, name)] where the own branch asks for one of its members."""

    duty = forms.ChoiceField(label="任务")
    sort = forms.ChoiceField(label="性质", choices=list(Exemption.SORTS.items()), help_text="“批准免除”是本来该做、这段时间不做；“不适用”是这里没有这回事")
    reason = forms.CharField(label="理由", max_length=200, help_text="只写公开的理由，不写病情和家庭情况")

    def __init__(self, *args, duties: list[tuple[str, str]], people: list[tuple[int, str]], today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["duty"].choices = duties
        if people:
            self.fields["person"] = forms.TypedChoiceField(
                label="哪个人", choices=[("", "整个组织"), *people], required=False, coerce=int, empty_value=None, help_text="只有一个人一个人欠的任务才选人"
            )
        self.fields["since"] = Day(label="从哪天起", initial=dt.date(today.year, 1, 1), help_text="期末在这天或以后的，都不再要求")
        self.fields["until"] = Day(label="到哪天止", required=False, help_text="从这天起重新要求；不填就一直有效，随时可以终止")


class Deciding(forms.Form):
    approves = forms.TypedChoiceField(label="意见", choices=[("1", "批准"), ("0", "不批准")], coerce=lambda value: value == "1")
    reason = forms.CharField(label="批复", max_length=200, required=False, help_text="不批准时必须写明")


class EndingExemption(forms.Form):
    reason = forms.CharField(label="原因", max_length=200)

    def __init__(self, *args, today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"] = Day(label="到哪天止", initial=today)


class DayForm(forms.Form):
    """A day that is worked, or is not, against its weekday."""

    is_worked = forms.TypedChoiceField(label="这天", choices=[("0", "休息"), ("1", "上班")], coerce=lambda value: value == "1")
    name = forms.CharField(label="说明", max_length=40, required=False, help_text="例如 春节、国庆节调休")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields = {"day": Day(label="日期"), **self.fields}
