"""Screens of a record's attachments: who may open the record opens its files, who may correct it adds and removes them."""

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
from zugong.library.queries import book

from .access import record_or_404, shows_files
from .actions.attach import attach
from .forms import Removal
from .models import Record


@reads("record.read")
def download(request: HttpRequest, pk: int, file: int):
    """One file, always to be saved and never opened inside the page."""
    here = book()
    record = record_or_404(request, here, pk, "record.read")
    if not shows_files(request, here, record):
        raise Http404
    kept = _file(record, file)
    try:
        return handed_out(kept, shelf.take(kept.key))
    except FileNotFoundError:
        messages.error(request, "这个附件的内容不在服务器上了（可能恢复备份时漏了附件）。请告诉系统管理员，或移除后重新添加")
        return redirect("records:show", pk)


def _file(record: Record, pk: int) -> StoredFile:
    return get_object_or_404(files_about(record.address), pk=pk)


def _changing(request: HttpRequest, pk: int) -> Record:
    """The record, when the account may change its attachments."""
    here = book()
    record = record_or_404(request, here, pk, "record.file")
    if not shows_files(request, here, record):
        raise PermissionDenied
    record.title = here.title_of(record.kind)
    return record


@writes("record.file")
def add(request: HttpRequest, pk: int):
    """Add one or several files."""
    record = _changing(request, pk)
    if record.withdrawn_at:
        return redirect("records:show", pk)
    form = Attachments(request.POST, request.FILES) if request.method == "POST" else Attachments()

    def do(data: dict) -> None:
        added = attach(record, data["files"], by=request.user.pk, at=request.now)
        if same := len(data["files"]) - len(added):
            messages.info(request, f"有 {same} 个文件和已有的附件完全一样，没有重复添加。")

    return act(
        request, form, do, title=f"给{record.title}（{record.happened_on}）添加附件", submit="添加", back=f"/{record.address}/", said="附件已保存。",
        help_text="附件可不传。到会名单已经在纪实里，不必再传签到表。",
    )  # fmt: skip


@writes("record.file")
def take_off(request: HttpRequest, pk: int, file: int):
    """Remove one file; also from a withdrawn record."""
    record = _changing(request, pk)
    kept = _file(record, file)
    form = Removal(request.POST) if request.method == "POST" else Removal()
    return act(
        request, form, lambda data: detach(kept, reason=data["reason"], by=request.user.pk, at=request.now),
        title=f"移除{record.title}（{record.happened_on}）的附件", submit="移除", back=f"/{record.address}/", said="附件已移除。",
        help_text="移除后内容从服务器删除，不能恢复；操作日志里只留下移除的时间和原因。", note=kept.name,
    )  # fmt: skip
