"""What a ledger prints: its list as a roster and a row as a form, by default with all that is shown, else as its papers say."""

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import redirect

from zugong.charter.book import Book
from zugong.charter.ledger_words import Ledger
from zugong.charter.paper_words import Paper
from zugong.charter.printed import declared
from zugong.door.audience import own_paths
from zugong.door.documents import document
from zugong.door.methods import reads
from zugong.door.refusal import Refused
from zugong.ledgers import lists, printing, told
from zugong.ledgers.access import is_about_people, ledger_or_404, row_or_404
from zugong.library.queries import book, template_bytes
from zugong.papers import official
from zugong.papers.templates import Unfillable, fill
from zugong.registry.models import Organization

from .reading import logged

MOST = 2000


def _of_people(request: HttpRequest, ledger: str, paper: str = "") -> str:
    """A list that names people leaves a line in the reading log."""
    here = book()
    return f"ledgers/{ledger}" if ledger in here.ledgers and is_about_people(here, here.ledgers[ledger].latest) else ""


def _rows(request: HttpRequest, here: Book, word: Ledger, what: lists.Asked, own_only: bool = False):
    """The rows of a list, or None when they are too many for a paper."""
    found = lists.found(request, here, word, request.scope("ledger.read"), what)
    rows = list((found.filter(organization__path__in=own_paths(request)) if own_only else found)[: MOST + 1])
    return rows if len(rows) <= MOST else None


def _too_many(request: HttpRequest, ledger: str):
    messages.error(request, f"超过 {MOST} 行，请先筛选再打印，或导出 Excel。")
    return redirect(f"/ledgers/{ledger}/?{request.GET.urlencode()}")


def _unit(request: HttpRequest, what: lists.Asked) -> str:
    """Whose list it is: the organization it is asked for, else the highest one in scope."""
    found = Organization.objects.filter(request.scope("ledger.read").condition("path")).order_by("path")
    one = (found.filter(pk=what.organization) if what.organization else found).only("name").first()
    return one.name if one else ""


@reads("ledger.read", logged=_of_people)
def of_list(request: HttpRequest, ledger: str):
    """The list as it is asked for, with its filters, columns and order, as a roster."""
    here = book()
    word = ledger_or_404(here, ledger)
    what = lists.asked(request, here, word)
    rows = _rows(request, here, word, what)
    if rows is None:
        return _too_many(request, ledger)
    columns = here.columns(ledger)
    heads = (official.Column("place", "组织", 2), official.Column("name", word.noun, 2), *(official.Column(key, columns[key][1]) for key in what.columns if key != word.name_field))
    words = told.told_all(here, word, rows, own_paths(request))
    lines = tuple({key: text or "" for key, text in each.items()} | {"place": row.organization.name, "name": row.called} for row, each in zip(rows, words, strict=True))
    content = official.Roster(word.title, _unit(request, what), what.on or request.today, heads, lines, name_key="", is_wide=len(heads) > 6, counted="条")
    return document(official.roster(content, request.now), f"{word.title}{request.today}")


@reads("ledger.read", logged=logged)
def of_row(request: HttpRequest, pk: int):
    """One row as a form."""
    here = book()
    row = row_or_404(request, here, pk, "ledger.read")
    word = ledger_or_404(here, row.ledger)
    words, columns = told.told_all(here, word, [row], own_paths(request))[0], here.columns(row.ledger)
    boxes = (*((columns[key][1], text or "") for key, text in words.items()), ("起日", str(row.since)), ("止日", str(row.until or "")))
    content = official.LedgerSheet(f"{word.noun}登记表", row.organization.name, request.today, (("", boxes),), number=str(row.pk))
    return document(official.ledger_sheet(content, request.now), f"{word.noun}登记表 {row.called}")


def _paper_or_404(offered: list[tuple[str, Paper]], key: str) -> Paper:
    word = dict(offered).get(key)
    if word is None:
        raise Http404
    return word


@reads("ledger.read", logged=_of_people)
def roster(request: HttpRequest, ledger: str, paper: str):
    """The list with its filters as a declared roster: the paper's own columns and order."""
    here = book()
    word = ledger_or_404(here, ledger)
    printed = _paper_or_404(printing.of_lists(request, here, ledger), paper)
    what = lists.asked(request, here, word)
    rows = _rows(request, here, word, what, own_only=not printing.is_for_those_above(here, printed))
    if rows is None:
        return _too_many(request, ledger)
    content = printing.roster(here, word, printed, rows, own_paths(request), _unit(request, what), what.on or request.today)
    try:
        template = template_bytes(paper)
        data = official.roster(content, request.now) if template is None else fill(template, printing.values_of_roster(content), declared(here, printed))
    except (Unfillable, Refused) as fault:
        messages.error(request, f"“{printed.title}”没有印成：{fault}")
        return redirect("ledgers:list", ledger)
    return document(data, f"{printed.title}{request.today}")


@reads("ledger.read", logged=lambda request, pk, paper: logged(request, pk))
def sheet(request: HttpRequest, pk: int, paper: str):
    """One row as a declared form, a notice, or a template."""
    here = book()
    row = row_or_404(request, here, pk, "ledger.read")
    word = ledger_or_404(here, row.ledger)
    printed = _paper_or_404(printing.of_rows(request, here, row), paper)
    values = printing.values_of_row(here, word, printed, row, own_paths(request), request.today)
    try:
        template = template_bytes(paper)
        if template is not None:
            data = fill(template, values, declared(here, printed))
        elif printed.layout == "form":
            data = official.ledger_sheet(printing.form(here, printed, row, values, request.today), request.now)
        else:
            data = official.notice(printing.notice(printed, row, values, request.today), request.now)
    except (Unfillable, Refused) as fault:
        messages.error(request, f"“{printed.title}”没有印成：{fault}")
        return redirect("ledgers:show", pk)
    return document(data, f"{printed.title} {row.called}")
