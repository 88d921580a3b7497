from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404, render

from zugong.door.acts import act
from zugong.door.asked_number import asked_number
from zugong.door.methods import reads, writes
from zugong.door.paging import Pages
from zugong.library.queries import book
from zugong.plans import forms
from zugong.plans.actions.freeze import freeze, last_day
from zugong.plans.actions.set_baseline import set_baseline
from zugong.plans.frozen import frozen_months, goals_by_month, month_beside_today
from zugong.plans.models import Goal, Plan
from zugong.plans.progress import RULE


@reads("plan.read")
def months(request: HttpRequest, pk: int):
    """Months by goals, as they were frozen; whoever sees a part of the district sees no figures of the whole."""
    plan, whole = get_object_or_404(Plan, pk=pk), request.scope("plan.read").everything
    page = Pages(goals_by_month(plan) if whole else [], 50).get_page(request.GET.get("page"))
    context = {"plan": plan, "whole": whole, "page": page, "frozen": frozen_months(plan) if whole else {}, "numbers": range(1, 13), "rule": RULE, "may_change": request.may("plan.change"), "freeze_address": f"/{plan.address}/freeze/"}
    return render(request, "plans/months.html", context)


@reads("plan.read")
def month(request: HttpRequest, pk: int, month: int):
    """One frozen month: each figure beside what the same day gives today, and what it meant."""
    plan, scope = get_object_or_404(Plan, pk=pk), request.scope("plan.read")
    if not 1 <= month <= 12:
        raise Http404
    rows = month_beside_today(plan, month, book(), scope) if scope.everything else []
    context = {
        "plan": plan, "month": month, "whole": scope.everything, "page": Pages(rows, 50).get_page(request.GET.get("page")), "first": rows[0].frozen if rows else None,
        "differing": sum(row.differs for row in rows), "rule": RULE, "as_of": last_day(plan.year, month), "may_change": request.may("plan.change"), "freeze_address": f"/{plan.address}/freeze/?month={month}",
    }  # fmt: skip
    return render(request, "plans/month.html", context)


@writes("plan.change")
def freezing(request: HttpRequest, pk: int):
    """Freeze a month."""
    plan = get_object_or_404(Plan, pk=pk)
    frozen = frozen_months(plan)
    known = {number: (number in frozen, last_day(plan.year, number) >= request.today) for number in range(1, 13)}
    free = [number for number, marks in known.items() if not any(marks)]
    asked = asked_number(request.GET.get("month"))
    form = forms.Freezing(request.POST or None, months=known, initial={"month": asked if asked in known else free[-1] if free else None})
    return act(
        request, form, lambda data: freeze(plan, data["month"], book(), request.scope("plan.change"), today=request.today, by=request.user.pk, at=request.now),
        title="冻结一个月", submit="冻结", back=f"/{plan.address}/months/", said="已冻结。", note=plan.title,
        help_text="把每个指标这个月月底的数、目标和状态原样留下。冻结以后不能改，也不能撤；之后更正了纪实，差额另外显示。",
    )  # fmt: skip


@writes("plan.change")
def founding(request: HttpRequest, pk: int):
    """Take each goal's value at a day as its baseline."""
    plan = get_object_or_404(Plan, pk=pk)
    is_anew = Goal.objects.filter(sentence__plan=plan, baseline_on__isnull=False).exists()
    form = forms.Baseline(request.POST or None, is_anew=is_anew, latest=request.today, initial={"on": min(request.today, last_day(plan.year - 1, 12))})
    return act(
        request, form, lambda data: set_baseline(plan, data["on"], book(), request.scope("plan.change"), reason=data["reason"], today=request.today, by=request.user.pk, at=request.now),
        title="定基数", submit="定基数", back=f"/{plan.address}/", said="基数已定，目标按现在的记为商定的目标。", note=plan.title,
        help_text="每个指标从那一年一月一日算到这一天的数，作为基数；现在的目标同时记为商定的目标。数由纪实得出，不用填。",
    )  # fmt: skip
