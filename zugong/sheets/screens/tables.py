import tempfile
from itertools import islice
from pathlib import Path

from django.http import FileResponse, HttpRequest
from django.shortcuts import render

from zugong.door.methods import reads
from zugong.door.paging import Pages
from zugong.files.names import clean_name
from zugong.sheets.access import roster_or_404
from zugong.sheets.forms import Download
from zugong.sheets.queries import batches_of
from zugong.sheets.rosters import names, rosters
from zugong.sheets.shown import BATCH_LIGHTS
from zugong.sheets.workbooks import write_table

MOST_ROWS = 20_000


@reads("sheet.read")
def index(request: HttpRequest):
    """Which tables there are, by their groups, and the own batches, newest first."""
    known = rosters()
    groups: dict[str, list] = {}
    kinds = {right: names.kinds(request.scope(right)) for right in {right for roster in known.values() for right in (roster.right, roster.reads_right) if roster.kinds}}
    for roster in known.values():
        if roster.kinds and not roster.kinds & (kinds[roster.right] | kinds[roster.reads_right]):
            continue
        may_change, may_read = bool(roster.right) and request.may(roster.right), request.may(roster.reads_right)
        if may_change or may_read:
            groups.setdefault(roster.group, []).append((roster, may_change, may_read))
    page = Pages(batches_of(request.user.pk), 20).get_page(request.GET.get("page"))
    for batch in page:
        batch.title, batch.light = known[batch.roster].title if batch.roster in known else batch.roster, BATCH_LIGHTS[batch.state]
    return render(request, "sheets/index.html", {"groups": groups.items(), "page": page})


def _workbook(name: str, make) -> FileResponse:
    """A workbook that is written to a file which is gone once it was sent."""
    file = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115
    make(Path(file.name))
    return FileResponse(open(file.name, "rb"), as_attachment=True, filename=clean_name(f"{name}.xlsx", "xlsx"))  # noqa: SIM115


@reads("sheet.bring")
def template(request: HttpRequest, kind: str):
    """An empty workbook to fill in."""
    roster = roster_or_404(request, kind)
    return _workbook(f"{roster.title}模板", lambda path: write_table(path, roster))


@reads("sheet.read", logged=lambda request, kind: f"sheets/export/{kind}" if request.GET.get("go") else "")
def export(request: HttpRequest, kind: str):
    """Choose filters and columns, then the workbook of what lies in scope."""
    roster = roster_or_404(request, kind, to_read=True)
    form = Download(request.GET if request.GET.get("go") else None, roster=roster, initial={key: value for key, value in request.GET.items() if key.startswith("f_")})
    too_many = False
    if form.is_bound and form.is_valid():
        rows = list(islice(roster.rows(request.scope(roster.reads_right), request.today, form.chosen), MOST_ROWS + 1))
        too_many = len(rows) > MOST_ROWS
        if not too_many:
            note = f"{roster.title}，截至 {request.today}，共 {len(rows)} {roster.unit}，只有您范围内的"
            return _workbook(f"{roster.title}{request.today}", lambda path: write_table(path, roster, rows or [()][:0], [note], form.cleaned_data["columns"]))
    return render(request, "sheets/export.html", {"roster": roster, "form": form, "too_many": too_many, "most": MOST_ROWS}, status=422 if too_many else 200)
