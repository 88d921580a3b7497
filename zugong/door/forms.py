from allauth.account.forms import LoginForm
from django import forms

from .models import Account, Grant
from .rights import roles


class SignIn(LoginForm):
    """The library's form with our words."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "账号"
        self.fields["remember"].label = "这是我的手机，14 天内不必重新登录"
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class Invitation(forms.ModelForm):
    """A new account."""

    class Meta:
        model = Account
        fields = ["username", "name"]
        help_texts = {"username": "字母、数字，登录时使用，以后不能改"}


class GrantForm(forms.Form):
    """A role on a range. Paths are chosen by organization code, which a higher room resolves."""

    role = forms.ChoiceField(label="角色", choices=lambda: [(key, role.title) for key, role in roles().items()])
    reach = forms.ChoiceField(label="范围", choices=list(Grant.REACHES.items()))
    path = forms.CharField(label="组织路径", required=False, help_text="在组织页面“路径”一栏可以复制；范围为“全部”时留空")
    until = forms.DateField(label="到哪天为止", required=False, widget=forms.DateInput(attrs={"type": "date"}), help_text="不填表示一直有效")

    def clean(self):
        data = super().clean()
        if data.get("reach") != "all" and not (data.get("path") or "").isdigit():
            self.add_error("path", "请填写组织路径（一串数字），或把范围改为“全部”")
        if data.get("reach") == "all":
            data["path"] = ""
        return data
