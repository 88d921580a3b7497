import tempfile
from itertools import chain
from pathlib import Path

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from zugong.door.acts import act
from zugong.door.methods import reads, writes
from zugong.door.refusal import Refused
from zugong.files.models import StoredFile
from zugong.files.names import clean_name
from zugong.sheets import access, shown
from zugong.sheets.actions.check_batch import check_batch
from zugong.sheets.actions.confirm import confirm
from zugong.sheets.actions.drop import drop
from zugong.sheets.actions.expect import expect
from zugong.sheets.actions.receive import receive
from zugong.sheets.actions.undo import undo
from zugong.sheets.actions.work import SMALL_BATCH, SMALL_FILE
from zugong.sheets.forms import Upload
from zugong.sheets.headers import Header
from zugong.sheets.kinds import Unreadable
from zugong.sheets.marked import give_back
from zugong.sheets.models import Batch, MendedCell
from zugong.sheets.queries import SOURCE, path_of, staged_of
from zugong.sheets.reading import LEFT_OUT

PER_PAGE = 20


@writes("sheet.bring", late=True)
def upload(request: HttpRequest, kind: str):
    """Take a table's file in; a small one is checked at once."""
    roster = access.roster_or_404(request, kind)
    form = Upload(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, ask = form.cleaned_data["file"], access.ask_of(request, roster)
        try:
            batch = receive(roster, file.name, file.chunks(), ask)
        except Unreadable as unreadable:
            form.add_error("file", f"“{clean_name(file.name)}”{unreadable}")
        else:
            if batch.size <= SMALL_FILE:
                check_batch(batch, roster, ask)
            return redirect("sheets:show", batch.pk)
    return render(request, "sheets/upload.html", {"roster": roster, "form": form}, status=422 if form.is_bound and form.errors else 200)


@reads("sheet.bring")
def show(request: HttpRequest, pk: int):
    """A batch: how far it is, what was found, its lines, and what can be done with it."""
    batch, roster = access.batch_or_404(request, pk)
    columns, tabs = roster.columns(), shown.tabs(batch)
    state = request.GET.get("state", "-")
    if state not in [key for key, _, _ in tabs]:  # what was asked for may have been mended
        state = tabs[0][0] if tabs else ""
    staged = staged_of(batch, roster) if batch.state == "checked" else None
    page, cards = None, []
    if staged and not batch.found["problems"]:
        count = next((number for key, _, number in tabs if key == state), 0)
        page = Paginator(range(count), PER_PAGE).get_page(request.GET.get("page"))
        sheets = [header["sheet"] for header in batch.found["headers"]]
        cards = [shown.card(line, columns, sheets) for line in staged.page(state, page.start_index() - 1 if count else 0, PER_PAGE)]
    context = {
        "batch": batch, "roster": roster, "light": shown.BATCH_LIGHTS[batch.state], "tabs": tabs, "state": state, "page": page, "cards": cards, "read": shown.columns_read(batch, columns),
        "earlier": _earlier(batch), "left_out": list(MendedCell.objects.filter(batch=batch, column=LEFT_OUT).order_by("sheet", "row").values_list("row", flat=True)) if batch.state == "checked" else [], "nothing": not (batch.counts.get("new") or batch.counts.get("changed")), "percent": 100 * batch.done // batch.total if batch.total else 0,
    }  # fmt: skip
    return render(request, "sheets/show.html", context)


def _earlier(batch: Batch) -> Batch | None:
    """The same file, brought in before."""
    if batch.state != "checked":
        return None
    return Batch.objects.filter(roster=batch.roster, sha256=batch.sha256, by=batch.by, state="confirmed").defer("pieces", "found").order_by("-pk").first()


@reads("sheet.bring")
def marked(request: HttpRequest, pk: int):
    """The same workbook with the faulty cells marked; of a large one, the faulty lines."""
    batch, roster = access.batch_or_404(request, pk)
    staged, source = staged_of(batch, roster), path_of(batch, SOURCE)
    if not staged or not source or not batch.found.get("headers"):
        raise Http404
    kind = StoredFile.objects.filter(about=batch.address, place=SOURCE).values_list("kind", flat=True).get()
    headers = [Header(each["sheet"], each["first"], each["last"], each["titles"], {int(number): key for number, key in each["keys"].items()}) for each in batch.found["headers"]]
    lines = (line for line in chain.from_iterable(staged.pieces("error", "new", "changed", "same")) if line.faults)
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        give_back(source, kind, roster, lines, headers, Path(file.name))
        name = batch.name.rpartition(".")[0] or batch.name
        return FileResponse(open(file.name, "rb"), as_attachment=True, filename=clean_name(f"{name}（标出错处）.xlsx", "xlsx"))  # noqa: SIM115


@require_POST
@writes("sheet.bring", late=True)
def accept(request: HttpRequest, pk: int):
    """Confirm: at once, or by the background process when it is large."""
    batch, roster = access.batch_or_404(request, pk)
    try:
        if batch.total <= SMALL_BATCH:
            confirm(batch, roster, access.ask_of(request, roster))
            messages.success(request, "已导入。发现不对，可以整批撤回。")
        else:
            expect(batch, "to_confirm")
            messages.success(request, "已交给后台写入，写完这一页会变。")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("sheets:show", pk)


@writes("sheet.bring", late=True)
def take_back(request: HttpRequest, pk: int):
    """Undo the whole batch."""
    batch, roster = access.batch_or_404(request, pk)
    if batch.state != "confirmed":
        raise Http404

    def do(data: dict):
        if batch.total <= SMALL_BATCH:
            undo(batch, roster, access.ask_of(request, roster))
        else:
            expect(batch, "to_undo")

    counts = batch.counts
    return act(
        request, forms.Form(request.POST if request.method == "POST" else None), do, title="整批撤回", submit="整批撤回", back=f"/{batch.address}/", said="已撤回。" if batch.total <= SMALL_BATCH else "已交给后台撤回，撤完这一页会变。",
        note=f"{roster.title}，{batch.name}：新增 {counts.get('new', 0)} {roster.unit}，改动 {counts.get('changed', 0)} {roster.unit}",
        help_text="新增的全部删除，改动的恢复原样。导入以后又被改过或用过的，会告诉您是哪些，那样什么也不动。",
    )  # fmt: skip


@require_POST
@writes("sheet.bring", late=True)
def give_up(request: HttpRequest, pk: int):
    """Drop a batch that was not confirmed."""
    batch, _ = access.batch_or_404(request, pk)
    try:
        drop(batch, by=request.user.pk, at=request.now)
        messages.success(request, "已放弃，上传的文件已删除。")
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("sheets:show", pk)
    return redirect("sheets:index")
