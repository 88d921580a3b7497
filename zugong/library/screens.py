from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404, render

from zugong.charter import catalogue
from zugong.charter.aloud import say
from zugong.door.methods import reads
from zugong.door.models import Account

from . import queries
from .models import AdoptedFile


@reads("library.read")
def index(request: HttpRequest):
    """All adopted mechanisms, by the parts of the work."""
    here, cells = queries.book(), queries.cells()
    folders = queries.folders()
    parts: dict[str, list] = {}
    for key, mechanism in here.mechanisms.items():
        words = [word for _, word in mechanism.words]
        parts.setdefault(folders.get(key, ""), []).append({"key": key, "mechanism": mechanism, "words": len({word.key for word in words}), "cells": sorted({cell for word in words for cell in word.covers})})
    shown = queries.in_folders(parts)
    declared = {cell for mechanism in here.mechanisms.values() for _, word in mechanism.words for cell in word.covers}
    total = sum(len(kinds) for _, kinds in cells.values())
    return render(request, "library/index.html", {"parts": shown, "declared": len(declared), "total": total, "may_adopt": request.may("library.adopt"), "faults": queries.faults()})


@reads("library.read")
def show(request: HttpRequest, key: str):
    """One mechanism as a readable page: each word as a sentence, its source, examples, editions."""
    here = queries.book()
    if key not in here.mechanisms:
        raise Http404
    mechanism = here.mechanisms[key]
    words = []
    for sort, table in (("record", here.records), ("ledger", here.ledgers), ("check", here.checks), ("duty", here.duties), ("indicator", here.indicators), ("paper", here.papers)):
        for entry in table.values():
            if entry.mechanism == key:
                editions = [{"since": each.since, "until": each.until, "said": say(here, each.word)} for each in entry.editions]
                words.append({"sort": _SORTS[sort], "entry": entry, "word": entry.latest, "editions": editions, "source": _source(here, key, entry.latest), "fields": here.fields(entry.key) if sort in ("record", "ledger") else [], "open_at": f"/ledgers/{entry.key}/" if sort == "ledger" and request.may("ledger.read") else f"/library/papers/{entry.key}/" if sort == "paper" else ""})
    cells = [(cell, queries.cells()[cell][0]) for cell in mechanism.covers if cell in queries.cells()]
    history = list(queries.history(key)[:20])
    names = dict(Account.objects.filter(pk__in=[row.adopted_by for row in history if row.adopted_by]).values_list("pk", "name"))
    for row in history:
        row.who = names.get(row.adopted_by, "系统安装")
    context = {"key": key, "mechanism": mechanism, "words": words, "cells": cells, "history": history, "proofs": catalogue.PROOFS, "owner": here.title_of(mechanism.owner)}
    return render(request, "library/show.html", context)


_SORTS = {"record": "纪实", "ledger": "台账", "check": "核对", "duty": "应做", "indicator": "指标", "paper": "文书"}


def _source(here, key: str, word) -> str:
    if not word.basis:
        return ""
    basis, article = here.basis_of(key, word.basis)
    return f"《{basis.document}》{article}（{catalogue.PROOFS[basis.proof]}）" if basis else catalogue.PROOFS.get(article, article)


@reads("library.read")
def text(request: HttpRequest, pk: int):
    """An adopted text as it was signed."""
    return render(request, "library/text.html", {"adopted": get_object_or_404(AdoptedFile, pk=pk)})
