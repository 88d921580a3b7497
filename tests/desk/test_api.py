"""Another system reads and writes as its account could on the pages."""

import datetime as dt

import pytest
from django.test import Client

from tests.desk import systems
from tests.desk.systems import System, system
from tests.world import NOW, TODAY, District, account, district, filed
from zugong.charter.book import Book
from zugong.door.models import SystemToken
from zugong.journal.models import Reading
from zugong.journal.queries import lines_about
from zugong.ledgers.models import FormerRow, Row
from zugong.records.models import FormerVersion, Record, Session
from zugong.registry.models import Membership, Organization, Person

pytestmark = pytest.mark.django_db
NUMBER = "990000199001010017"


@pytest.fixture(autouse=True)
def pinned_day(settings):
    settings.TODAY = str(TODAY)


@pytest.fixture
def here() -> District:
    return district()


@pytest.fixture
def rules() -> Book:
    return systems.rules()


@pytest.fixture
def clerk(here) -> System:
    """A clerk of the whole district."""
    return system(account("section_clerk"))


@pytest.fixture
def branch(here) -> System:
    """The secretary of plum."""
    return system(account("branch_secretary", "below", here.plum))


# --- organizations ---


def test_a_list_is_read_to_its_end_page_by_page(here, clerk):
    found, after = [], 0
    while after is not None:
        status, page = clerk.get("organizations", size=4, after=after)
        assert (status, len(page["items"]) <= 4) == (200, True)
        found += [row["id"] for row in page["items"]]
        after = page["next"]
    assert found == sorted(Organization.objects.values_list("pk", flat=True))


def test_an_organization_is_sent_with_its_codes_and_ids(here, branch):
    assert branch.get(f"organizations/{here.plum.pk}") == (200, {
        "id": here.plum.pk, "code": here.plum.code, "name": "梅园党支部", "kind": "branch", "domain": None, "credit_code": None, "parent": here.east.pk, "unit": None, "since": "2024-01-01", "until": None,
    })  # fmt: skip


def test_a_list_is_narrowed_by_name_initials_kind_parent_and_day(here, clerk):
    def names(**query):
        return [row["name"] for row in clerk.get("organizations", **query)[1]["items"]]

    assert names(q="梅园党支部第") == ["梅园党支部第一党小组", "梅园党支部第二党小组"]
    assert (names(q="zydzb"), names(kind="branch", parent=here.west.pk), names(as_of="2023-12-31")) == (["竹苑党支部"], ["海棠湾党支部"], [])


def test_an_organization_is_founded_renamed_moved_and_dissolved(here, clerk):
    status, made = clerk.post("organizations", {"name": "桂园党支部", "code": "GY-01", "kind": "branch", "since": "2026-01-01", "parent": here.east.pk})
    assert (status, made["name"], made["parent"]) == (201, "桂园党支部", here.east.pk)
    at = f"organizations/{made['id']}"
    assert clerk.post(f"{at}/rename", {"name": "丹桂党支部", "on": "2026-02-01"})[1]["name"] == "丹桂党支部"
    assert clerk.post(f"{at}/move", {"parent": here.west.pk, "on": "2026-03-01"})[1]["parent"] == here.west.pk
    assert clerk.post(f"{at}/dissolve", {"on": "2026-04-01", "reason": "并入"}) == (200, made | {"name": "丹桂党支部", "parent": here.west.pk, "until": "2026-04-01"})
    assert [line.verb for line in lines_about(at)] == ["dissolve", "move", "rename", "found"]


def test_what_a_body_names_outside_the_scope_is_as_what_is_nowhere(here):
    east = system(account("committee_clerk", "below", here.east))
    body = {"name": "桂园党支部", "code": "GY-01", "kind": "branch", "since": "2026-01-01"}
    answers = [east.post("organizations", body | {"parent": pk}) for pk in (here.west.pk, 10**9)]
    assert [(status, said["code"], said["field"], said["message"].replace(str(here.west.pk), str(10**9))) for status, said in answers] == [
        (422, "refused", "parent", f"没有编号为 {10**9} 的组织，或不在令牌的范围里，或已经撤销")
    ] * 2  # fmt: skip


# --- people ---


def test_members_are_listed_and_a_person_is_read_with_a_line_in_the_reading_log(here, branch):
    status, page = branch.get("people", q="梅一")
    row = here.members["梅一"]
    assert (status, page) == (200, {"next": None, "items": [
        {"id": row.pk, "person": row.person_id, "name": "梅一", "organization": here.plum.pk, "group": here.groups[0].pk, "standing": "full", "may_vote": True, "joined_on": None, "converted_on": None, "since": "2024-01-01", "until": None}
    ]})  # fmt: skip
    before = Reading.objects.count()
    status, person = branch.get(f"people/{row.person_id}")
    assert (status, person["memberships"], [post["role"] for post in person["posts"]], Reading.objects.count() - before) == (200, page["items"], ["secretary"], 1)


def test_a_member_is_taken_in_and_no_answer_holds_the_whole_number_or_telephone(here, branch):
    body = {"name": "梅八", "standing": "full", "since": "2026-01-01", "gender": "male", "born_on": "1990-01", "phone": "13800001234", "id_number": NUMBER}
    status, made = branch.post(f"organizations/{here.plum.pk}/members", body)
    assert (status, made["id_number"], made["phone"], made["born_on"], made["memberships"][0]["organization"]) == (201, "990000********0017", "138****1234", "1990-01", here.plum.pk)
    again = branch.post(f"organizations/{here.plum.pk}/members", body | {"name": "梅九"})
    assert (again[0], again[1]["field"], NUMBER in str(again) + str(branch.get(f"people/{made['id']}")), Person.objects.filter(name="梅九").count()) == (422, "id_number", False, 0)


def test_a_person_is_corrected_by_what_is_sent_and_the_slower_is_shown_the_present(here, branch):
    pk = here.person("梅一").pk
    status, now = branch.post(f"people/{pk}/mend", {"version": 1, "reason": "错字", "name": "梅壹"})
    assert (status, now["name"], now["version"]) == (200, "梅壹", 2)
    status, late = branch.post(f"people/{pk}/mend", {"version": 1, "reason": "错字", "name": "梅弌"})
    assert (status, late["code"], late["version"], late["present"]["name"], Person.objects.get(pk=pk).name) == (409, "overtaken", 2, "梅壹", "梅壹")


# --- records ---


def filing(here: District, **more) -> dict:
    """A theme day of plum with one person away."""
    return {
        "key": "meeting-2026-11-02-a", "happened_on": "2026-11-02", "begins": "14:30", "minutes": 60, "place": "活动室", "parts": [{"organization": here.plum.pk, "kind": "theme_day", "fields": {"theme": "学条例"}, "guests": 2}],
        "absent": [{"person": here.person("梅二").pk, "absence": "leave"}],
    } | more  # fmt: skip


def test_the_fields_of_each_kind_are_told_with_their_codes(rules, branch):
    kinds = {kind["key"]: kind for kind in branch.get("record-kinds")[1]}
    assert kinds["theme_day"]["title"] == "主题党日"
    assert [ledger for ledger in branch.get("ledgers")[1] if ledger["key"] == "test_site"][0]["fields"][2] == {"key": "state", "title": "使用情况", "type": "site_state", "optional": False, "codes": {"open": "开放", "closed": "关闭"}}


def test_an_activity_is_filed_once_whatever_is_sent_twice(here, rules, branch):
    body = filing(here)
    first, second = branch.post("records", body), branch.post("records", body)
    (record,) = first[1]["records"]
    assert (first[0], first[1]["is_new"], second[0], second[1]) == (201, True, 200, {"is_new": False, "records": [record]})
    assert (record["expected"], record["present"], record["guests"], record["begins"], record["place"], record["fields"]) == (7, 6, 2, "14:30", "活动室", {"theme": "学条例"})
    assert (Session.objects.count(), Record.objects.count(), lines_about(f"records/{record['id']}")[0].verb) == (1, 1, "file")


def test_an_activity_of_a_branch_outside_is_not_filed(here, rules, branch):
    body = filing(here, absent=[], parts=[{"organization": pk, "kind": "theme_day"} for pk in (here.plum.pk, here.far.pk)])
    status, said = branch.post("records", body)
    assert (status, said["field"], Record.objects.count()) == (422, "parts.1.organization", 0)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"happened_on": "2023-05-06"}, "happened_on"), ({"happened_on": "2027-01-01"}, "happened_on"), ({"absent": [{"person": 10**9, "absence": "leave"}]}, "absent"), ({"kind": "no_such"}, "parts.0.kind"), ({"kind": "group_meeting"}, "parts"), ({"kind": "heart_to_heart_talk", "there": []}, "parts.0.there"), ({"fields": {"topic": "x"}}, "parts.0.fields")],
)
def test_what_is_wrong_with_a_filing_is_named_by_its_place_in_the_body(here, rules, branch, wrong, field):
    body = filing(here, absent=[])
    body |= {key: value for key, value in wrong.items() if key in body}
    body["parts"][0] |= {"fields": {}} | {key: value for key, value in wrong.items() if key not in body}
    status, said = branch.post("records", body)
    assert (status, said["code"], said["field"], Record.objects.count()) == (422, "refused", field, 0)


def test_what_is_wrong_with_a_row_is_named_by_its_place_in_the_body(here, rules, branch):
    branch.post("ledgers/test_site/rows", site(here))
    twice = branch.post("ledgers/test_site/rows", site(here, name="另一间"))[1]
    reversed_span = branch.post("ledgers/test_site/rows", site(here, number="2") | {"until": "2025-01-01"})[1]
    assert (twice["field"], reversed_span["field"]) == ("values.number", "until")


def test_a_key_that_was_used_out_of_sight_answers_nothing_of_what_it_made(here, rules, branch):
    filed(rules, "theme_day", here.far, dt.date(2026, 6, 1))
    status, said = branch.post("records", filing(here, key=Session.objects.get().key))
    assert (status, said["field"], "records" in said) == (422, "key", False)


def test_a_record_is_corrected_by_what_is_sent_and_the_slower_is_shown_the_present(here, rules, branch):
    record = filed(rules, "theme_day", here.plum, dt.date(2026, 6, 1), absent={here.person("梅二").pk: "leave"}).records.get()
    at = f"records/{record.pk}"
    status, now = branch.post(f"{at}/correct", {"version": 1, "reason": "记错", "guests": 3})
    assert (status, now["guests"], now["version"], now["present"], [row["name"] for row in now["roll"] if row["absence"] == "leave"]) == (200, 3, 2, 6, ["梅二"])
    status, now = branch.post(f"{at}/correct", {"version": 2, "reason": "补到", "absent": []})
    assert (now["present"], now["guests"], FormerVersion.objects.filter(record=record).count()) == (7, 3, 2)
    status, late = branch.post(f"{at}/correct", {"version": 1, "reason": "记错", "guests": 9})
    assert (status, late["code"], late["version"], late["present"]) == (409, "overtaken", 3, branch.get(at)[1])


def test_those_above_see_no_roll_and_name_nobody(here, rules):
    record = filed(rules, "theme_day", here.plum, dt.date(2026, 6, 1)).records.get()
    clerk = system(account("section_clerk"))
    assert clerk.get(f"records/{record.pk}")[1]["roll"] is None
    assert clerk.post(f"records/{record.pk}/correct", {"version": 1, "reason": "改", "absent": []})[0] == 403
    assert clerk.post(f"records/{record.pk}/correct", {"version": 1, "reason": "改", "place": "礼堂"})[1]["place"] == "礼堂"


def test_a_record_is_withdrawn_once_and_leaves_the_list(here, rules, branch):
    record = filed(rules, "theme_day", here.plum, dt.date(2026, 6, 1)).records.get()
    status, now = branch.post(f"records/{record.pk}/withdraw", {"reason": "重复"})
    assert (status, now["withdrawn_for"], branch.get("records")[1]["items"]) == (200, "重复", [])
    assert branch.post(f"records/{record.pk}/withdraw", {"reason": "重复"})[1]["message"] == "这条纪实已经撤回，请刷新后查看"


def test_records_are_narrowed_by_kind_organization_and_day(here, rules, clerk):
    for month in (5, 6):
        filed(rules, "theme_day", [here.plum, here.far], dt.date(2026, month, 1))

    def found(**query):
        return [(row["organization"], row["happened_on"]) for row in clerk.get("records", **query)[1]["items"]]

    assert found(since="2026-05-02") == [(here.plum.pk, "2026-06-01"), (here.far.pk, "2026-06-01")]
    assert (found(organization=here.far.pk, until="2026-06-01"), found(kind="general_meeting")) == ([(here.far.pk, "2026-05-01")], [])


# --- ledgers ---


def site(here: District, **more) -> dict:
    """A site of plum; `more` stands among its values."""
    return {"organization": here.plum.pk, "since": "2026-01-01", "values": {"name": "活动室", "number": "1", "state": "open", "area": 60} | more}


def test_a_row_is_kept_with_references_as_ids_and_money_in_fen(here, rules, branch):
    keeper = here.person("梅一").pk
    status, row = branch.post("ledgers/test_site/rows", site(here, rent=123450, keeper=keeper, owner=here.root.pk, phone="13800001234", opened="2021-05"))
    values = {"name": "活动室", "number": "1", "state": "open", "area": 60, "opened": "2021-05", "rent": 123450, "keeper": keeper, "owner": here.root.pk, "phone": "13800001234"}
    assert (status, row["values"], row["words"]["rent"], row["words"]["keeper"], row["words"]["state"], row["words"]["size"]) == (201, values, "1,234.50", "梅一", "开放", "60")
    assert branch.get("ledgers/test_site/rows")[1] == {"items": [row], "next": None}
    assert (Row.objects.get().fields, branch.get(f"ledgers/rows/{row['id']}")) == (values, (200, row))


def test_those_above_get_a_telephone_masked_and_leave_it_as_it_is(here, rules, branch, clerk):
    pk = branch.post("ledgers/test_site/rows", site(here, phone="13800001234"))[1]["id"]
    seen = clerk.get(f"ledgers/rows/{pk}")[1]
    assert (seen["values"]["phone"], seen["words"]["phone"], seen["name"]) == ("138*****234", "138*****234", "活动室")
    status, said = clerk.post(f"ledgers/rows/{pk}/change", {"version": 1, "reason": "改", "values": seen["values"]})
    assert (status, said["field"], said["message"]) == (422, "values.phone", "电话：只有本单位看得全、改得了，请不要带这一栏")
    sent = {key: value for key, value in seen["values"].items() if key != "phone"} | {"area": 81}
    assert clerk.post(f"ledgers/rows/{pk}/change", {"version": 1, "reason": "改", "values": sent})[0] == 200
    assert {key: branch.get(f"ledgers/rows/{pk}")[1]["values"][key] for key in ("area", "phone")} == {"area": 81, "phone": "13800001234"}


def test_a_warning_is_answered_with_what_it_says_and_an_explanation_saves(here, rules, branch):
    body = site(here, seats=90)
    status, said = branch.post("ledgers/test_site/rows", body)
    assert (status, said["code"], said["field"], said["warnings"], Row.objects.count()) == (422, "unexplained", "explained", ["座位不多于面积"], 0)
    assert branch.post("ledgers/test_site/rows", body | {"explained": "有露天座位"})[0] == 201


def test_a_row_is_changed_ended_and_removed_and_the_slower_is_shown_the_present(here, rules, branch):
    pk = branch.post("ledgers/test_site/rows", site(here))[1]["id"]
    at = f"ledgers/rows/{pk}"
    status, now = branch.post(f"{at}/change", {"version": 1, "reason": "扩建", "values": site(here, area=80)["values"]})
    assert (status, now["values"]["area"], now["version"], now["since"]) == (200, 80, 2, "2026-01-01")
    assert branch.post(f"{at}/change", {"version": 1, "reason": "扩建", "since": "2026-02-01"}) == (
        409, {"code": "overtaken", "message": "别人刚刚改过，请对照现在的内容再提交", "field": "version", "warnings": [], "version": 2, "present": now},
    )  # fmt: skip
    assert branch.post(f"{at}/end", {"on": "2026-10-01", "reason": "收回"})[1]["until"] == "2026-10-01"
    assert ([row["id"] for row in branch.get("ledgers/test_site/rows")[1]["items"]], [row["id"] for row in branch.get("ledgers/test_site/rows", state="all")[1]["items"]]) == ([], [pk])
    assert (branch.post(f"{at}/remove", {"reason": "登错"}), branch.get(at)[1]["removed_for"], FormerRow.objects.count()) == ((200, {"id": pk, "is_deleted": False}), "登错", 3)


def test_a_list_that_people_join_asks_for_their_consent_and_deletes_who_leaves(here, rules, branch):
    body = {"organization": here.plum.pk, "since": "2026-01-01", "values": {"singer": here.person("梅一").pk}}
    assert branch.post("ledgers/test_choir/rows", body)[1]["field"] == "agreed"
    row = branch.post("ledgers/test_choir/rows", body | {"agreed": True})[1]
    before = Reading.objects.count()
    assert (row["name"], branch.get(f"ledgers/rows/{row['id']}")[0], Reading.objects.count() - before) == ("梅一", 200, 1)
    assert (branch.post(f"ledgers/rows/{row['id']}/remove", {"reason": "退出"})[1]["is_deleted"], Row.objects.count()) == (True, 0)


def test_a_narrow_ledger_is_for_the_own_organization_and_what_those_above_keep_is_kept_by_them(here, rules, branch, clerk):
    pk = branch.post("ledgers/test_site/rows", site(here))[1]["id"]
    key = {"organization": here.plum.pk, "since": "2026-01-01", "values": {"label": "大门", "site": pk}}
    row = branch.post("ledgers/test_key/rows", key)[1]
    assert (clerk.get("ledgers/test_key/rows")[1]["items"], clerk.get(f"ledgers/rows/{row['id']}")[0], [each["id"] for each in branch.get("ledgers/test_key/rows")[1]["items"]]) == ([], 404, [row["id"]])
    quota = {"organization": here.plum.pk, "since": "2026-01-01", "values": {"document": "1号", "most": 5}}
    assert (branch.post("ledgers/test_quota/rows", quota)[0], clerk.post("ledgers/test_quota/rows", quota)[0]) == (403, 201)


@pytest.mark.parametrize(("wrong", "field"), [({"color": "红"}, "values"), ({"state": "ajar"}, "values.state"), ({"area": "many"}, "values.area"), ({"keeper": "梅一"}, "values.keeper"), ({"keeper": 10**9}, "values.keeper"), ({"rent": "12"}, "values.rent"), ({"name": ""}, "values.name")])
def test_a_wrong_value_is_named_with_its_place(here, rules, branch, wrong, field):
    status, said = branch.post("ledgers/test_site/rows", site(here, **wrong))
    assert (status, said["code"], said["field"], Row.objects.count()) == (422, "refused", field, 0)


# --- tokens ---


def test_a_token_that_is_revoked_ended_unknown_or_of_a_closed_account_opens_nothing(here):
    who = account("leader")
    ended, revoked, good = system(who), system(who), system(who)
    tokens = list(SystemToken.objects.order_by("pk"))
    SystemToken.objects.filter(pk=tokens[0].pk).update(ends_on=TODAY - dt.timedelta(days=1))
    SystemToken.objects.filter(pk=tokens[1].pk).update(revoked_at=NOW)
    assert [each.get("organizations")[0] for each in (ended, revoked, good, System("zugong_x"), System(tokens[2].digest))] == [401, 401, 200, 401, 401]
    who.is_active = False
    who.save()
    assert good.get("organizations")[0] == 401


def test_a_session_opens_nothing_and_a_token_opens_no_page(here):
    who = account("section_clerk")
    client, text = Client(), system(who).token
    client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert (client.get("/api/v1/organizations").status_code, Client().get("/organizations/", headers={"Authorization": f"Bearer {text}"}).status_code) == (401, 302)


def test_a_token_notes_the_day_it_was_used_once_a_day_and_its_acts_are_its_accounts(here, rules):
    who = account("branch_secretary", "below", here.plum)
    one = system(who)
    SystemToken.objects.update(last_used_on=None)
    sent = [one.queries_of("GET", "organizations") for _ in range(2)]
    pk = one.post("ledgers/test_site/rows", site(here))[1]["id"]
    assert (sent, SystemToken.objects.get().last_used_on, lines_about(f"ledgers/rows/{pk}")[0].by) == ([(200, 4), (200, 3)], TODAY, who.pk)


def test_a_membership_list_names_who_was_there_on_the_day(here, clerk):
    Membership.objects.filter(pk=here.members["竹三"].pk).update(until=dt.date(2026, 6, 1), ended_for="left")
    names = [[row["name"] for row in clerk.get("people", organization=here.bamboo.pk, as_of=day)[1]["items"]] for day in ("2026-05-31", "2026-06-01")]
    assert names == [["竹一", "竹二", "竹三"], ["竹一", "竹二"]]
