from django import forms
from django.http import HttpRequest

from zugong.desk.actions.merge_people import merge_people
from zugong.door.acts import act
from zugong.door.methods import writes
from zugong.door.refusal import Refused
from zugong.registry.access import person_or_404
from zugong.registry.models import Person
from zugong.registry.queries import person_in


class Merging(forms.Form):
    other = forms.IntegerField(label="另一份资料的编号", min_value=1, help_text="在那一份的页面上可以看到；合并后那一份就没有了")
    name = forms.CharField(label="另一份资料上的姓名", max_length=60, help_text="和编号对得上才合并，免得填错")
    reason = forms.CharField(label="怎么核对出是同一个人", max_length=200, help_text="例如：同一张身份证，转接时重复登记")


@writes("organization.change")
def merge(request: HttpRequest, pk: int):
    """Put another entry of the same human into this one; both must lie in the reader's scope."""
    kept = person_or_404(request, pk, "organization.change")
    form = Merging(request.POST or None)

    def do(data: dict) -> None:
        merge_people(kept, _other(request, data), reason=data["reason"], by=request.user.pk, at=request.now)

    return act(
        request, form, do, title=f"把重复登记的另一份资料并入{kept.name}", submit="合并", back=f"/{kept.address}/", said="已合并。",
        help_text="另一份的组织关系、任职、到会、免除和账号都归到这一份；这一份的姓名、性别、出生年月、电话不变。两份都有现在的组织关系的，这一份的照旧，另一份的按“误录”到今天为止，在那个支部的职务一并结束。不能撤回，请先核对证件。",
    )  # fmt: skip


def _other(request: HttpRequest, data: dict) -> Person:
    """Somebody outside the scope is nobody."""
    found = person_in(request.scope("organization.change"), data["other"], request.today) if data["other"] < 2**63 else None
    if not found:
        raise Refused("没有这个编号，或不在您的范围里", "other")
    if found.name != data["name"].strip():
        raise Refused("编号和姓名对不上，请核对", "name")
    return found
