from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zugong.door.acts import act
from zugong.door.asked_number import asked_number
from zugong.door.methods import writes
from zugong.door.refusal import Refused
from zugong.sheets import access
from zugong.sheets.actions.check_batch import check_batch
from zugong.sheets.actions.mend import choose_columns, mend_cells, take_in_again
from zugong.sheets.actions.work import SMALL_FILE
from zugong.sheets.columns import shown
from zugong.sheets.forms import Row
from zugong.sheets.headers import letters
from zugong.sheets.models import Batch
from zugong.sheets.queries import staged_of
from zugong.sheets.reading import LEFT_OUT
from zugong.sheets.rosters import Ask, Roster
from zugong.sheets.shown import TABS

LATER = "文件较大，已交给后台重新核对。"


def _check_again(request: HttpRequest, batch: Batch, roster: Roster, ask: Ask) -> None:
    """A small one at once, a large one by the background process."""
    batch.refresh_from_db()
    if batch.size <= SMALL_FILE:
        check_batch(batch, roster, ask)
    else:
        messages.success(request, LATER)


@require_POST
@writes("sheet.bring", late=True)
def mend(request: HttpRequest, pk: int):
    """All cells of a page of the preview that were typed anew."""
    batch, roster = access.batch_or_404(request, pk)
    sheets, cells = [header["sheet"] for header in batch.found.get("headers", [])], []
    known = {column.key for column in roster.columns()}
    for name, text in request.POST.items():
        parts = name.split(":", 3)
        if parts[0] != "m" or len(parts) != 4 or text == request.POST.get(f"was{name[1:]}"):
            continue
        sheet, row = asked_number(parts[1]), asked_number(parts[2])
        if sheet is not None and sheet < len(sheets) and row and row < 2_000_000 and parts[3] in known:
            cells.append((sheets[sheet], row, parts[3], text))
    place, _, number = request.POST.get("leave_out", "").partition(":")
    sheet, row = asked_number(place), asked_number(number)
    if sheet is not None and sheet < len(sheets) and row and row < 2_000_000:
        cells.append((sheets[sheet], row, LEFT_OUT, ""))
    ask, typed = access.ask_of(request, roster), sum(column != LEFT_OUT for _, _, column, _ in cells)
    try:
        if "take_in" in request.POST:
            take_in_again(batch, ask)
            _check_again(request, batch, roster, ask)
        elif cells:
            mend_cells(batch, cells, ask)
            messages.success(request, "，".join([f"改了 {typed} 格"] * bool(typed) + [f"第 {row} 行不导入"] * (typed < len(cells))) + "。")
            _check_again(request, batch, roster, ask)
        else:
            messages.info(request, "没有改动。在格子里改好再保存。")
    except Refused as refused:
        messages.error(request, str(refused))
    state = request.POST.get("state", "")
    return redirect(f"{reverse('sheets:show', args=[pk])}?{urlencode({'state': state})}" if state in TABS and state else reverse("sheets:show", args=[pk]))


@writes("sheet.bring", late=True)
def row(request: HttpRequest, pk: int, number: int):
    """All cells of one line."""
    batch, roster = access.batch_or_404(request, pk)
    staged = staged_of(batch, roster) if batch.state == "checked" else None
    sheet = request.GET.get("sheet", "")
    line = staged.line(sheet, number) if staged else None
    if line is None:
        raise Http404
    cells = [(column.key, column.title, line.raw.get(column.key, "") if column.key in line.faults else shown(column, line.values[column.key]), str(line.faults.get(column.key, ""))) for column in roster.columns() if column.key in line.values]
    form = Row(request.POST or None, cells=cells)

    def do(data: dict):
        ask = access.ask_of(request, roster)
        if form.mended:
            mend_cells(batch, [(sheet, number, key, text) for key, text in form.mended.items()], ask)
            _check_again(request, batch, roster, ask)

    return act(request, form, do, title=f"改第 {number} 行", submit="保存并重新核对", back=reverse("sheets:show", args=[pk]), said="已重新核对。", help_text=f"{batch.name}{'，' if sheet else ''}{sheet}。改的只是这一批，您的文件不变。")


@writes("sheet.bring", late=True)
def columns(request: HttpRequest, pk: int):
    """Say which column of the file is what."""
    batch, roster = access.batch_or_404(request, pk)
    if batch.state != "checked":
        raise Http404
    choices, headers = roster.columns(), batch.found.get("headers", [])
    if request.method == "POST":
        known, ask = {column.key for column in choices}, access.ask_of(request, roster)
        chosen = {header["sheet"]: {str(number): key for number in range(len(header["titles"])) if (key := request.POST.get(f"c:{place}:{number}", "")) in known or key == ""} for place, header in enumerate(headers)}
        try:
            choose_columns(batch, chosen, ask)
            _check_again(request, batch, roster, ask)
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("sheets:show", pk)
    shown_sheets = [
        {"sheet": header["sheet"], "columns": [(f"c:{place}:{number}", letters(number), title, header["keys"].get(str(number), "")) for number, title in enumerate(header["titles"]) if title]}
        for place, header in enumerate(headers)
    ]
    return render(request, "sheets/columns.html", {"batch": batch, "roster": roster, "sheets": shown_sheets, "choices": choices})
