from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from zugong.calendar.actions.arrange import arrange, publish
from zugong.calendar.models import SpecialDay
from zugong.calendar.working_days import working_days
from zugong.door.asked_number import asked_number
from zugong.door.methods import reads, writes
from zugong.duties.actions.fill_windows import fill_windows
from zugong.duties.forms import DayForm
from zugong.journal.actions.write import write
from zugong.library.queries import book


def _year(request: HttpRequest) -> int:
    year = asked_number(request.GET.get("year") or request.POST.get("year"))
    return year if year and 2000 <= year <= 2100 else request.today.year


@reads("library.read")
def index(request: HttpRequest):
    """The working days of a year: whether its arrangement is known, and the days entered by hand."""
    year, days = _year(request), working_days()
    rows = list(SpecialDay.objects.filter(day__year=year).order_by("day"))
    context = {"year": year, "rows": rows, "is_published": days.is_published(year), "form": DayForm(), "may_change": request.may("calendar.change"), "worked": sum(days.special.values())}
    return render(request, "duties/days.html", context)


def _refill(request: HttpRequest, what: str) -> None:
    fill_windows(book(), request.today)
    write("working-days", what, by=request.user.pk, at=request.now, fields=["day"])


@require_POST
@writes("calendar.change")
def enter(request: HttpRequest):
    """Enter a day, or take one back; every due day is worked out anew."""
    form = DayForm(request.POST)
    taken_back = "take_back" in request.POST
    if not taken_back and not form.is_valid():
        rows = list(SpecialDay.objects.filter(day__year=_year(request)).order_by("day"))
        context = {"year": _year(request), "rows": rows, "is_published": working_days().is_published(_year(request)), "form": form, "may_change": True}
        return render(request, "duties/days.html", context, status=422)
    with transaction.atomic():
        if taken_back:
            day = SpecialDay.objects.filter(pk=asked_number(request.POST["take_back"]) or 0).values_list("day", flat=True).first()
            if day:
                arrange(day, None)
        else:
            day = form.cleaned_data["day"]
            arrange(day, form.cleaned_data["is_worked"], form.cleaned_data["name"])
        _refill(request, "arrange_day")
    messages.success(request, "已记下，各项任务的期限已重新计算。")
    return redirect(f"/working-days/?year={day.year if day else _year(request)}")


@require_POST
@writes("calendar.change")
def close(request: HttpRequest):
    """Say that a year's arrangement is complete."""
    publish(_year(request))
    _refill(request, "publish_year")
    messages.success(request, f"{_year(request)} 年已标为调休已公布。")
    return redirect(f"/working-days/?year={_year(request)}")
