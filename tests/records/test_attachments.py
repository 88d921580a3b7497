"""Files of a record: added and removed by who may correct it, opened by who may open it, gone with it."""

import datetime as dt
import resource

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.files.papers import PDF, docx, photo
from tests.world import NOW, TODAY, District, account, district, filed, rulebook, shipped_texts, signed_in
from zugong.charter.book import Book
from zugong.files import shelf
from zugong.files.models import StoredFile
from zugong.files.queries import files_about
from zugong.journal.models import Line
from zugong.library.actions.sign import sign
from zugong.library.queries import book
from zugong.records.actions.attach import attach
from zugong.records.actions.expire import expire
from zugong.records.actions.withdraw import withdraw
from zugong.records.models import Record

pytestmark = pytest.mark.django_db
JUNE = dt.date(2026, 6, 1)
NAME = "political/themed_party_day.toml"


@pytest.fixture(autouse=True)
def shelf_of_its_own(settings, tmp_path, own_shelf):
    settings.FILES = tmp_path / "files"


def file(name: str, data: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def theme_day(here: District, made: Book | None = None) -> Record:
    return filed(made or rulebook(), "theme_day", here.plum, JUNE).records.get()


def attached(record: Record, name: str = "讲稿.pdf", data: bytes = PDF) -> StoredFile:
    return attach(record, [file(name, data)], by=None, at=NOW)[0]


def secretary(here: District) -> Client:
    return signed_in(account("branch_secretary", "below", here.plum))


def everybody(here: District) -> dict[str, Client]:
    return {
        "own secretary": secretary(here),
        "own member": signed_in(account("member", "self", here.plum, person=here.person("梅一"))),
        "own recorder": signed_in(account("unit_recorder", "own", here.plum)),
        "clerk above": signed_in(account("committee_clerk", "below", here.east)),
        "leader": signed_in(account("leader")),
        "next branch": signed_in(account("branch_secretary", "below", here.bamboo)),
        "nobody": signed_in(account()),
    }


def opened(here: District, record: Record, kept: StoredFile) -> dict[str, tuple]:
    """{who: (does the page show the name, status of the file, of adding, of removing)}"""
    asked = (f"/{kept.address}/", f"/records/{record.pk}/files/add/", f"/{kept.address}/remove/")
    return {who: (kept.name in client.get(f"/records/{record.pk}/").text, *(client.get(address).status_code for address in asked)) for who, client in everybody(here).items()}


def on_disk() -> int:
    return sum(path.is_file() for path in settings.FILES.rglob("*"))


# --- adding ---


def test_several_files_are_added_at_once_and_stand_on_the_page_with_kind_size_who_and_when():
    here = district()
    record, who = theme_day(here), account("branch_secretary", "below", here.plum)
    client = signed_in(who)
    answer = client.post(f"/records/{record.pk}/files/add/", {"files": [file("讲稿.pdf"), file("方案.docx", docx()), file("现场.jpg", photo())]})
    assert (answer.status_code, answer.url) == (302, f"/records/{record.pk}/")
    page = client.get(answer.url)
    assert [(row.name, row.what.title, row.adder) for row in page.context["files"]] == [("讲稿.pdf", "PDF", who.name), ("方案.docx", "Word 文档", who.name), ("现场.jpg", "JPG 图片", who.name)]
    row = page.context["files"][0]
    assert [words in page.text for words in (f'href="/records/{record.pk}/files/{row.pk}/"', f"PDF，{len(PDF)}\xa0字节，", f"{who.name} 2026年11月23日", "附件已保存。")] == [True] * 4
    assert [(line.address, line.by, line.fields, line.reason) for line in Line.objects.filter(verb="attach").order_by("id")] == [(each.address, who.pk, "", "") for each in page.context["files"]]


def test_nothing_is_asked_for_and_nothing_chosen_is_said_so():
    here = district()
    record, client = theme_day(here), secretary(here)
    assert "没有附件。附件可不传。" in client.get(f"/records/{record.pk}/").text
    for sent in ({}, {"files": ""}):
        answer = client.post(f"/records/{record.pk}/files/add/", sent)
        assert (answer.status_code, answer.context["form"].errors["files"]) == (422, ["请选择文件"])


def test_a_refused_file_comes_back_with_its_reason_and_none_is_added():
    here = district()
    record, client = theme_day(here), secretary(here)
    answer = client.post(f"/records/{record.pk}/files/add/", {"files": [file("好的.pdf"), file("照片.jpg", b"MZ\x90\0\0\0")]})
    assert (answer.status_code, answer.context["form"].errors["files"]) == (422, ["“照片.jpg”是程序，不是资料，不能收。其余 1 个也还没有添加，请去掉有问题的，重新选择"])
    assert ("“照片.jpg”是程序" in answer.text, StoredFile.objects.count(), on_disk(), Line.objects.filter(verb="attach").count()) == (True, 0, 0, 0)


def test_an_empty_file_is_refused_with_its_name():
    here = district()
    answer = secretary(here).post(f"/records/{theme_day(here).pk}/files/add/", {"files": [file("空.pdf", b"")]})
    assert (answer.status_code, answer.context["form"].errors["files"]) == (422, ["“空.pdf”是空文件，里面什么也没有，请重新选择"])


def test_of_a_file_that_is_too_large_no_more_is_kept_than_is_needed_to_refuse_it():
    here = district()
    answer = secretary(here).post(f"/records/{theme_day(here).pk}/files/add/", {"files": [file("录像.txt", b"a" * 15_000_000), file("讲稿.pdf")]})
    assert (answer.status_code, answer.context["form"].errors["files"][0][:20]) == (422, "“录像.txt”超过 10 MB，请压缩")
    sizes = {each.name: each.size for each in answer.context["form"].files.getlist("files")}
    assert (sizes["录像.txt"] < 10.2 * 1024 * 1024, sizes["讲稿.pdf"]) == (True, len(PDF))


def test_a_request_beyond_all_bounds_is_ended():
    here = district()
    record, client = theme_day(here), secretary(here)
    client.raise_request_exception = False
    answer = client.post(f"/records/{record.pk}/files/add/", {"files": [file(f"{number}.txt", b"a" * 10_400_000) for number in range(22)]})
    assert (answer.status_code, StoredFile.objects.count()) == (400, 0)


def test_the_form_sent_twice_adds_once_and_says_so():
    here = district()
    record, client = theme_day(here), secretary(here)
    for _ in "12":
        answer = client.post(f"/records/{record.pk}/files/add/", {"files": [file("讲稿.pdf"), file("现场.jpg", photo())]}, follow=True)
        assert answer.status_code == 200
    assert ("有 2 个文件和已有的附件完全一样，没有重复添加。" in answer.text, files_about(record.address).count(), on_disk(), Line.objects.filter(verb="attach").count()) == (True, 2, 2, 2)


def test_on_a_full_disk_the_page_says_so_and_nothing_is_half_written():
    here = district()
    record, client = theme_day(here), secretary(here)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3000, hard))
    try:
        answer = client.post(f"/records/{record.pk}/files/add/", {"files": [file("讲稿.pdf"), file("大的.txt", b"a" * 9000)]})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (answer.status_code, answer.context["form"].errors["files"]) == (422, ["服务器没能存下文件（磁盘可能满了），这次都没有添加。请告诉系统管理员，处理好以后再传"])
    assert (StoredFile.objects.count(), on_disk(), Line.objects.filter(verb="attach").count()) == (0, 0, 0)


def test_a_name_with_folders_and_control_characters_is_shown_and_sent_plain():
    here = district()
    record, client = theme_day(here), secretary(here)
    odd = file("x.pdf")
    odd._name = '..\\..\\党课"\r\nSet-Cookie: a=b\u202e' + "长" * 300 + ".pdf"
    attach(record, [odd], by=None, at=NOW)
    kept = StoredFile.objects.get()
    assert (kept.name, len(kept.name)) == ("党课_ Set-Cookie_ a=b" + "长" * 81 + ".pdf", 104)
    sent = client.get(f"/{kept.address}/")
    assert (sent.headers["Content-Disposition"][:29], "\n" in sent.headers["Content-Disposition"], "Set-Cookie" in sent.headers) == ("attachment; filename*=utf-8''", False, False)


# --- opening ---


def test_a_file_is_handed_out_to_be_saved_and_can_do_nothing_in_the_browser():
    here = district()
    record = theme_day(here)
    kept = attached(record, "现场.jpg", photo())
    answer = secretary(here).get(f"/{kept.address}/")
    assert (answer.status_code, answer.content == shelf.take(kept.key), b"YunPhone" in answer.content) == (200, True, False)
    assert {name: answer.headers[name] for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Content-Security-Policy", "Cache-Control")} == {
        "Content-Type": "image/jpeg",
        "Content-Disposition": "attachment; filename*=utf-8''%E7%8E%B0%E5%9C%BA.jpg",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "Cache-Control": "private, no-store",
    }


def test_files_are_opened_by_who_opens_the_record_and_changed_by_who_corrects_it():
    here = district()
    record = theme_day(here)
    changes, reads, outside = (True, 200, 200, 200), (True, 200, 403, 403), (False, 404, 404, 404)
    assert opened(here, record, attached(record)) == {
        "own secretary": changes, "own member": reads, "own recorder": changes, "clerk above": changes, "leader": reads, "next branch": outside, "nobody": (False, 403, 403, 403),
    }  # fmt: skip


GUARDED = [('theme   = "text? 主题"', f'theme   = {{ type = "text?", title = "主题", {rule} }}') for rule in ('seen_by = ["by"]', 'mask = "middle"')]


@pytest.mark.parametrize("changes", GUARDED, ids=["a field for the own organization", "a masked field"])
def test_where_a_field_is_kept_from_those_above_the_files_are_for_the_own_organization(changes):
    here = district()
    rulebook()
    sign({NAME: shipped_texts()[NAME].replace(*changes)}, by=None, at=NOW)
    record = theme_day(here, book())
    answers = opened(here, record, attached(record))
    assert {who: answers[who] for who in ("own secretary", "own member", "clerk above", "leader")} == {
        "own secretary": (True, 200, 200, 200), "own member": (True, 200, 403, 403), "clerk above": (False, 404, 403, 403), "leader": (False, 404, 403, 403),
    }  # fmt: skip


def test_files_of_a_sealed_record_are_for_the_own_organization():
    here = district()
    record = theme_day(here)
    kept = attached(record)
    Record.objects.filter(pk=record.pk).update(sealed_at=NOW)
    answers = opened(here, record, kept)
    assert {who: answers[who][:2] for who in ("own secretary", "own member", "clerk above", "leader")} == {"own secretary": (True, 200), "own member": (True, 200), "clerk above": (False, 404), "leader": (False, 404)}


def test_files_of_a_kind_for_the_own_organization_are_not_there_for_those_above():
    here = district()
    rulebook()
    sign({NAME: shipped_texts()[NAME].replace('seen_by = ["by", "above", "grassroots_office"]', 'seen_by = ["by"]')}, by=None, at=NOW)
    record = theme_day(here, book())
    answers = opened(here, record, attached(record))
    assert (answers["own member"][:2], answers["clerk above"], answers["leader"]) == ((True, 200), (False, 404, 404, 404), (False, 404, 403, 403))


def test_files_of_a_kind_that_is_no_longer_in_the_book_are_for_the_own_organization():
    here = district()
    record = theme_day(here)
    kept = attached(record)
    Record.objects.filter(pk=record.pk).update(kind="former_kind")
    answers = opened(here, record, kept)
    assert (answers["own secretary"], answers["clerk above"], answers["leader"]) == ((True, 200, 200, 200), (False, 404, 403, 403), (False, 404, 403, 403))


def test_a_file_is_found_only_under_its_own_record():
    here = district()
    record, other = theme_day(here), filed(rulebook(), "lecture", here.plum, JUNE).records.get()
    kept, client = attached(record), secretary(here)
    asked = (f"/records/{other.pk}/files/{kept.pk}/", f"/records/{other.pk}/files/{kept.pk}/remove/", f"/records/{record.pk}/files/{kept.pk + 1}/", f"/records/{record.pk + 99}/files/add/")
    assert [client.get(address).status_code for address in asked] == [404] * 4
    assert (client.post(asked[1], {"reason": "试"}).status_code, StoredFile.objects.count()) == (404, 1)


def test_a_file_of_a_joint_session_belongs_to_one_record():
    here = district()
    session = filed(rulebook(), "theme_day", [here.plum, here.bamboo], JUNE)
    kept = attached(session.records.get(organization=here.plum))
    beside = session.records.get(organization=here.bamboo)
    client = signed_in(account("branch_secretary", "below", here.bamboo))
    assert (kept.name in client.get(f"/records/{beside.pk}/").text, client.get(f"/{kept.address}/").status_code) == (False, 404)


def test_a_file_whose_bytes_are_gone_is_said_to_be_gone():
    here = district()
    record = theme_day(here)
    kept, client = attached(record), secretary(here)
    shelf.clear([kept.key])
    answer = client.get(f"/{kept.address}/", follow=True)
    assert (answer.redirect_chain, "这个附件的内容不在服务器上了" in answer.text) == ([(f"/records/{record.pk}/", 302)], True)


# --- removing ---


def test_a_file_is_removed_with_a_reason_and_a_line_stays(django_capture_on_commit_callbacks):
    here = district()
    record, client = theme_day(here), secretary(here)
    kept = attached(record)
    refused = client.post(f"/{kept.address}/remove/", {"reason": " "})
    assert (refused.status_code, list(refused.context["form"].errors), StoredFile.objects.count()) == (422, ["reason"], 1)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"/{kept.address}/remove/", {"reason": "传错了"})
    assert (answer.status_code, answer.url, StoredFile.objects.count(), on_disk()) == (302, f"/records/{record.pk}/", 0, 0)
    assert [(line.address, line.verb, line.reason) for line in Line.objects.filter(verb="detach")] == [(kept.address, "detach", "传错了")]
    assert (client.get(f"/{kept.address}/").status_code, client.post(f"/{kept.address}/remove/", {"reason": "再来"}).status_code) == (404, 404)


def test_a_removed_file_may_be_added_again():
    here = district()
    record, client = theme_day(here), secretary(here)
    kept = attached(record)
    client.post(f"/{kept.address}/remove/", {"reason": "传错了"})
    again = attached(record)
    assert (files_about(record.address).count(), again.key == kept.key) == (1, False)


def test_a_withdrawn_record_keeps_its_files_takes_none_and_lets_them_be_removed():
    here = district()
    record, client = theme_day(here), secretary(here)
    kept = attached(record)
    withdraw(record, reason="重复", by=None, at=NOW)
    page = client.get(f"/records/{record.pk}/").text
    assert (kept.name in page, "添加附件" in page, client.get(f"/{kept.address}/").status_code) == (True, False, 200)
    assert client.post(f"/records/{record.pk}/files/add/", {"files": [file("再来.pdf", PDF + b"\n")]}).url == f"/records/{record.pk}/"
    assert files_about(record.address).count() == 1
    assert (client.post(f"/{kept.address}/remove/", {"reason": "传错了"}).status_code, files_about(record.address).count()) == (302, 0)


def test_a_record_withdrawn_while_the_form_was_open_takes_no_file():
    here = district()
    record = theme_day(here)
    withdraw(record, reason="重复", by=None, at=NOW)
    with pytest.raises(ValueError, match="已经撤回或到期删除"):
        attached(record)
    assert (StoredFile.objects.count(), on_disk()) == (0, 0)


def test_nobody_adds_or_removes_without_the_right_or_from_outside():
    here = district()
    record = theme_day(here)
    kept = attached(record)
    sent = {}
    for who, client in everybody(here).items():
        if who in ("own member", "leader", "next branch", "nobody"):
            sent[who] = (client.post(f"/records/{record.pk}/files/add/", {"files": [file("x.pdf", PDF + b"\n")]}).status_code, client.post(f"/{kept.address}/remove/", {"reason": "试"}).status_code)
    assert sent == {"own member": (403, 403), "leader": (403, 403), "next branch": (404, 404), "nobody": (403, 403)}
    assert files_about(record.address).count() == 1


# --- the end of keeping ---


@pytest.mark.parametrize("then", ["delete", "seal"])
def test_when_the_keeping_is_over_files_go_or_stay_with_their_record(then, django_capture_on_commit_callbacks):
    here = district()
    rulebook()
    text = shipped_texts()[NAME]
    keep = next(line for line in text.splitlines() if line.startswith("keep"))
    sign({NAME: text.replace(keep, f'keep    = "30 days after on, then {then}"')}, by=None, at=NOW)
    over, young = theme_day(here, book()), filed(book(), "theme_day", here.plum, TODAY).records.get()
    gone, stays = attached(over), attached(young)
    with django_capture_on_commit_callbacks(execute=True):
        assert expire(book(), today=TODAY, at=NOW)[then] == 1
    left = [gone.key, stays.key] if then == "seal" else [stays.key]
    assert (list(StoredFile.objects.order_by("id").values_list("key", flat=True)), on_disk()) == (left, len(left))


# --- just recorded ---


def test_the_page_after_recording_offers_and_does_not_demand():
    here = district()
    record = theme_day(here)
    page = secretary(here).get(f"/filed/{record.session.key}/").text
    assert ("附件可不传。" in page, f"/records/{record.pk}/files/add/" in page) == (True, False)
