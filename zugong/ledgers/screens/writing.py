from urllib.parse import urlencode

from django import forms as plain_forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.shortcuts import redirect, render

from zugong.door.acts import act
from zugong.door.asked_number import asked_number
from zugong.door.audience import own_paths
from zugong.door.methods import writes
from zugong.door.refusal import Refused
from zugong.ledgers import forms, told
from zugong.ledgers.access import enters, is_own, ledger_or_404, may_enter, may_keep, named_for, row_or_404, unseen
from zugong.ledgers.actions.change import Overtaken, change
from zugong.ledgers.actions.end import end
from zugong.ledgers.actions.keep import keep
from zugong.ledgers.actions.remove import remove
from zugong.ledgers.actions.save import Unexplained
from zugong.ledgers.models import Row
from zugong.library.queries import book
from zugong.registry.models import Organization


def _organization(request: HttpRequest, here, ledger: str) -> Organization | None:
    """Where a new row is to stand: as asked, else the one place where the account may enter it."""
    scope = request.scope("ledger.keep")
    places = Organization.objects.filter(scope.condition("path"), kind__in=here.kinds_of(ledger), until__isnull=True)
    if pk := asked_number(request.GET.get("organization", "")):
        return places.filter(pk=pk).first()
    found = list(places.order_by("path")[:2])
    return found[0] if len(found) == 1 else None


@writes("ledger.keep")
def enter(request: HttpRequest, ledger: str):
    """Enter a row; where a check only warns, the same page asks why."""
    here = book()
    word, place = ledger_or_404(here, ledger), _organization(request, here, ledger)
    if not enters(request, here, word):
        raise PermissionDenied
    form = forms.Keeping(
        request.POST or None, initial={"organization": place}, book=here, word=word, organization=place, scope=request.scope("ledger.keep"), people=request.scope("person.read"), named=named_for(request, here), today=request.today, new=True
    )
    warnings: list[str] = []
    if request.method == "POST" and form.is_valid():
        at = form.cleaned_data["organization"]
        if not may_enter(request, here, word, at.path):
            raise PermissionDenied

        def do():
            return keep(
                here, ledger, at, form.values, since=form.cleaned_data["since"], until=form.cleaned_data["until"], told=form.told, explained=form.cleaned_data["explained"],
                today=request.today, by=request.user.pk, at=request.now,
            )  # fmt: skip

        if made := _tried(form, do, warnings):
            messages.success(request, f"已登记“{made.name}”。")
            return redirect("ledgers:enter", ledger) if "another" in request.POST else redirect(f"/{made.address}/")
    context = {"key": ledger, "word": word, "form": form, "warnings": warnings, "back": f"/ledgers/{ledger}/", "bounds": here.mechanisms[here.ledgers[ledger].mechanism].bounds, "new": True}
    return render(request, "ledgers/keep.html", context, status=422 if form.is_bound and form.errors else 200)


def _tried(form: forms.Keeping, do, warnings: list[str]) -> Row | None:
    """Do it whole or not at all; what was refused stands on the form."""
    try:
        with transaction.atomic():
            return do()
    except Unexplained as unexplained:
        form.ask_why()
        warnings += unexplained.warnings
        form.add_error("explained", "请写明理由，或改好再保存")
    except Refused as refusal:
        name = next((name for name in (f"v-{refusal.field}", refusal.field) if name in form.fields), None)
        form.add_error(name, str(refusal))
    except IntegrityError:
        form.add_error(None, "刚才有人同时做了改动，这次没有保存。请核对后再试一次")
    return None


def _row(request: HttpRequest, pk: int) -> tuple:
    """(book, row, word) of a row that the account may change; the row as it is `called` for it."""
    here = book()
    row = row_or_404(request, here, pk, "ledger.keep")
    word = ledger_or_404(here, row.ledger)
    if not may_keep(request, word, row.organization.path):
        raise PermissionDenied
    row.called = told.called(here, word, row, is_own(request, row))
    return here, row, word


@writes("ledger.keep")
def mend(request: HttpRequest, pk: int):
    """Change a row; when somebody was faster, both versions are shown and one may be taken. What the account does not see stays as it is."""
    here, row, word = _row(request, pk)
    if row.removed_at or row.sealed_at:
        return redirect("ledgers:show", pk)
    hidden = unseen(request, here, word, row)
    kept, naming = {key: value for key, value in row.fields.items() if key in hidden}, {word.name_field: row.name} if word.name_field in hidden else {}
    initial = {"since": row.since, "until": row.until} | {f"v-{key}": (int(value) if isinstance(value, bool) else value) for key, value in row.fields.items() if key not in hidden}
    called, formers = told.names(here, [row.fields], row.ledger, own_paths(request)), {}
    for key, (kind, _) in here.columns(row.ledger).items():
        if (family := here.family(kind)) in told.TABLES and key in row.fields:
            formers[f"v-{key}"] = called.of(family, row.fields[key]), row.fields[key]
            initial[f"v-{key}"] = formers[f"v-{key}"][0]
    form = forms.Keeping(
        request.POST or None, initial=initial, book=here, word=word, organization=row.organization, scope=request.scope("ledger.keep"), people=request.scope("person.read"), named=named_for(request, here), today=request.today, new=False, formers=formers, unseen=hidden
    )
    form.fields["reason"] = plain_forms.CharField(label="更改原因", max_length=200, initial=request.GET.get("reason", "")[:200])
    if request.GET.get("until"):
        form.initial["until"] = request.GET["until"][:10]
    warnings, theirs = [], []
    if request.method == "POST" and form.is_valid():
        version = asked_number(request.POST.get("version", "")) or 0

        def do():
            return change(
                here, row, form.values | kept, since=form.cleaned_data["since"], until=form.cleaned_data["until"], version=version, reason=form.cleaned_data["reason"], told=form.told | naming,
                explained=form.cleaned_data["explained"], today=request.today, by=request.user.pk, at=request.now,
            )  # fmt: skip

        try:
            if _tried(form, do, warnings):
                messages.success(request, "已更改，原来的内容留在历史里。")
                return redirect("ledgers:show", pk)
        except Overtaken as overtaken:
            row, theirs = overtaken.row, _difference(here, overtaken.row, form, hidden, own_paths(request))
            row.called = told.called(here, word, row, not hidden)
    context = {
        "key": row.ledger, "word": word, "row": row, "form": form, "warnings": warnings, "theirs": theirs, "version": row.version, "back": f"/{row.address}/", "new": False,
        "hidden": [here.columns(row.ledger)[key][1] for key in sorted(hidden)],
    }  # fmt: skip
    return render(request, "ledgers/keep.html", context, status=409 if theirs else 422 if form.is_bound and form.errors else 200)


def _difference(here, row: Row, form: forms.Keeping, hidden: set[str], own: list[str]) -> list[tuple[str, str, str]]:
    """(title, theirs, mine) for each value that differs; a line even where none does."""
    columns, mine = here.columns(row.ledger), form.values
    called = told.names(here, [row.fields, mine], row.ledger, own)
    keys = [key for key in columns if key not in hidden and row.fields.get(key) != mine.get(key)]
    found = [(columns[key][1], *(told.word_for(here, columns[key][0], values.get(key), called) or "—" for values in (row.fields, mine))) for key in keys]
    spans = [("起日", str(row.since), str(form.cleaned_data["since"])), ("止日", str(row.until or "—"), str(form.cleaned_data["until"] or "—"))]
    return found + [each for each in spans if each[1] != each[2]] or [("内容", "相同", "相同")]


@writes("ledger.keep")
def close(request: HttpRequest, pk: int):
    """End a row: it stays and holds no longer. What has to be filled in before it may end is asked for on the page of a change."""
    here, row, word = _row(request, pk)
    form = forms.Ending(request.POST or None, today=request.today)
    lacking: list[Refused] = []

    def do(data: dict) -> None:
        try:
            end(here, row.ledger, [row.pk], on=data["on"], reason=data["reason"], today=request.today, by=request.user.pk, at=request.now)
        except Refused as refused:
            lacking.extend([refused] if refused.field in word.fields else [])
            raise

    answer = act(
        request, form, do,
        title=f"结束{word.noun}：{row.called}", submit="结束", back=f"/{row.address}/", said="已结束。", help_text="结束后仍留在台账里，当天起不再算现行。",
    )  # fmt: skip
    if not lacking:
        return answer
    messages.info(request, f"{lacking[0]}。请在这里填好，连同止日一起保存。")
    return redirect(f"/{row.address}/change/?" + urlencode({"until": form.cleaned_data["on"], "reason": form.cleaned_data["reason"]}))


@writes("ledger.keep")
def take_out(request: HttpRequest, pk: int):
    """Remove a row entered by mistake; where people join of their own will, let the person go: all is deleted."""
    here, row, word = _row(request, pk)
    form = forms.Removing(request.POST or None)
    said, submit, title = ("已退出，登记的内容已全部删除。", "退出并删除", "退出") if word.opt_in else ("已移除。", "移除", "移除")
    return act(
        request, form, lambda data: remove(here, row, reason=data["reason"], by=request.user.pk, at=request.now),
        title=f"{title}：{row.called}", submit=submit, back=f"/ledgers/{row.ledger}/", said=said,
        help_text="本人退出时立即删除，不能恢复。" if word.opt_in else "只用于登错的行；合同到期、职务变动这类情况请用“结束”。移除的行不再计入任何数，但看得到原因。",
    )  # fmt: skip
