from django import forms as plain_forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import redirect, render

from zugong.door.acts import act
from zugong.door.asked_number import asked_number
from zugong.door.methods import writes
from zugong.ledgers import forms, queries
from zugong.ledgers import told as words
from zugong.ledgers.access import is_own, ledger_or_404, may_keep, named_for, readable, unseen
from zugong.ledgers.actions.change import change_all
from zugong.ledgers.actions.end import end
from zugong.library.queries import book

MOST = 200


def _picked(request: HttpRequest, here, ledger: str) -> list:
    """The rows that were picked on the list, as far as the account keeps them."""
    word = ledger_or_404(here, ledger)
    ids = [pk for text in request.GET.getlist("row")[:MOST] if (pk := asked_number(text))]
    rows = queries.rows(request.scope("ledger.keep"), ledger, None).filter(readable(request, here), pk__in=ids, sealed_at__isnull=True).order_by("organization__path", "id")
    kept = [row for row in rows if may_keep(request, word, row.organization.path)]
    for row in kept:
        row.called = words.called(here, word, row, is_own(request, row))
    return kept


def _fields(request: HttpRequest, here, word, rows: list) -> list:
    """The fields of which this account sees what stands in all of the rows."""
    hidden = set().union(*(unseen(request, here, word, row) for row in rows))
    return [field for field in here.fields(word.key) if field.key in word.fields and field.key not in hidden]


@writes("ledger.keep")
def choose(request: HttpRequest, ledger: str):
    """What is to be done with the picked rows."""
    here = book()
    word, rows = ledger_or_404(here, ledger), _picked(request, here, ledger)
    if not rows:
        messages.info(request, "请先在左边勾选要办理的行。")
        return redirect("ledgers:list", ledger)
    fields = [(field.key, field.title) for field in _fields(request, here, word, rows) if field.key not in word.unique]
    return render(request, "ledgers/bulk.html", {"key": ledger, "word": word, "rows": rows, "fields": fields, "query": request.GET.urlencode()})


@writes("ledger.keep")
def edit(request: HttpRequest, ledger: str, field: str):
    """One field of the picked rows."""
    here = book()
    word, rows = ledger_or_404(here, ledger), _picked(request, here, ledger)
    if not any(each.key == field and field in word.fields for each in here.fields(ledger)):
        raise Http404
    if not rows:
        messages.info(request, "请先在左边勾选要办理的行。")
        return redirect("ledgers:list", ledger)
    kind = next((each for each in _fields(request, here, word, rows) if each.key == field), None)
    if kind is None:
        raise PermissionDenied
    form = plain_forms.Form(request.POST or None)
    family = here.family(kind.type)
    form.fields["value"] = forms.field_of(here, kind, None, request.scope("person.read" if family == "person" else "ledger.keep"), request.today, named_for(request, here))
    form.fields["reason"] = plain_forms.CharField(label="更改原因", max_length=200)
    form.fields["explained"] = plain_forms.CharField(label="不合核对要求的理由", max_length=200, required=False, help_text="有不合核对要求的地方才要填")

    def do(data: dict) -> None:
        value = data["value"]
        plain = value.pk if hasattr(value, "pk") else str(value) if hasattr(value, "isoformat") else value
        told = words.words_of(here, word, {field: plain}).get(field, "")
        change_all(here, ledger, [row.pk for row in rows], field, plain, reason=data["reason"], told=told, explained=data["explained"], today=request.today, by=request.user.pk, at=request.now)

    return act(
        request, form, do, title=f"{word.title}：把 {len(rows)} 行的“{kind.title}”改成", submit="全部更改", back=f"/ledgers/{ledger}/", said=f"已更改 {len(rows)} 行。",
        help_text="要么全改，要么都不改；原来的内容留在每一行的历史里。", note="、".join(row.called for row in rows[:20]) + ("等" if len(rows) > 20 else ""),
    )  # fmt: skip


@writes("ledger.keep")
def close_all(request: HttpRequest, ledger: str):
    """End the picked rows."""
    here = book()
    word, rows = ledger_or_404(here, ledger), _picked(request, here, ledger)
    if not rows:
        messages.info(request, "请先在左边勾选要办理的行。")
        return redirect("ledgers:list", ledger)
    form = forms.Ending(request.POST or None, today=request.today)
    return act(
        request, form, lambda data: end(here, ledger, [row.pk for row in rows], on=data["on"], reason=data["reason"], today=request.today, by=request.user.pk, at=request.now),
        title=f"{word.title}：结束 {len(rows)} 行", submit="全部结束", back=f"/ledgers/{ledger}/", said=f"已结束 {len(rows)} 行。", help_text="要么全部结束，要么都不结束。",
        note="、".join(row.called for row in rows[:20]) + ("等" if len(rows) > 20 else ""),
    )  # fmt: skip
