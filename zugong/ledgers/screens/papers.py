"""What a ledger prints: a list as a roster, a row as a form."""

import io

from django.contrib import messages
from django.http import FileResponse, HttpRequest
from django.shortcuts import redirect

from zugong.door.audience import own_paths
from zugong.door.methods import reads
from zugong.files.names import clean_name
from zugong.ledgers import lists, told
from zugong.ledgers.access import is_about_people, ledger_or_404, row_or_404
from zugong.library.queries import book
from zugong.papers import official

from .reading import logged

MOST = 2000


def _document(data: bytes, name: str) -> FileResponse:
    return FileResponse(io.BytesIO(data), as_attachment=True, filename=clean_name(f"{name}.docx", "docx"))


@reads("ledger.read", logged=lambda request, ledger: f"ledgers/{ledger}" if ledger in book().ledgers and is_about_people(book(), book().ledgers[ledger].latest) else "")
def of_list(request: HttpRequest, ledger: str):
    """The list as it is asked for, with its filters, columns and order, as a roster."""
    here = book()
    word = ledger_or_404(here, ledger)
    what = lists.asked(request, here, word)
    rows = list(lists.found(request, here, word, request.scope("ledger.read"), what)[: MOST + 1])
    if len(rows) > MOST:
        messages.error(request, f"超过 {MOST} 行，请先筛选再打印，或导出 Excel。")
        return redirect(f"/ledgers/{ledger}/?{request.GET.urlencode()}")
    columns = here.columns(ledger)
    heads = (official.Column("place", "组织", 2), official.Column("name", word.noun, 2), *(official.Column(key, columns[key][1]) for key in what.columns if key != word.name_field))
    words = told.told_all(here, word, rows, own_paths(request))
    lines = tuple({key: text or "" for key, text in each.items()} | {"place": row.organization.name, "name": row.name} for row, each in zip(rows, words, strict=True))
    content = official.Roster(word.title, request.user.name, what.on or request.today, heads, lines, name_key="", is_wide=len(heads) > 6)
    return _document(official.roster(content, request.now), f"{word.title}{request.today}")


@reads("ledger.read", logged=logged)
def of_row(request: HttpRequest, pk: int):
    """One row as a form."""
    here = book()
    row = row_or_404(request, here, pk, "ledger.read")
    word = ledger_or_404(here, row.ledger)
    words, columns = told.told_all(here, word, [row], own_paths(request))[0], here.columns(row.ledger)
    boxes = (*((columns[key][1], text or "") for key, text in words.items()), ("起日", str(row.since)), ("止日", str(row.until or "")))
    content = official.LedgerSheet(f"{word.noun}登记表", row.organization.name, request.today, (("", boxes),), number=str(row.pk))
    return _document(official.ledger_sheet(content, request.now), f"{word.noun}登记表 {row.name}")
