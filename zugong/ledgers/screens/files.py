"""A row's attachments: who sees the whole row opens its files, who may change it adds and removes them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404, redirect

from zugong.door.acts import act
from zugong.door.attaching import detach
from zugong.door.methods import reads, writes
from zugong.files import shelf
from zugong.files.forms import Attachments
from zugong.files.handing_out import handed_out
from zugong.files.models import StoredFile
from zugong.files.queries import files_about
from zugong.ledgers.access import has_guarded_fields, is_own, ledger_or_404, may_keep, row_or_404
from zugong.ledgers.actions.attach import attach
from zugong.ledgers.forms import Removing
from zugong.ledgers.models import Row
from zugong.library.queries import book


def _file(row: Row, pk: int) -> StoredFile:
    return get_object_or_404(files_about(row.address), pk=pk)


@reads("ledger.read")
def download(request: HttpRequest, pk: int, file: int):
    """One file, to be saved."""
    here = book()
    row = row_or_404(request, here, pk, "ledger.read")
    if (row.sealed_at or has_guarded_fields(here, ledger_or_404(here, row.ledger))) and not is_own(request, row):
        raise Http404
    kept = _file(row, file)
    try:
        return handed_out(kept, shelf.take(kept.key))
    except FileNotFoundError:
        messages.error(request, "这个附件的内容不在服务器上了（可能恢复备份时漏了附件）。请告诉系统管理员，或移除后重新添加")
        return redirect("ledgers:show", pk)


def _changing(request: HttpRequest, pk: int) -> Row:
    here = book()
    row = row_or_404(request, here, pk, "ledger.keep")
    word = ledger_or_404(here, row.ledger)
    if not may_keep(request, word, row.organization.path) or (has_guarded_fields(here, word) and not is_own(request, row)):
        raise PermissionDenied
    return row


@writes("ledger.keep")
def add(request: HttpRequest, pk: int):
    """Add one or several files."""
    row = _changing(request, pk)
    form = Attachments(request.POST, request.FILES) if request.method == "POST" else Attachments()

    def do(data: dict) -> None:
        added = attach(row, data["files"], by=request.user.pk, at=request.now)
        if same := len(data["files"]) - len(added):
            messages.info(request, f"有 {same} 个文件和已有的附件完全一样，没有重复添加。")

    return act(request, form, do, title=f"给“{row.name}”添加附件", submit="添加", back=f"/{row.address}/", said="附件已保存。", help_text="附件可不传。")


@writes("ledger.keep")
def take_off(request: HttpRequest, pk: int, file: int):
    """Remove one file."""
    row = _changing(request, pk)
    kept = _file(row, file)
    return act(
        request, Removing(request.POST or None), lambda data: detach(kept, reason=data["reason"], by=request.user.pk, at=request.now), title=f"移除“{row.name}”的附件", submit="移除",
        back=f"/{row.address}/", said="附件已移除。", help_text="移除后内容从服务器删除，不能恢复；操作日志里只留下移除的时间和原因。", note=kept.name,
    )  # fmt: skip
