from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import redirect, render

from zugong.charter.book import Book
from zugong.charter.catalogue import ABSENCES
from zugong.door.acts import act
from zugong.door.methods import reads, writes
from zugong.door.paging import Pages
from zugong.door.refusal import Refused
from zugong.library.queries import book

from . import queries
from .access import has_guarded_fields, is_own, readable, record_or_404, shows_files
from .actions.correct import Overtaken, correct, snapshot
from .actions.make_up import make_up
from .actions.withdraw import withdraw
from .forms import ABSENCE_CHOICES, Filing, MakingUp, Withdrawal, absent_in
from .models import FormerVersion, Record
from .papers import offered
from .told import told, word_for

_TITLES = {"happened_on": "日期", "begins": "开始时间", "minutes": "时长（分钟）", "place": "地点", "guests": "列席、旁听人数"}


@reads("record.read")
def index(request: HttpRequest):
    """Records in scope, newest first."""
    kind, here = request.GET.get("kind", ""), book()
    page = Pages(queries.records(request.scope("record.read"), kind=kind).filter(readable(request, here)), 50).get_page(request.GET.get("page"))
    for row in page:
        row.title = here.title_of(row.kind)
    kinds = [(key, entry.latest.title) for key, entry in here.records.items()]
    return render(request, "records/index.html", {"page": page, "kind": kind, "kinds": kinds, "in_order": not request.scope("record.read").everything})


@reads("record.read")
def show(request: HttpRequest, pk: int):
    """One record: what, who was expected, its corrections."""
    here = book()
    record = record_or_404(request, here, pk, "record.read")
    names = request.scope("roll.read")
    may_see_roll = names.holds(record.organization.path) or names.person is not None
    roll = queries.roll_of(record, None if names.holds(record.organization.path) else names.person) if may_see_roll else []
    for row in roll:
        row.word = "到会" if row.present else ABSENCES[row.absence] + (f"，{row.made_up_on} 已补" if row.made_up_on else "")
    together = Record.objects.filter(request.scope("record.read").condition("organization__path"), readable(request, here), session=record.session_id, withdrawn_at__isnull=True)
    context = {
        "papers": offered(request, here, record), "record": record, "title": here.title_of(record.kind), "told": list(told(here, record, is_own(request, record)).values()), "roll": roll, "may_see_roll": may_see_roll,
        "former": list(FormerVersion.objects.filter(record=record).order_by("-version")[:20]) if is_own(request, record) or (request.scope("record.file").holds(record.organization.path) and not has_guarded_fields(here, record)) else [],
        "may_change": not record.withdrawn_at and request.scope("record.file").holds(record.organization.path),
        "may_remove": request.scope("record.file").holds(record.organization.path), "sees_files": shows_files(request, here, record), "files": queries.attachments_of(record) if shows_files(request, here, record) else [],
        "together": list(together.exclude(pk=pk).select_related("organization").order_by("id")[:20]),
    }  # fmt: skip
    context["may_make_up"] = context["may_change"] and names.holds(record.organization.path) and any(not row.present for row in roll)
    for row in context["former"]:
        row.values_said = _said(here, record.kind, row.values)
    for row in context["together"]:
        row.title = here.title_of(row.kind)
    return render(request, "records/show.html", context)


def _said(here: Book, kind: str, values: dict) -> list[tuple[str, str]]:
    """A version's values as (title, text); absences only as a number."""
    rows = [(title, str(values.get(name) or "—")) for name, title in _TITLES.items()]
    rows.append(("缺席人数", str(len(values.get("absent", {})))))
    titles = {field.key: field for field in here.fields(kind)} if kind in here.records else {}
    return rows + [(titles[key].title if key in titles else key, str(word_for(here, titles[key].type, value) if key in titles else value)) for key, value in values.get("fields", {}).items()]


@writes("record.file")
def mend(request: HttpRequest, pk: int):
    """Correct a record; when somebody was faster, both versions are shown and one may be taken."""
    here = book()
    record = record_or_404(request, here, pk, "record.file")
    if record.withdrawn_at or record.kind not in here.records:
        return redirect("records:show", pk)
    if has_guarded_fields(here, record) and not is_own(request, record):
        raise PermissionDenied
    form = _form(request, record, here)
    context = {"record": record, "title": here.title_of(record.kind), "form": form, "absences": ABSENCE_CHOICES}
    roll, sees_roll = queries.roll_of(record), request.scope("roll.read").holds(record.organization.path) or is_own(request, record)
    # Who was absent is for the own organization; those above correct everything else.
    absent = absent_in(request.POST) if request.method == "POST" and sees_roll else {row.person_id: row.absence for row in roll if not row.present}
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("version", "")
        try:
            correct(
                here, record, _changes(form, absent, record.kind), version=int(version) if version.isdecimal() else 0, reason=form.cleaned_data["reason"],
                today=request.today, by=request.user.pk, at=request.now,
            )  # fmt: skip
        except Overtaken as overtaken:
            context |= {"overtaken": overtaken.record, "difference": _difference(here, overtaken.record, form, absent)}
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, "已更正，原来的内容留在历史里。")
            return redirect("records:show", pk)
    names_only_those_there = bool(here.records[record.kind].latest.picks)
    context["roll"] = [(row, absent.get(row.person_id, "")) for row in roll] if sees_roll and not names_only_those_there else []
    context["version"] = context["overtaken"].version if "overtaken" in context else record.version
    return render(request, "records/mend.html", context, status=409 if "overtaken" in context else 422 if form.is_bound and form.errors else 200)


def _form(request: HttpRequest, record: Record, here: Book) -> Filing:
    session = record.session
    initial = {"on": session.happened_on, "begins": session.begins, "minutes": session.minutes, "place": session.place, "guests": record.guests}
    initial |= {f"{record.kind}-{key}": (int(value) if isinstance(value, bool) else value) for key, value in record.fields.items()}
    form = Filing(request.POST or None, initial=initial, book=here, kinds=[record.kind], today=request.today)
    form.fields["reason"] = forms.CharField(label="更正原因", max_length=200)
    return form


def _changes(form: Filing, absent: dict[int, str], kind: str) -> dict:
    cleaned = form.cleaned_data
    return {
        "happened_on": cleaned["on"], "begins": cleaned["begins"], "minutes": cleaned["minutes"], "place": cleaned["place"],
        "guests": cleaned["guests"] or 0, "fields": form.told(kind), "absent": absent,
    }  # fmt: skip


def _difference(here: Book, current: Record, form: Filing, absent: dict[int, str]) -> list[tuple[str, str, str]]:
    """(title, theirs, mine) for each value that differs."""
    changes = _changes(form, absent, current.kind)
    mine = changes | {"happened_on": str(changes["happened_on"]), "begins": changes["begins"].strftime("%H:%M") if changes["begins"] else ""}
    theirs, ours = dict(_said(here, current.kind, snapshot(current))), dict(_said(here, current.kind, mine))
    return [(title, theirs.get(title, "—"), ours.get(title, "—")) for title in dict.fromkeys([*theirs, *ours]) if theirs.get(title) != ours.get(title)]


@writes("roll.read")
def catch_up(request: HttpRequest, pk: int):
    """Note who of the absent made it up: only where the roll is seen."""
    record = record_or_404(request, book(), pk, "roll.read")
    if not request.scope("record.file").holds(record.organization.path):
        raise PermissionDenied
    absent = [(row.person_id, row.person.name) for row in queries.roll_of(record) if not row.present]
    form = MakingUp(request.POST or None, absent=absent, today=request.today)
    return act(
        request, form, lambda data: make_up(record, data["people"], on=data["on"], today=request.today, by=request.user.pk, at=request.now),
        title=f"{book().title_of(record.kind)}（{record.happened_on}）：登记补上的人", submit="登记", back=f"/{record.address}/", said="已登记，计入各人的学时和次数；这次活动的到会人数不变。",
    )  # fmt: skip


@writes("record.file")
def take_back(request: HttpRequest, pk: int):
    """Withdraw a record."""
    record = record_or_404(request, book(), pk, "record.file")
    form = Withdrawal(request.POST or None)
    return act(
        request, form, lambda data: withdraw(record, reason=data["reason"], by=request.user.pk, at=request.now),
        title=f"撤回{book().title_of(record.kind)}（{record.happened_on}）", submit="撤回", back=f"/{record.address}/", said="已撤回，不再计入任何任务；内容仍可查看。",
        help_text="撤回后相应任务会重新判断。写错了内容请用“更正”，不必撤回。",
    )  # fmt: skip
