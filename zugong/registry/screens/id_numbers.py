from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zugong.door.acts import act
from zugong.door.methods import writes
from zugong.door.refusal import Refused
from zugong.registry import forms
from zugong.registry.access import person_or_404
from zugong.registry.actions.enter_id_number import enter_id_number
from zugong.registry.actions.remove_id_number import remove_id_number
from zugong.registry.actions.reveal_id_number import reveal_id_number
from zugong.registry.numbered import Taken
from zugong.registry.queries import person_in


def naming(request: HttpRequest, do: Callable[[dict], object]) -> Callable[[dict], object]:
    """The verb; whoever holds the number already is named only to a reader in whose scope that one is."""

    def run(data: dict) -> object:
        try:
            return do(data)
        except Taken as taken:
            if holder := person_in(request.scope("person.read"), taken.person, request.today):
                raise Refused(f"这个号码已经登记在{holder.name}（编号 {holder.pk}）名下，不能再登记。请核对证件，并核对是不是同一个人登记了两次", taken.field) from None
            raise

    return run


@writes("person.change")
def number(request: HttpRequest, pk: int):
    """Enter a person's identity number, or put another in its place."""
    person = person_or_404(request, pk, "person.change")
    form = forms.Numbering(request.POST or None, initial={"version": person.version}, today=request.today)

    def do(data: dict) -> None:
        enter_id_number(person, data["id_number"], version=data["version"], reason=data["reason"], compared=data["compared"], by=request.user.pk, at=request.now)

    held = "已登记的号码会被换掉。" if person.id_number else ""
    return act(
        request, form, naming(request, do), title=f"{person.name}：登记身份证号码", submit="登记", back=f"/{person.address}/", said="已登记。页面上只显示头六位和末四位。",
        help_text=f"{held}请照证件填写。号码加密保存，不写进日志。",
    )  # fmt: skip


@writes("person.change")
def no_number(request: HttpRequest, pk: int):
    """Remove it."""
    person = person_or_404(request, pk, "person.change")
    form = forms.Unnumbering(request.POST or None, initial={"version": person.version})
    return act(
        request, form, lambda data: remove_id_number(person, version=data["version"], reason=data["reason"], by=request.user.pk, at=request.now),
        title=f"删除{person.name}的身份证号码", submit="删除", back=f"/{person.address}/", said="已删除。",
    )  # fmt: skip


@writes("person.reveal")
def whole_number(request: HttpRequest, pk: int):
    """The whole number on one page that nobody keeps, after the reason is written down."""
    person = person_or_404(request, pk, "person.reveal")
    form = forms.Revealing(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = reveal_id_number(person, reason=form.cleaned_data["reason"], by=request.user.pk, at=request.now)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return _unkept(render(request, "registry/whole_number.html", {"person": person, "number": found}))
    context = {"form": form, "title": f"看{person.name}的身份证全号", "submit": "看全号", "back": f"/{person.address}/", "help_text": "会记下谁、什么时候、为什么看。请只在办理业务需要时看。"}
    return render(request, "door/act.html", context, status=422 if form.is_bound else 200)


def _unkept(answer: HttpResponse) -> HttpResponse:
    """Neither the browser nor anything between keeps it."""
    answer["Cache-Control"] = "no-store"
    return answer
