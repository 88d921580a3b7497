"""A clerk's hour: upload, look, mend, confirm, take back; each in the own scope."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from openpyxl import load_workbook

from tests.sheets.odd_files import HEADS, workbook
from tests.world import NOW, TODAY, account, district, queries_of, signed_in
from zugong.door.models import Grant
from zugong.journal.models import Line, Reading
from zugong.registry.models import Membership, Person
from zugong.sheets.models import Batch, MendedCell, Trace

pytestmark = pytest.mark.django_db
RIGHT = ("王一", "男", "1980-05", "梅园党支部", "正式党员")


@pytest.fixture
def here():
    return district()


@pytest.fixture
def clerk(here):
    return signed_in(account("section_clerk"))


@pytest.fixture
def send(tmp_path):
    def upload(client, *rows, kind="people") -> str:
        path = workbook(tmp_path / "x.xlsx", *rows)
        answer = client.post(f"/sheets/upload/{kind}/", {"file": SimpleUploadedFile("名册.xlsx", path.read_bytes())})
        return answer.headers.get("Location") or answer.text

    return upload


def told(client, address: str) -> str:
    return client.get(address).text


def test_a_table_is_uploaded_looked_at_confirmed_and_taken_back(clerk, send):
    page = send(clerk, HEADS, RIGHT)
    looked = told(clerk, page)
    assert ("第 2 行" in looked, "确认导入" in looked, Person.objects.filter(name="王一").count()) == (True, True, 0)
    assert clerk.post(f"{page}confirm/").status_code == 302
    batch, member = Batch.objects.get(), Membership.objects.get(person__name="王一")
    assert (batch.state, batch.counts, member.organization.name, member.standing, member.may_vote) == ("confirmed", {"new": 1}, "梅园党支部", "full", True)
    assert list(Line.objects.filter(address=member.person.address).values_list("verb", "reason")) == [("take_in", f"表格导入 {batch.address}")]
    assert "新增的全部删除" in told(clerk, f"{page}undo/")
    assert clerk.post(f"{page}undo/").status_code == 302
    assert (Batch.objects.get().state, Person.objects.filter(name="王一").count(), Trace.objects.count()) == ("undone", 0, 0)


def test_a_cell_is_mended_in_the_page_and_the_batch_checked_again(clerk, send):
    page = send(clerk, HEADS, ("王一", "男", "1980-05", "梅园支部", "正式党员"))
    looked = told(clerk, page)
    assert ("没有找到组织“梅园支部”" in looked, 'aria-disabled="true"' in looked, 'name="m:0:2:branch" value="梅园支部"' in looked) == (True, True, True)
    assert clerk.post(f"{page}confirm/", follow=True).text.count("还有 1 行有错") == 1
    clerk.post(f"{page}mend/", {"state": "error", "m:0:2:branch": "梅园党支部", "was:0:2:branch": "梅园支部"})
    assert (Batch.objects.get().counts, list(MendedCell.objects.values_list("sheet", "row", "column", "text"))) == ({"new": 1}, [("Sheet", 2, "branch", "梅园党支部")])
    clerk.post(f"{page}rows/2/?sheet=Sheet", {"name": "王二", "gender": "男", "born_on": "1980-05", "branch": "梅园党支部", "standing": "正式党员"})
    clerk.post(f"{page}confirm/")
    assert (Batch.objects.get().state, Person.objects.filter(name__startswith="王").values_list("name", flat=True)[0], MendedCell.objects.count()) == ("confirmed", "王二", 0)


def test_the_same_workbook_comes_back_marked(clerk, send):
    page = send(clerk, HEADS, ("王一", "男", "1980-05", "梅园支部", "正式党员"))
    answer = clerk.get(f"{page}marked/")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    marked = {cell.coordinate: cell.comment.text for row in book.active.iter_rows() for cell in row if cell.comment}
    assert marked == {"D2": "没有找到组织“梅园支部”，或不在您的范围里。填准确的全称或组织代码；还没有登记的，先导入组织"}


def test_columns_that_are_not_told_apart_are_named_by_hand(clerk, send):
    page = send(clerk, ("姓名", "姓名", "所在支部", "党员类别", "身份"), ("王一", "王二", "梅园党支部", "正式党员", "男"))
    assert "有 2 列都是“姓名”（A、B 列），请指明用哪一列" in told(clerk, page)
    clerk.post(f"{page}columns/", {"c:0:0": "", "c:0:1": "name", "c:0:2": "branch", "c:0:3": "standing", "c:0:4": "gender"})
    clerk.post(f"{page}confirm/")
    assert list(Person.objects.filter(name__startswith="王").values_list("name", "gender")) == [("王二", "male")]


def test_what_is_no_table_is_refused_on_the_page(clerk, send):
    answer = clerk.post("/sheets/upload/people/", {"file": SimpleUploadedFile("照片.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 100)})
    assert (answer.status_code, "“照片.xlsx”是图片，不是表格" in answer.text, Batch.objects.count()) == (422, True, 0)


@pytest.mark.parametrize(("rows", "said"), [
    ((("组织名册",),), "里没有找到表头"), ((("一", "二"), ("三", "四")), "里没有找到表头"), ((HEADS,), "的表头下面没有内容"),
])  # fmt: skip
def test_a_workbook_that_holds_no_table_is_said_to_hold_none_and_waits_for_nobody(clerk, send, rows, said):
    page = send(clerk, *rows)
    assert (said in told(clerk, page), Batch.objects.get().state) == (True, "failed")


def test_a_line_is_left_out_and_taken_in_again(clerk, send):
    page = send(clerk, HEADS, RIGHT, ("王二", "男", "1980-05", "没有的支部", "正式党员"))
    assert 'aria-label="第 3 行不导入"' in told(clerk, page)
    clerk.post(f"{page}mend/", {"leave_out": "0:3", "state": "error"})
    looked = told(clerk, page)
    assert (Batch.objects.get().counts, "您选了不导入的行：3" in looked, "第 2 行" in looked) == ({"new": 1}, True, True)
    clerk.post(f"{page}mend/", {"take_in": "1"})
    assert Batch.objects.get().counts == {"new": 1, "error": 1}
    clerk.post(f"{page}mend/", {"leave_out": "0:3"})
    clerk.post(f"{page}confirm/")
    assert (Batch.objects.get().state, Person.objects.filter(name__in=("王一", "王二")).count(), MendedCell.objects.count()) == ("confirmed", 1, 0)


def test_a_needed_column_that_was_not_found_is_said_before_its_faults(clerk, send):
    looked = told(clerk, send(clerk, ("姓名", "性别", "出生年月", "所在支部", "啥类别"), RIGHT))
    assert ("没有认出必填的列：党员类别；没有读的列：啥类别" in looked, looked.index("没有认出必填的列") < looked.index("“党员类别”没有填")) == (True, True)


def test_lines_that_are_the_same_are_shown_as_the_same(clerk, send):
    page = send(clerk, HEADS, RIGHT)
    clerk.post(f"{page}confirm/")
    looked = told(clerk, f"{send(clerk, HEADS, RIGHT)}?state=same")
    assert ("改动" in looked, looked.count("相同") > 1) == (False, True)


def test_a_batch_is_written_and_taken_back_in_the_scope_it_was_checked_in(here, send):
    who = account("committee_clerk", "below", here.east)
    client = signed_in(who)
    page, other = send(client, HEADS, RIGHT), send(client, HEADS, ("王二", *RIGHT[1:]))
    client.post(f"{page}confirm/")
    Grant.objects.filter(account=who).update(path=here.west.path)
    for act in (f"{page}undo/", f"{other}confirm/"):
        client.post(act)
    assert [(batch.state, Person.objects.filter(name=name).count()) for batch, name in zip(Batch.objects.order_by("pk"), ("王一", "王二"), strict=True)] == [("confirmed", 1), ("checked", 0)]


def test_nothing_outside_the_scope_is_found_or_changed(here, send):
    clerk = signed_in(account("committee_clerk", "below", here.east))
    page = send(clerk, HEADS, ("慕容远山", "男", "1980-05", "海棠湾党支部", "正式党员"), ("竹一", "女", "1980-05", "竹苑党支部", "正式党员"))
    batch = Batch.objects.get()
    assert batch.counts == {"error": 1, "changed": 1}
    assert told(clerk, f"{page}?state=error").count("没有找到组织“海棠湾党支部”，或不在您的范围里") == 1
    exported = load_workbook(io.BytesIO(b"".join(clerk.get("/sheets/export/people/?go=1&columns=name&columns=branch").streaming_content))).worksheets[0]
    assert {row[1] for row in exported.iter_rows(min_row=2, values_only=True)} == {"梅园党支部", "竹苑党支部"}
    assert [cell.value for cell in exported[1]] == ["姓名", "所在支部"]
    assert list(Reading.objects.values_list("address", flat=True)) == ["sheets/export/people"]


def test_a_batch_is_its_makers(clerk, send):
    page = send(clerk, HEADS, RIGHT)
    other = signed_in(account("section_clerk"))
    assert [other.get(page).status_code, other.post(f"{page}confirm/").status_code, Batch.objects.get().state] == [404, 404, "checked"]


def test_what_changed_since_the_check_is_looked_at_again_before_it_is_written(clerk, here, send):
    from zugong.registry.actions.rename import rename
    from zugong.registry.models import Organization

    page = send(clerk, HEADS, RIGHT)
    act = {"on": here.bamboo.since, "by": None, "at": NOW}
    rename(Organization.objects.get(pk=here.bamboo.pk), "竹苑第一党支部", **act)
    clerk.post(f"{page}confirm/")
    assert Batch.objects.get().state == "confirmed"  # something else: the answer is the same
    page = send(clerk, HEADS, ("王三", "男", "1981-05", "梅园党支部", "正式党员"))
    rename(Organization.objects.get(pk=here.plum.pk), "梅园第一党支部", **act)
    answer = clerk.post(f"{page}confirm/", follow=True).text
    assert ("核对以后名册有了变动" in answer, "没有找到组织“梅园党支部”" in answer, Person.objects.filter(name="王三").count()) == (True, True, 0)


def test_what_was_touched_or_used_since_keeps_a_batch_from_being_taken_back(clerk, here, send):
    from zugong.registry.actions.mend_person import mend_person

    page = send(clerk, HEADS, RIGHT, ("王二", "女", "1981-05", "梅园党支部", "正式党员"))
    clerk.post(f"{page}confirm/")
    person = Person.objects.get(name="王二")
    mend_person(person, {"phone": "13800000000"}, version=1, reason="补", by=None, at=NOW)
    answer = clerk.post(f"{page}undo/")
    assert (answer.status_code, f"{person.address}：{TODAY} 又改过" in answer.text, Person.objects.filter(name="王一").count(), Batch.objects.get().state) == (422, True, 1, "confirmed")


def test_an_account_linked_to_a_new_person_keeps_the_batch(clerk, here, send):
    page = send(clerk, HEADS, RIGHT)
    clerk.post(f"{page}confirm/")
    account(person=Person.objects.get(name="王一"))
    answer = clerk.post(f"{page}undo/")
    assert (answer.status_code, "已经有账号" in answer.text, Batch.objects.get().state) == (422, True, "confirmed")


def test_pages_ask_as_often_for_three_rows_as_for_one(clerk, send):
    counts = []
    for number in (1, 3):
        page = send(clerk, HEADS, *[(f"王{'一二三'[each]}", "男", "1980-05", "梅园支部", "正式党员") for each in range(number)])
        counts.append([queries_of(clerk, page), queries_of(clerk, f"{page}columns/"), queries_of(clerk, f"{page}rows/2/?sheet=Sheet"), queries_of(clerk, "/sheets/")])
    assert counts == [[8, 5, 6, 6]] * 2


def test_a_check_asks_a_constant_number_of_questions(here, tmp_path, django_assert_num_queries):
    from tests.sheets.test_odd_files import ASK
    from zugong.registry.rosters.people import People
    from zugong.sheets.actions.bring_in import bring_in

    for number in (1, 300):
        path = workbook(tmp_path / "x.xlsx", HEADS, *[(f"梅{each}", "男", "1980-05", "梅园党支部", "正式党员") for each in range(number)], ("梅一", "男", "", "梅园党支部", "正式党员"))
        with django_assert_num_queries(11 if connection.vendor == "sqlite" else 8), bring_in(People(), path, ASK, dry=True):
            pass


def test_drop_deletes_the_file(clerk, send, settings):
    page = send(clerk, HEADS, RIGHT)
    clerk.post(f"{page}drop/")
    assert (Batch.objects.get().state, clerk.get(page).status_code) == ("dropped", 200)


def test_large_files_wait_for_the_background_process_which_finishes_them(clerk, send, monkeypatch):
    from zugong.sheets.actions.work import work
    from zugong.sheets.screens import batches

    monkeypatch.setattr(batches, "SMALL_FILE", 10)
    monkeypatch.setattr(batches, "SMALL_BATCH", 0)
    import zugong.sheets.actions.work as working

    monkeypatch.setattr(working, "SMALL_FILE", 10)
    page, now = send(clerk, HEADS, RIGHT), {"now": lambda: NOW, "today": lambda: TODAY}
    assert ("正在核对" in told(clerk, page), work(**now), "确认导入" in told(clerk, page)) == (True, 1, True)
    clerk.post(f"{page}confirm/")
    assert ("正在写入" in told(clerk, page), Person.objects.filter(name="王一").count(), work(**now), Person.objects.filter(name="王一").count()) == (True, 0, 1, 1)
    clerk.post(f"{page}undo/")
    assert (Batch.objects.get().state, work(**now), Batch.objects.get().state, Person.objects.filter(name="王一").count(), work(**now)) == ("to_undo", 1, "undone", 0, 0)


def test_a_batch_that_clashes_is_given_back_with_the_reason_and_holds_up_no_other(clerk, here, send, monkeypatch):
    """A roster whose own table refuses what it writes."""
    from zugong.registry.models import Organization
    from zugong.registry.rosters.people import People
    from zugong.sheets import rosters
    from zugong.sheets.actions.expect import expect
    from zugong.sheets.actions.work import work

    class Clashing(People):
        def write(self, lines, ask, reason):
            Organization.objects.create(code=here.plum.code, name="又一个", kind="branch", path="99999", since=TODAY)

    for name in ("王一", "王二"):
        send(clerk, HEADS, (name, *RIGHT[1:]))
    for batch in Batch.objects.all():
        expect(batch, "to_confirm")
    monkeypatch.setattr(rosters, "_sources", [lambda: [Clashing()]])
    assert work(now=lambda: NOW, today=lambda: TODAY) == 2
    assert [(batch.state, batch.message[:11]) for batch in Batch.objects.order_by("pk")] == [("checked", "写入时和已有的内容冲突")] * 2
    assert (Organization.objects.filter(name="又一个").count(), Person.objects.filter(name__in=("王一", "王二")).count()) == (0, 0)
