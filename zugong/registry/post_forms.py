"""Forms about offices."""

import datetime as dt

from django import forms

from zugong.charter import catalogue

from .forms import Dated, Day, IdNumber, PersonForm, add_contradictions


def term_field() -> Day:
    return Day(label="任期届满日", required=False, help_text="有任期的职务才填；届满前半年会提醒")


class Appointing(Dated):
    """An office for somebody who is there; `person`: the field that names one."""

    role = forms.ChoiceField(label="职务类别", choices=list(catalogue.POST_ROLES.items()))
    title = forms.CharField(label="职务名称", max_length=60, required=False)

    def __init__(self, *args, person: forms.Field, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields = {"person": person} | self.fields
        self.fields["ends_on"] = term_field()


class Engaging(PersonForm):
    """Somebody who is new here, with the office held."""

    def __init__(self, *args, today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["born_on"].required = True
        self.fields["id_number"] = IdNumber(today=today, required=False)
        self.fields["role"] = forms.ChoiceField(label="职务类别", choices=list(catalogue.POST_ROLES.items()), initial="staff")
        self.fields["title"] = forms.CharField(label="职务名称", max_length=60, required=False, help_text="例如：办公室主任、教师")
        self.fields["since"] = Day(latest=today, label="任职日期", initial=today)
        self.fields["ends_on"] = term_field()
        self.fields["same"] = forms.ChoiceField(label="系统里有同名、同年同月生的人时", choices=[("", "—"), ("same", "就是那个人，只登记职务"), ("other", "是另一个人")], required=False)

    def clean(self):
        data = super().clean()
        add_contradictions(self, data)
        return data


class MendingPost(forms.Form):
    def __init__(self, *args, today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"] = forms.CharField(label="职务名称", max_length=60, required=False)
        self.fields["since"] = Day(latest=today, label="任职日期")
        self.fields["ends_on"] = term_field()
        self.fields["reason"] = forms.CharField(label="更正原因", max_length=200)


class RemovingPost(forms.Form):
    reason = forms.CharField(label="移除原因", max_length=200, help_text="例如：登错了人")
