import re

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate

from zugong.door.asked_day import asked_day
from zugong.door.methods import reads
from zugong.library.queries import book
from zugong.plans.actions.freeze import last_day
from zugong.plans.exports.report import Report, report
from zugong.plans.exports.report_paper import DRAFT, report_paper
from zugong.plans.exports.sheet import task_sheet
from zugong.plans.exports.task_paper import task_paper
from zugong.plans.exports.tasks import tasks
from zugong.plans.frozen import frozen_months
from zugong.plans.models import Frozen, Plan
from zugong.plans.progress import RULE

NOT_WHOLE = "只算您范围内的，目标是全区的，不在这里判断。"


def _attachment(file, name: str) -> FileResponse:
    return FileResponse(file, as_attachment=True, filename=re.sub(r'[\\/:*?"<>|\s]+', " ", name).strip())


def _table(request: HttpRequest, pk: int, make, ending: str) -> FileResponse:
    plan, as_of, scope = get_object_or_404(Plan, pk=pk), asked_day(request), request.scope("plan.read")
    rows = tasks(plan, book(), scope, as_of)
    return _attachment(make(plan.title, rows, as_of, "" if scope.everything else NOT_WHOLE, request.now), f"{plan.title}任务分解表.{ending}")


@reads("plan.read")
def sheet_of_tasks(request: HttpRequest, pk: int):
    """The table of tasks as a spreadsheet."""
    return _table(request, pk, task_sheet, "xlsx")


@reads("plan.read")
def paper_of_tasks(request: HttpRequest, pk: int):
    """The table of tasks as a document."""
    return _table(request, pk, task_paper, "docx")


def _report(request: HttpRequest, plan: Plan, quarter: int) -> Report | None:
    """The draft with absolute addresses: a definition of today leads to its rows, a former one to its frozen month."""

    def address_of(figure: Frozen, is_defined: bool) -> str:
        if is_defined:
            return request.build_absolute_uri(f"{reverse('plans:value', args=[plan.pk, figure.indicator])}?as_of={figure.as_of}")
        return request.build_absolute_uri(f"{reverse('plans:month', args=[plan.pk, figure.month])}#f{figure.pk}")

    return report(plan, quarter, book(), address_of) if request.scope("plan.read").everything else None


@reads("plan.read")
def draft(request: HttpRequest, pk: int, quarter: int = 0):
    """The draft of a quarter's report as a page; without a quarter the latest that can be told."""
    plan, whole = get_object_or_404(Plan, pk=pk), request.scope("plan.read").everything
    if quarter not in (1, 2, 3, 4):
        told = [month // 3 for month in frozen_months(plan) if month % 3 == 0] if whole else []
        quarter = told[-1] if told else 1
    shown = _report(request, plan, quarter)
    context = {
        "plan": plan, "quarter": quarter, "quarters": [1, 2, 3, 4], "month": 3 * quarter, "whole": whole, "report": shown, "is_running": last_day(plan.year, 3 * quarter) >= request.today, "draft": DRAFT, "rule": RULE, "may_change": request.may("plan.change"),
    }  # fmt: skip
    return render(request, "plans/report.html", context)


@reads("plan.read")
def paper_of_draft(request: HttpRequest, pk: int, quarter: int):
    """The draft as a document; while its last month is not frozen, the page that says so."""
    plan = get_object_or_404(Plan, pk=pk)
    told = _report(request, plan, quarter) if quarter in (1, 2, 3, 4) else None
    if not told:
        return redirect("plans:report", pk, quarter)
    return _attachment(report_paper(told, localdate(told.frozen_at), request.now), f"{told.title}（草稿）.docx")
