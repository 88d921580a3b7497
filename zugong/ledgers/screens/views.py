from django import forms as plain_forms
from django.http import HttpRequest
from django.shortcuts import redirect

from zugong.door.acts import act
from zugong.door.methods import writes
from zugong.ledgers import forms
from zugong.ledgers.access import ledger_or_404
from zugong.ledgers.actions.keep_view import keep_view
from zugong.ledgers.models import SavedView
from zugong.library.queries import book


@writes("ledger.read")
def save_view(request: HttpRequest, ledger: str):
    """Keep the list as it is shown under a name of one's own."""
    here = book()
    word, asked = ledger_or_404(here, ledger), request.GET.copy()
    asked.pop("page", None)
    if asked.get("as_of") == str(request.today):
        asked.pop("as_of")  # the list of today is that of every day
    query = asked.urlencode()[:1000]
    form = forms.NamingView(request.POST or None)
    return act(
        request, form, lambda data: keep_view(ledger, data["title"], query, by=request.user.pk), title=f"{word.title}：保存这张表", submit="保存", back=f"/ledgers/{ledger}/?{query}",
        said="已保存，在台账页上方随时打开。", help_text="保存的是筛选、列和顺序，内容仍是最新的。同名的会换成这一张。",
    )  # fmt: skip


@writes("ledger.read")
def drop_view(request: HttpRequest, ledger: str):
    """Forget a kept list, by its name."""
    ledger_or_404(book(), ledger)
    kept = SavedView.objects.filter(account=request.user.pk, ledger=ledger, title=request.GET.get("title", "")[:40]).first()
    if kept is None:
        return redirect("ledgers:list", ledger)
    form = plain_forms.Form(request.POST if request.method == "POST" else None)
    return act(request, form, lambda data: kept.delete(), title=f"不再保留“{kept.title}”", submit="删除", back=f"/ledgers/{ledger}/", said="已删除，台账里的内容没有变。")
