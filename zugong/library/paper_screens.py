"""A paper and its templates: what it may name, which template is in force, and the former ones."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404, redirect, render

from zugong.charter.aloud import say
from zugong.charter.book import Book
from zugong.charter.paper_words import LAYOUTS, Paper
from zugong.charter.printed import ROLL_TITLES, chosen, columns_of, declared
from zugong.door.acts import act
from zugong.door.methods import reads, writes
from zugong.door.models import Account
from zugong.files import shelf
from zugong.files.handing_out import handed_out
from zugong.files.queries import files_about

from .actions.set_aside_template import set_aside_template
from .models import PaperTemplate
from .queries import book, template_of, templates_of


class SettingAside(forms.Form):
    reason = forms.CharField(label="原因", max_length=200)


def paper_or_404(key: str) -> tuple[Book, Paper]:
    """A paper of the book in force, newest wording."""
    here = book()
    if key not in here.papers:
        raise Http404
    return here, here.papers[key].latest


def fields_of(here: Book, word: Paper) -> list[tuple[str, str]]:
    """(placeholder as it is typed, what it is) of all that a template for the paper may name."""
    columns = columns_of(here, word)
    more = ROLL_TITLES | {"count": "行数", "rows.number": "序号", "rows.unit": "所属组织"} | {f"rows.{key}": columns[key][1] for key in chosen(here, word)}
    return [(name, columns[name][1] if name in columns else more[name]) for name in declared(here, word)]


@reads("library.read")
def show(request: HttpRequest, key: str):
    """One paper: its sentence, its placeholders, its templates."""
    here, word = paper_or_404(key)
    history = list(templates_of(key)[:20])
    names = dict(Account.objects.filter(pk__in=[row.adopted_by for row in history if row.adopted_by]).values_list("pk", "name"))
    for row in history:
        row.who = names.get(row.adopted_by, "系统安装")
    fields, lists = fields_of(here, word), [name for name in ("rows", "people", "absent") if any(field.startswith(f"{name}.") for field in declared(here, word))]
    context = {
        "key": key, "word": word, "said": say(here, word), "mechanism": here.papers[key].mechanism, "single": [each for each in fields if "." not in each[0]], "listed": [(name, [(field.partition(".")[2], title) for field, title in fields if field.startswith(f"{name}.")]) for name in lists],
        "history": history, "in_force": next((row for row in history if not row.replaced_at), None), "may_adopt": request.may("library.adopt"), "layout": LAYOUTS[word.layout],
    }  # fmt: skip
    return render(request, "library/paper.html", context)


@reads("library.read")
def download(request: HttpRequest, pk: int):
    """A template as it was adopted."""
    template = get_object_or_404(PaperTemplate, pk=pk)
    kept = get_object_or_404(files_about(template.address))
    try:
        return handed_out(kept, shelf.take(kept.key))
    except FileNotFoundError:
        messages.error(request, "这份模板的内容不在服务器上了（可能恢复备份时漏了附件）。请告诉系统管理员，或重新上传")
        return redirect("library:paper", template.paper)


@writes("library.adopt")
def set_aside(request: HttpRequest, key: str):
    """Go back to our own layout."""
    _, word = paper_or_404(key)
    if template_of(key) is None:
        return redirect("library:paper", key)
    return act(
        request, SettingAside(request.POST or None), lambda data: set_aside_template(key, reason=data["reason"], by=request.user.pk, at=request.now), title=f"“{word.title}”不再用模板", submit="不再用模板",
        back=f"/library/papers/{key}/", said="已停用模板，旧模板仍可查看。", help_text="停用后恢复系统自带的版式。" if word.layout != "template" else "这份文书只有模板，停用后就印不出来了。",
    )  # fmt: skip
