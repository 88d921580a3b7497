from allauth.account.forms import LoginForm
from django import forms

from .models import Account, Grant
from .places import places
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
        fields = ["username", "name", "person"]
        labels = {"person": "本人编号"}
        help_texts = {"username": "字母、数字，登录时使用，以后不能改", "person": "在人员页面可以看到；填了以后本人能看到自己的资料，授权随职务结束"}


class GrantForm(forms.Form):
    """A role on a range; the organization is named by its code or whole name."""

    role = forms.ChoiceField(label="角色", choices=lambda: [(key, role.title) for key, role in roles().items()])
    reach = forms.ChoiceField(label="范围", choices=list(Grant.REACHES.items()))
    place = forms.CharField(label="组织", required=False, help_text="组织代码或全称；范围为“全部”时留空")
    until = forms.DateField(label="到哪天为止", required=False, widget=forms.DateInput(attrs={"type": "date"}), help_text="不填表示一直有效")

    def clean(self):
        data = super().clean()
        data["path"] = ""
        if data.get("reach") != "all":
            data["path"] = places.path_of((data.get("place") or "").strip())
            if not data["path"]:
                self.add_error("place", "没有找到这个组织，请填准确的组织代码或全称，或把范围改为“全部”")
        return data


class TokenForm(forms.Form):
    """A token for another system."""

    title = forms.CharField(label="哪个系统", max_length=60, help_text="例如：干部信息系统")
    ends_on = forms.DateField(label="有效到哪天", widget=forms.DateInput(attrs={"type": "date"}), help_text="最长一年，到期再换新的")
