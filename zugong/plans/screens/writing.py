from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from zugong.door.acts import act
from zugong.door.methods import writes
from zugong.door.refusal import Refused
from zugong.library.queries import book
from zugong.plans import forms
from zugong.plans.actions.assign import assign
from zugong.plans.actions.import_plan import import_plan
from zugong.plans.actions.judge_match import judge_match
from zugong.plans.actions.reshape import join, split
from zugong.plans.actions.set_goal import drop_goal, set_goal
from zugong.plans.models import Goal, Match, Plan, Sentence


@writes("plan.change")
def bring_in(request: HttpRequest):
    """Import a plan's text, or a corrected text of a plan with the same year and title."""
    form = forms.Import(request.POST or None, request.FILES or None, initial={name: request.GET.get(name) for name in ("year", "title")})
    imported, others = None, []
    if request.method == "POST" and form.is_valid():
        try:
            imported = import_plan(form.cleaned_data["file"], book(), year=form.cleaned_data["year"], title=form.cleaned_data["title"], by=request.user.pk, at=request.now)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            others = list(Plan.objects.filter(year=imported.plan.year).exclude(pk=imported.plan.pk).defer("noise").order_by("pk")[:20])
    context = {"form": form, "imported": imported, "others": others, "title": "导入计划"}
    return render(request, "plans/import.html", context, status=422 if form.is_bound and form.errors else 200)


def _sentence(pk: int) -> Sentence:
    return get_object_or_404(Sentence.objects.select_related("plan", "lead"), pk=pk)


@require_POST
@writes("plan.change")
def judge(request: HttpRequest, pk: int):
    """Confirm or refuse a match."""
    sentence, state, mechanism = _sentence(pk), request.POST.get("state", ""), request.POST.get("mechanism", "")
    if state not in ("confirmed", "refused") or (mechanism not in book().mechanisms and not Match.objects.filter(sentence=sentence, mechanism=mechanism)):
        raise PermissionDenied
    judge_match(sentence, mechanism, state, by=request.user.pk, at=request.now)
    messages.success(request, "已确认。" if state == "confirmed" else "已否定。")
    return redirect("plans:sentence", pk)


@writes("plan.change")
def entrust(request: HttpRequest, pk: int):
    """Lead, cooperating units, due date."""
    sentence = _sentence(pk)
    names = "\n".join(sentence.cooperating.order_by("path").values_list("name", flat=True))
    initial = {"lead": sentence.lead, "due_on": sentence.due_on, "cooperating": names, "version": sentence.version}
    form = forms.Assignment(request.POST or None, initial=initial, scope=request.scope("plan.change"))
    return act(
        request, form, lambda data: assign(sentence, **data, by=request.user.pk, at=request.now),
        title="牵头、配合和时限", submit="保存", back=f"/{sentence.address}/", said="已保存。", note=sentence.text,
    )  # fmt: skip


@writes("plan.change")
def goal(request: HttpRequest, pk: int):
    """Hang an indicator on a measure."""
    sentence, here = _sentence(pk), book()
    form = forms.GoalForm(request.POST or None, book=here, initial=request.GET.dict())
    return act(
        request, form, lambda data: set_goal(sentence, **data, book=here, by=request.user.pk, at=request.now),
        title="挂指标", submit="保存", back=f"/{sentence.address}/", said="指标已挂上，数值由纪实自动得出。", note=sentence.text,
        help_text="只填目标和基数；数值永远由纪实得出，不能手填。",
    )  # fmt: skip


@require_POST
@writes("plan.change")
def take_off(request: HttpRequest, pk: int):
    """Take an indicator off."""
    goal = get_object_or_404(Goal.objects.select_related("sentence"), pk=pk)
    sentence = goal.sentence_id
    drop_goal(goal, by=request.user.pk, at=request.now)
    messages.success(request, "指标已取下。")
    return redirect("plans:sentence", sentence)


@writes("plan.change")
def cut(request: HttpRequest, pk: int):
    """Split a measure in two."""
    sentence = _sentence(pk)
    if sentence.sort != "measure":
        raise Http404
    form = forms.Splitting(request.POST or None, initial={"text": sentence.text})
    return act(
        request, form, lambda data: split(sentence, *data["text"], book(), by=request.user.pk, at=request.now),
        title="拆分举措", submit="拆分", back=f"/{sentence.plan.address}/", said="已拆成两条。", help_text="只加一个换行，不改文字。",
    )  # fmt: skip


@require_POST
@writes("plan.change")
def unite(request: HttpRequest, pk: int):
    """Join a measure with the next one."""
    sentence = _sentence(pk)
    try:
        join(sentence, book(), by=request.user.pk, at=request.now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已与后一条合并。")
    return redirect("plans:sentence", pk)
