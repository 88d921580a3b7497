"""The pages of ledgers, as those who use them see them."""

import datetime as dt
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from tests.ledgers.rows import entered, site
from tests.world import NOW, TODAY, account, organization, queries_of, signed_in
from zugong.door.models import Account
from zugong.journal.models import Reading
from zugong.ledgers.actions.change import change
from zugong.ledgers.models import FormerRow, Row, SavedView
from zugong.library.queries import book


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]))


@pytest.fixture
def secretary(here, kept):
    return signed_in(account("branch_secretary", "below", here.plum))


@pytest.fixture
def clerk(here, kept):
    return signed_in(account("section_clerk"))


FORM = {"v-name": "活动室", "v-number": "1", "v-state": "open", "v-area": "60", "since": "2026-01-01"}


def test_a_secretary_enters_a_row_with_all_it_refers_to(here, secretary):
    answer = secretary.post("/ledgers/test_site/new/", FORM | {"organization": here.plum.code, "v-rent": "1200.50", "v-keeper": "梅一", "v-owner": here.root.code, "v-opened": "2024年5月", "v-phone": "0571-2345678"})
    row = Row.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/{row.address}/")
    assert row.fields == {"name": "活动室", "number": "1", "state": "open", "area": 60, "rent": 120050, "keeper": here.person("梅一").pk, "owner": here.root.pk, "opened": "2024-05", "phone": "0571-2345678"}


def test_what_is_typed_wrong_is_said_where_it_stands_and_stays(here, secretary):
    answer = secretary.post("/ledgers/test_site/new/", FORM | {"organization": here.plum.code, "v-rent": "很多", "v-keeper": "没有这个人", "v-opened": "去年", "v-phone": "12"})
    errors = answer.context["form"].errors
    assert (answer.status_code, sorted(errors), Row.objects.count()) == (422, ["v-keeper", "v-opened", "v-phone", "v-rent"], 0)
    assert (errors["v-keeper"], 'value="没有这个人"' in answer.content.decode()) == (["没有找到“没有这个人”，或不在您的范围里。请先在党员或任职里登记"], True)


def test_a_warning_asks_why_on_the_same_page(here, secretary):
    asked = secretary.post("/ledgers/test_site/new/", FORM | {"organization": here.plum.code, "v-seats": "61"})
    assert (asked.status_code, "不合核对要求：座位不多于面积" in text_of(asked), Row.objects.count()) == (422, True, 0)
    saved = secretary.post("/ledgers/test_site/new/", FORM | {"organization": here.plum.code, "v-seats": "61", "explained": "临时加座"})
    assert (saved.status_code, "登记时的说明：临时加座" in text_of(secretary.get(saved["Location"]))) == (302, True)


def test_the_same_row_pressed_twice_is_entered_once(here, secretary):
    data = FORM | {"organization": here.plum.code}
    assert [secretary.post("/ledgers/test_site/new/", data).status_code for _ in range(2)] == [302, 422]
    assert Row.objects.count() == 1


def test_who_is_slower_sees_both_versions_and_may_take_the_own_one(here, kept, secretary):
    row = site(kept, here.plum)
    change(kept, row, row.fields | {"area": 70}, since=row.since, until=None, version=1, reason="丈量", today=TODAY, by=None, at=NOW)
    data = FORM | {"v-area": "80", "version": "1", "reason": "我也量了"}
    shown = secretary.post(f"/{row.address}/change/", data)
    assert (shown.status_code, "您填写时，别人刚刚改过" in text_of(shown), Row.objects.get().fields["area"]) == (409, True, 70)
    assert secretary.post(f"/{row.address}/change/", data | {"version": "2"}).status_code == 302
    assert (Row.objects.get().fields["area"], FormerRow.objects.count()) == (80, 2)


def test_what_those_above_keep_is_only_read_below(here, kept, secretary, clerk):
    row = entered(kept, "test_quota", here.plum, document="一号", most=3)
    assert (secretary.get(f"/{row.address}/").status_code, secretary.get(f"/{row.address}/change/").status_code) == (200, 403)
    assert secretary.post("/ledgers/test_quota/new/", {"organization": here.plum.code, "v-document": "二号", "v-most": "9", "since": "2026-01-01"}).status_code == 403
    assert clerk.get(f"/{row.address}/change/").status_code == 200


def test_a_list_of_the_own_organization_is_not_there_for_those_above(here, kept, secretary, clerk):
    row = entered(kept, "test_choir", here.plum, told={"singer": "梅一"}, singer=here.person("梅一").pk)
    assert [client.get(f"/{row.address}/").status_code for client in (secretary, clerk)] == [200, 404]
    assert ["梅一" in text_of(client.get("/ledgers/test_choir/")) for client in (secretary, clerk)] == [True, False]


def test_a_masked_field_is_covered_for_those_above(here, kept, secretary, clerk):
    row = site(kept, here.plum, phone="0571-2345678")
    assert ["0571-2345678" in text_of(client.get(f"/{row.address}/")) for client in (secretary, clerk)] == [True, False]
    assert "057******678" in text_of(clerk.get(f"/{row.address}/"))
    page = clerk.get(f"/{row.address}/change/")
    assert ("2345678" in text_of(page), "v-phone" in page.context["form"].fields, "电话只有本单位看得全、改得了，不在下面，保持原样。" in text_of(page)) == (False, False, True)
    sent = {name: field.initial or page.context["form"].initial.get(name) or "" for name, field in page.context["form"].fields.items()}
    assert clerk.post(f"/{row.address}/change/", sent | {"v-area": "81", "v-phone": "0571-1111111", "version": 1, "reason": "重新量过"}).status_code == 302
    row.refresh_from_db()
    assert (row.fields["area"], row.fields["phone"]) == (81, "0571-2345678")
    picked = f"/ledgers/test_site/several/{{}}/?row={row.pk}"
    assert [client.get(picked.format(field)).status_code for client in (secretary, clerk) for field in ("area", "phone")] == [200, 200, 200, 403]


def test_whoever_sees_everything_names_people_of_any_organization(here, kept, clerk):
    lily = here.person("竹一")
    sent = FORM | {"organization": here.plum.code, "v-keeper": "竹一", "v-number": "2"}
    assert clerk.post("/ledgers/test_site/new/", sent).status_code == 302
    assert Row.objects.get(ledger="test_site", organization=here.plum).fields["keeper"] == lily.pk
    assert clerk.post("/ledgers/test_key/new/", {"organization": here.plum.code, "v-label": "甲", "v-site": "活动室", "since": "2026-01-01"}).status_code == 403  # for the branch alone


def test_names_are_offered_while_they_are_typed(here, kept, secretary, clerk):
    site(kept, here.plum)
    asked = ["/people/suggest/?v-keeper=梅一", "/people/suggest/?v-keeper=竹一", "/people/suggest/?v-keeper=", "/ledgers/test_site/suggest/?v-site=活动", "/ledgers/test_site/suggest/?v-site=没有"]
    assert [[client.get(address).content.decode().count("<option") for address in asked] for client in (secretary, clerk)] == [[1, 0, 0, 1, 0], [1, 1, 0, 1, 0]]
    assert '<option value="梅一（梅园党支部）">' in secretary.get(asked[0]).content.decode()


def test_a_reference_stays_good_when_what_it_names_has_gone_out_of_sight(here, kept, secretary):
    row = site(kept, here.plum, keeper=here.person("梅一").pk, owner=here.root.pk)
    page = secretary.get(f"/{row.address}/change/")
    here.person("梅一").memberships.update(until=dt.date(2026, 1, 1))
    sent = {name: field.initial or page.context["form"].initial.get(name) or "" for name, field in page.context["form"].fields.items()}
    assert [secretary.post(f"/{row.address}/change/", sent | {"v-keeper": name, "version": 1, "reason": "核对"}).status_code for name in ("梅二一", "梅一")] == [422, 302]
    assert Row.objects.get(pk=row.pk).fields["keeper"] == here.person("梅一").pk


def test_a_row_that_names_people_leaves_a_line_in_the_reading_log(here, kept, secretary):
    row, key = site(kept, here.plum), entered(kept, "test_quota", here.plum, document="一号", most=3)
    for each in (row, key):
        secretary.get(f"/{each.address}/")
    assert list(Reading.objects.values_list("address", flat=True)) == [row.address]


def test_leaving_deletes_at_once(here, kept, secretary):
    row = entered(kept, "test_choir", here.plum, told={"singer": "梅一"}, singer=here.person("梅一").pk)
    assert "本人退出时立即删除" in text_of(secretary.get(f"/{row.address}/remove/"))
    assert (secretary.post(f"/{row.address}/remove/", {"reason": "本人退出"}).status_code, Row.objects.count()) == (302, 0)


def test_joining_asks_for_consent(here, secretary):
    data = {"organization": here.plum.code, "v-singer": "梅一", "since": "2026-01-01"}
    assert [secretary.post("/ledgers/test_choir/new/", data | more).status_code for more in ({}, {"agreed": "on"})] == [422, 302]


def test_filters_order_and_columns_stand_in_the_address(here, kept, secretary):
    for number, (state, area) in enumerate([("open", 30), ("closed", 20), ("open", 10)]):
        site(kept, here.plum, f"室{number}", str(number), state=state, area=area)
    shown = text_of(secretary.get("/ledgers/test_site/?f-state=open&order=area&c=area"))
    assert re.findall(r"室(\d) 梅园党支部 (\d+)", shown) == [("2", "10"), ("0", "30")]
    assert re.findall(r"室(\d) 梅园", text_of(secretary.get("/ledgers/test_site/?q=室1"))) == ["1"]


def test_an_ended_row_shows_on_its_days_and_among_all(here, kept, secretary):
    site(kept, here.plum, "旧室", since=dt.date(2025, 1, 1), until=dt.date(2026, 6, 1))
    shown = {query: "旧室" in text_of(secretary.get(f"/ledgers/test_site/{query}")) for query in ("", "?as_of=2026-05-31", "?as_of=2026-06-01", "?past=1")}
    assert shown == {"": False, "?as_of=2026-05-31": True, "?as_of=2026-06-01": False, "?past=1": True}


def test_a_view_is_kept_under_a_name_for_oneself(here, secretary, clerk):
    assert secretary.post("/ledgers/test_site/views/new/?f-state=open", {"title": "开放的"}).status_code == 302
    assert list(SavedView.objects.values_list("title", "query")) == [("开放的", "f-state=open")]
    assert ["开放的" in text_of(client.get("/ledgers/test_site/")).replace("使用情况", "") and "我的表" in text_of(client.get("/ledgers/test_site/")) for client in (secretary, clerk)] == [True, False]
    assert (secretary.post("/ledgers/test_site/views/remove/?title=开放的").status_code, SavedView.objects.count()) == (302, 0)


def test_several_rows_are_changed_or_ended_together(here, kept, secretary):
    rows = [site(kept, here.plum, str(number), str(number)) for number in range(3)]
    picked = "&".join(f"row={row.pk}" for row in rows[:2])
    assert "一起办理 2 行" in text_of(secretary.get(f"/ledgers/test_site/several/?{picked}"))
    assert secretary.post(f"/ledgers/test_site/several/state/?{picked}", {"value": "closed", "reason": "整修"}).status_code == 302
    assert secretary.post(f"/ledgers/test_site/several/end/?{picked}", {"on": "2026-11-01", "reason": "收回"}).status_code == 302
    assert [(row.code_1, row.until) for row in Row.objects.order_by("id")] == [("closed", dt.date(2026, 11, 1)), ("closed", dt.date(2026, 11, 1)), ("open", None)]


def test_rows_of_others_are_not_picked(here, kept, secretary):
    far = site(kept, here.far)
    assert secretary.post(f"/ledgers/test_site/several/end/?row={far.pk}", {"on": "2026-11-01", "reason": "试"}).status_code == 302
    assert Row.objects.get().until is None


def test_a_file_goes_with_its_row(here, kept, secretary):
    row = site(kept, here.plum)
    assert secretary.post(f"/{row.address}/files/add/", {"files": [SimpleUploadedFile("图纸.txt", "一楼".encode())]}).status_code == 302
    assert "图纸.txt" in text_of(secretary.get(f"/{row.address}/"))


def test_a_list_and_a_row_print_as_papers(here, kept, secretary):
    row = site(kept, here.plum, seats=20)
    roster = Document(io.BytesIO(b"".join(secretary.get("/ledgers/test_site/paper/?c=area&c=seats"))))
    assert [[cell.text for cell in line.cells] for line in roster.tables[0].rows][-1][-4:] == ["梅园党支部", "活动室", "60", "20"]
    form = Document(io.BytesIO(b"".join(secretary.get(f"/{row.address}/paper/"))))
    assert "活动室" in [cell.text for line in form.tables[0].rows for cell in line.cells]


def test_the_findings_say_which_row_breaks_what(here, kept, secretary):
    site(kept, here.plum, seats=61, explained="临时加座")
    entered(kept, "test_quota", here.plum, document="一号", most=0)
    room = site(kept, here.plum, "会议室", "2")
    Row.objects.create(ledger="test_key", organization=here.plum, name="甲", since=dt.date(2026, 1, 1), row_1=room, entered_at=NOW)
    assert "活动室 梅园党支部：座位不多于面积；登记时的说明：临时加座" in text_of(secretary.get("/ledgers/test_site/findings/"))
    assert "一号 梅园党支部：钥匙不超过名额，现有 1" in text_of(secretary.get("/ledgers/test_quota/findings/"))


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_the_same_questions_for_one_row_and_for_three(here, kept, secretary, number):
    rows = [site(kept, here.plum, str(each), str(each), seats=70, explained="加座", keeper=here.person("梅一").pk, owner=here.root.pk) for each in range(number)]
    for each, row in enumerate(rows):
        entered(kept, "test_key", here.plum, label=str(each), site=row.pk)
    book()
    asked = {address: queries_of(secretary, address) for address in ("/ledgers/", "/ledgers/test_site/?c=keeper&c=owner", "/ledgers/test_key/", "/ledgers/test_site/findings/", f"/{rows[0].address}/")}
    assert list(asked.values()) == [7, 10, 9, 6, 14]


def test_a_row_is_not_called_by_what_its_reader_may_not_see(here, kept, secretary, clerk):
    row = entered(kept, "test_contact", here.plum, person="梅一说的人", since=dt.date(2026, 1, 1))
    assert ["梅一说的人" in text_of(client.get(address)) for client in (secretary, clerk) for address in (f"/{row.address}/", "/ledgers/test_contact/")] == [True, True, False, False]


def test_what_is_lacking_for_an_end_is_filled_in_on_the_page_of_a_change(here, kept, clerk):
    row = entered(kept, "employment_contract", organization("云川区第二小学", "institution", here.root), number="一号", person=here.person("梅一").pk, months=36, ends_on="2028-12-31", to_retirement=False, first_job=False, told={}, since=dt.date(2026, 1, 1))
    answer = clerk.post(f"/{row.address}/end/", {"on": "2026-06-01", "reason": "终止"})
    page = clerk.get(answer["Location"])
    assert (answer.status_code, answer["Location"].startswith(f"/{row.address}/change/?"), page.context["form"]["until"].value(), page.context["form"]["reason"].value()) == (302, True, "2026-06-01", "终止")


def test_a_kept_list_of_today_is_that_of_every_day(here, kept, clerk):
    today = clerk.get("/ledgers/test_site/").context["what"].on
    clerk.post(f"/ledgers/test_site/views/new/?order=-area&as_of={today}&page=2", {"title": "大的"})
    clerk.post("/ledgers/test_site/views/new/?as_of=2026-01-05", {"title": "年初"})
    assert dict(SavedView.objects.values_list("title", "query")) == {"大的": "order=-area", "年初": "as_of=2026-01-05"}


def test_the_history_says_who(here, kept, secretary):
    row = site(kept, here.plum)
    secretary.post(f"/{row.address}/change/", FORM | {"v-area": "70", "version": 1, "reason": "重新量过"})
    assert f"{Account.objects.get().name} 换下，原因：重新量过" in text_of(secretary.get(f"/{row.address}/"))


def test_a_list_is_searched_by_people_and_organizations_too(here, kept, clerk):
    site(kept, here.plum, keeper=here.person("梅一").pk)
    site(kept, here.bamboo, number="2")
    assert [len(clerk.get(f"/ledgers/test_site/?q={text}").context["rows"]) for text in ("梅一", "竹苑", "活动", "没有")] == [1, 1, 2, 0]


def test_a_secretary_is_offered_what_the_branch_keeps(here, kept, secretary):
    groups = secretary.get("/sheets/").context["groups"]
    assert {"聘用合同台账", "阵地台账"} & {roster.title for _, tables in groups for roster, _, _ in tables} == {"阵地台账"}
    assert [secretary.get(f"/ledgers/{key}/new/").status_code for key in ("test_site", "test_quota", "employment_contract")] == [200, 403, 403]
