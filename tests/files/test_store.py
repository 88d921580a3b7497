"""Kept whole or not at all: rows and bytes, limits, doubles, full disks, crashes."""

import datetime as dt
import hashlib
import io
import os
import resource
import stat
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image

from tests.files.papers import PDF, docx, given, photo, png
from tests.world import NOW
from zugong.files import shelf
from zugong.files.actions.drop_about import drop_about
from zugong.files.actions.remove import remove
from zugong.files.actions.store import store
from zugong.files.actions.sweep import sweep
from zugong.files.kinds import MOST_FILES
from zugong.files.models import StoredFile
from zugong.files.queries import files_about
from zugong.files.unfit import Unfit

pytestmark = pytest.mark.django_db
A_DAY = dt.timedelta(days=1, seconds=1)


def keep(*files: SimpleUploadedFile, about: str = "records/42") -> list[StoredFile]:
    return store(about, files, by=7, at=NOW)


def note(number: int) -> SimpleUploadedFile:
    return given(f"{number}.txt", f"第{number}份".encode())


def on_disk() -> list[str]:
    """Names of everything that lies on the shelf."""
    return sorted(path.name for path in settings.FILES.rglob("*") if path.is_file())


def refusal(*files: SimpleUploadedFile) -> str:
    with pytest.raises(Unfit) as refused, transaction.atomic():
        keep(*files)
    return str(refused.value)


@contextmanager
def small_disk(size: int):
    """No file of this process grows beyond so many bytes: what a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_file_is_kept_under_a_random_name_with_what_is_known_of_it():
    first, second = keep(given("讲稿.pdf", PDF), given("照片.jpg", photo()))
    assert (first.about, first.name, first.kind, first.size, first.sha256, first.added_at, first.added_by) == ("records/42", "讲稿.pdf", "pdf", len(PDF), hashlib.sha256(PDF).hexdigest(), NOW, 7)
    assert (len(first.key), first.key == second.key, shelf.take(first.key), first.address) == (32, False, PDF, f"records/42/files/{first.pk}")
    assert shelf.path_of(first.key) == settings.FILES / first.key[:2] / first.key
    assert [(path.name, stat.S_IMODE(path.stat().st_mode)) for path in settings.FILES.rglob("*") if path.is_file() and path.name == first.key] == [(first.key, 0o600)]


def test_a_picture_is_kept_as_it_was_drawn_anew():
    (row,) = keep(given("现场.jpg", photo(6)))
    data = shelf.take(row.key)
    assert (row.size, row.sha256, b"YunPhone" in data, Image.open(io.BytesIO(data)).size) == (len(data), hashlib.sha256(data).hexdigest(), False, (40, 60))


def test_a_disguised_file_gets_the_name_of_what_it_is():
    rows = keep(given("通知.exe", PDF), given("照片.pdf", photo()), given("方案.docm", docx()))
    assert [(row.name, row.kind) for row in rows] == [("通知.exe.pdf", "pdf"), ("照片.pdf.jpg", "jpeg"), ("方案.docm.docx", "docx")]


def test_one_bad_file_among_several_means_none_and_every_bad_one_is_named():
    said = refusal(given("好的.pdf", PDF), given("../坏的.jpg", b"MZ\x90\0\0"), given("空的.txt", b""), given("图.png", png()))
    assert said == "“坏的.jpg”是程序，不是资料，不能收；“空的.txt”是空文件，里面什么也没有，请重新选择。其余 2 个也还没有添加，请去掉有问题的，重新选择"
    assert (StoredFile.objects.count(), on_disk()) == (0, [])


def test_a_single_bad_file_is_named_with_its_reason():
    assert refusal(given("坏的.jpg", b"MZ\x90\0\0")) == "“坏的.jpg”是程序，不是资料，不能收"


def test_the_same_bytes_sent_twice_are_kept_once():
    (first,) = keep(given("讲稿.pdf", PDF))
    assert (keep(given("讲稿.pdf", PDF)), keep(given("另名.pdf", PDF), note(1))[0].name) == ([], "1.txt")
    assert len(keep(note(2), note(2))) == 1
    assert (files_about("records/42").count(), len(on_disk())) == (3, 3)


def test_the_same_bytes_about_another_thing_are_kept_for_it_too():
    keep(given("讲稿.pdf", PDF))
    keep(given("讲稿.pdf", PDF), about="records/43")
    assert ([files_about(about).count() for about in ("records/42", "records/43", "records/4")], len(on_disk())) == ([1, 1, 0], 2)


def test_twenty_files_and_not_one_more_and_a_removed_one_makes_room(django_capture_on_commit_callbacks):
    keep(*(note(number) for number in range(18)))
    said = refusal(note(18), note(19), note(20))
    assert said == "最多放 20 个附件，现在还能加 2 个，这次选了 3 个，都没有添加。请少选几个，或先移除不用的"
    assert len(on_disk()) == 18
    keep(note(18), note(19))
    assert (keep(note(3), note(4)), refusal(note(20))) == ([], "已有 20 个附件，不能再加。请先移除不用的")
    with django_capture_on_commit_callbacks(execute=True):
        remove(StoredFile.objects.get(name="7.txt"))
    assert [(row.name, row.place) for row in keep(note(20))] == [("20.txt", 8)]
    assert (files_about("records/42").count(), len(on_disk())) == (MOST_FILES, MOST_FILES)


@pytest.mark.parametrize("wrong", [{"place": 21}, {"place": 0}, {"size": 0}, {"place": 1}, {"place": 2, "sha256": None}], ids=["place too high", "place zero", "empty", "place taken", "same bytes"])
def test_the_tables_own_rules_hold_whatever_the_code_does(wrong):
    (row,) = keep(given("讲稿.pdf", PDF))
    values = {"about": "records/42", "place": 2, "name": "x", "kind": "pdf", "size": 1, "sha256": "0" * 64, "key": "0" * 32, "added_at": NOW} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.create(**values | ({"sha256": row.sha256} if values["sha256"] is None else {}))


def test_on_a_full_disk_nothing_is_kept_and_the_message_says_whom_to_ask():
    with small_disk(4000):
        said = refusal(given("小的.txt", "够小".encode()), given("大的.txt", "字".encode() * 4000))
    assert said == "服务器没能存下文件（磁盘可能满了），这次都没有添加。请告诉系统管理员，处理好以后再传"
    assert (StoredFile.objects.count(), on_disk()) == (0, [])
    assert len(keep(given("大的.txt", "字".encode() * 4000))) == 1


def test_a_shelf_that_cannot_be_made_is_a_refusal_too(settings, tmp_path):
    (tmp_path / "plain").write_text("not a folder")
    settings.FILES = tmp_path / "plain"
    assert refusal(given("讲稿.pdf", PDF))[:9] == "服务器没能存下文件"


def test_an_act_that_is_rolled_back_leaves_bytes_without_a_row_for_the_sweep():
    (other,) = keep(note(1))
    with pytest.raises(LookupError), transaction.atomic():
        keep(given("讲稿.pdf", PDF))
        raise LookupError
    assert (StoredFile.objects.count(), len(on_disk())) == (1, 2)
    assert (sweep(at=NOW + dt.timedelta(hours=23)), len(on_disk())) == (0, 2)
    assert (sweep(at=NOW + A_DAY), on_disk()) == (1, [other.key])


def test_a_process_that_dies_between_bytes_and_row_leaves_no_row(tmp_path):
    """The child writes the bytes and is gone before it comes to the row."""
    keep(note(1))
    child = os.fork()
    if child == 0:
        shelf.put("ab" + "0" * 30, PDF, NOW)
        (settings.FILES / "ab" / ("ab" + "1" * 30 + ".part")).write_bytes(b"half")
        os.utime(settings.FILES / "ab" / ("ab" + "1" * 30 + ".part"), (NOW.timestamp(), NOW.timestamp()))
        os._exit(9)
    os.waitpid(child, 0)
    assert (StoredFile.objects.count(), len(on_disk())) == (1, 3)
    assert (sweep(at=NOW + A_DAY), len(on_disk())) == (2, 1)
    assert sweep(at=NOW + A_DAY) == 0


def test_every_row_has_its_bytes():
    keep(*(note(number) for number in range(5)))
    assert on_disk() == sorted(StoredFile.objects.values_list("key", flat=True))


def test_a_removed_file_loses_its_row_now_and_its_bytes_when_that_is_sure(django_capture_on_commit_callbacks):
    first, second = keep(note(1), note(2))
    with django_capture_on_commit_callbacks(execute=True):
        assert (remove(first), remove(first)) == (True, False)
        assert (files_about("records/42").count(), len(on_disk())) == (1, 2)
    assert on_disk() == [second.key]


@pytest.mark.django_db(transaction=True)
def test_a_removal_that_is_rolled_back_leaves_row_and_bytes():
    (row,) = keep(note(1))
    with pytest.raises(LookupError), transaction.atomic():
        remove(row)
        raise LookupError
    assert (StoredFile.objects.count(), shelf.take(row.key)) == (1, "第1份".encode())


def test_all_files_about_some_things_go_together(django_capture_on_commit_callbacks):
    for about in ("records/1", "records/2", "records/11"):
        keep(note(1), note(2), about=about)
    with django_capture_on_commit_callbacks(execute=True):
        assert drop_about(["records/1", "records/2", "records/3"]) == 4
    assert (list(StoredFile.objects.values_list("about", flat=True)), len(on_disk())) == (["records/11", "records/11"], 2)


def test_a_database_without_files_sweeps_nothing():
    """It may be the wrong one: whoever names another database by mistake loses nothing."""
    shelf.put("ab" + "0" * 30, PDF, NOW)
    assert (sweep(at=NOW + A_DAY), len(on_disk())) == (0, 1)


def test_the_sweep_leaves_alone_what_is_not_its_own(settings):
    keep(note(1))
    (settings.FILES / "lost+found").mkdir()
    (settings.FILES / "lost+found" / "x").write_text("old")
    (settings.FILES / "README").write_text("old")
    for path in (settings.FILES / "lost+found" / "x", settings.FILES / "README"):
        os.utime(path, (0, 0))
    assert (sweep(at=NOW + A_DAY), len(on_disk())) == (0, 3)


def test_a_shelf_that_is_not_there_yet_is_swept_without_complaint():
    assert sweep(at=NOW) == 0
