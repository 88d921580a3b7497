"""Every problem that the document declares occurs, in the declared shape, and changes nothing."""

import datetime as dt
import json
import re
import time

import pytest
from django.test import Client

from tests.desk.systems import System, forced, rules, system
from tests.world import TODAY, District, account, district, filed, signed_in
from zugong.desk.api import admission
from zugong.desk.api.interface import document
from zugong.desk.api.problems import Overtaken, Problem
from zugong.door.system_tokens import digest
from zugong.ledgers.models import Row
from zugong.records.models import Record
from zugong.registry.models import Organization

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pinned_day(settings):
    settings.TODAY = str(TODAY)


@pytest.fixture
def here() -> District:
    return district()


@pytest.fixture
def clerk(here) -> System:
    return system(account("section_clerk"))


def problem(answer: tuple[int, dict], status: int) -> dict:
    """The problem, which has exactly the declared shape."""
    shape = Overtaken if status == 409 else Problem
    assert (answer[0], set(answer[1])) == (status, set(shape.model_fields))
    return shape.model_validate(answer[1]).model_dump()


def said(code: str, message: str, field: str | None = None, **more) -> dict:
    return {"code": code, "message": message, "field": field, "warnings": []} | more


def test_400_for_what_is_no_json(clerk):
    for body in (b"{", b"\xff", b"[" * 100_000):
        assert problem(clerk.post("organizations", body), 400) == said("malformed", "请求体不是 JSON，请检查格式和编码（UTF-8）")


def test_401_without_a_token_says_how_to_send_one():
    answer = Client().get("/api/v1/organizations")
    assert (answer.headers["WWW-Authenticate"], answer.headers["Cache-Control"]) == ("Bearer", "no-store")
    assert problem((answer.status_code, answer.json()), 401)["code"] == "unauthorized"


def test_403_without_the_right(here):
    leader = system(account("leader"))
    assert problem(leader.post(f"organizations/{here.plum.pk}/rename", {"name": "新", "on": "2026-01-01"}), 403)["code"] == "forbidden"


def test_404_outside_the_scope_is_as_for_what_is_nowhere(here):
    branch = system(account("branch_secretary", "below", here.plum))
    outside, nowhere = (problem(branch.get(f"organizations/{pk}"), 404) for pk in (here.far.pk, 10**9))
    assert (outside, outside["code"]) == (nowhere, "not_found")
    assert problem(branch.get("records", organization=here.far.pk), 404) == outside
    assert problem(branch.get("no/such/address"), 404)["message"] == "没有这个地址，请看接口说明"


def test_409_when_two_did_the_same_at_one_moment(here, clerk):
    taken = Organization.objects.create(code="GY-00", name="占位", kind="branch", parent=here.east, since=TODAY, path=here.east.path + "00003")
    answer = clerk.post("organizations", {"name": "桂园党支部", "code": "GY-01", "kind": "branch", "since": "2026-01-01", "parent": here.east.pk})
    assert problem(answer, 409) == said("collision", "刚才有人同时做了改动，这次没有保存。请核对后再试一次", version=None, present=None)
    assert (taken.pk, Organization.objects.filter(code="GY-01").exists()) == (taken.pk, False)


def test_413_for_a_body_above_the_bound(clerk, settings):
    settings.API_BODY_BYTES = 100
    assert problem(clerk.post("organizations", b" " * 101), 413)["code"] == "too_large"


def test_422_names_the_place_of_the_first_fault(here, clerk):
    at, body = f"organizations/{here.plum.pk}/rename", {"name": "新", "on": "2026-01-01"}
    wrong = [
        ({"name": "新"}, "on：没有填", "on"), (body | {"on": "2026-02-30"}, "on：格式不对（编号是整数，日期写成 2026-03-31）", "on"), (body | {"on": 20260101}, "on：格式不对（编号是整数，日期写成 2026-03-31）", "on"),
        (body | {"nmae": "新"}, "nmae：没有这一项，请核对名称", "nmae"), (body | {"name": 7}, "name：要是文本", "name"), (body | {"name": "长" * 81}, "name：太长", "name"), (body | {"name": "a\0"}, "name：格式不对", "name"),
        (body | {"name": "\ud800"}, "name：不合要求", "name"), ([], "请求体：不合要求", None),
    ]  # fmt: skip
    assert [problem(clerk.post(at, sent), 422) for sent, _, _ in wrong] == [said("invalid", message, field) for _, message, field in wrong]


def test_422_for_what_an_act_or_a_form_refuses(here, clerk):
    at = f"organizations/{here.plum.pk}"
    assert problem(clerk.post(f"{at}/dissolve", {"on": "2026-01-01", "reason": "并入"}), 422) == said("refused", "下面还有 2 个组织，请先移走或撤销它们")
    assert problem(clerk.post(f"{at}/rename", {"name": "新", "on": "2027-01-01"}), 422) == said("refused", "从哪天起：日期还没有到，请填今天或以前的日期", "on")


@pytest.mark.parametrize("query", [{"size": "0"}, {"size": "201"}, {"size": "x"}, {"after": "-1"}, {"after": "1.0"}, {"kind": "castle"}, {"as_of": "yesterday"}, {"parent": "1e3"}, {"q": "\0"}, {"kinds": "branch"}])
def test_422_for_an_address_that_makes_no_sense(clerk, query):
    (name,) = query
    assert problem(clerk.get("organizations", **query), 422)["field"] == name


def test_429_above_the_pace_and_again_a_minute_later(clerk, settings):
    settings.API_PER_MINUTE = 3
    answers = [clerk.sent("GET", "organizations") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert problem((429, answers[3].json()), 429)["message"] == f"一分钟里的请求太多，请过 {answers[3].headers['Retry-After']} 秒再试"
    admission.keep_pace(digest(clerk.token), time.monotonic() + admission.MINUTE)


def test_another_method_is_answered_with_those_there_are(clerk):
    answer = clerk.sent("DELETE", "organizations")
    assert (answer.status_code, set(answer.headers["Allow"].split(", "))) == (405, {"GET", "POST"})


def operations() -> list[tuple[str, str, dict]]:
    return [(method.upper(), path, each) for path, methods in document()["paths"].items() for method, each in methods.items()]


def test_every_operation_declares_every_problem_it_may_answer():
    declared = {(method, frozenset(status for status in each["responses"] if status >= 400)) for method, _, each in operations()}
    assert declared == {("GET", frozenset({401, 403, 404, 422, 429})), ("POST", frozenset({400, 401, 403, 404, 409, 413, 422, 429}))}


def test_every_operation_says_in_chinese_what_it_does_and_which_right_it_needs():
    assert [path for _, path, each in operations() if each["summary"].isascii() or each["x-right"] not in each["description"] or each["security"] != [{"Bearer": []}]] == []


def test_the_document_and_its_page_are_for_people_signed_in_and_fetch_nothing_from_elsewhere():
    addresses = ("/api/docs/", "/api/openapi.json")
    assert [Client().get(address).status_code for address in addresses] == [302, 302]
    page, file = (signed_in(account("member")).get(address) for address in addresses)
    assert (page.status_code, re.findall(r'(?:src|href)="([^"]+)"', page.text), file.json()) == (200, [f"/static/ninja/{name}" for name in ("swagger-ui.css", "favicon.svg", "favicon.png", "swagger-ui-bundle.js", "swagger-ui-init.js")], json.loads(json.dumps(document())))


def test_answers_hold_chinese_as_it_is_read(here, clerk):
    assert ("梅园党支部".encode() in clerk.sent("GET", f"organizations/{here.plum.pk}").content, "没有这一项".encode() in clerk.sent("GET", "people/9").content + clerk.sent("GET", "organizations/999999").content) == (True, True)


# --- as every role ---

LISTS = ("organizations", "people", "record-kinds", "records", "ledgers", "ledgers/party_site/rows")


def opened(one: System, addresses) -> dict[str, int]:
    return {address: one.get(address)[0] for address in addresses}


@pytest.mark.parametrize("role", ["system_administrator", "security_administrator", "audit_administrator"])
def test_an_administrators_token_opens_nothing_however_it_came_to_be(here, role):
    rules()
    assert opened(forced(account(role)), LISTS) == dict.fromkeys(LISTS, 401)


def test_an_account_without_a_grant_opens_nothing(here):
    rules()
    assert opened(system(account()), LISTS) == dict.fromkeys(LISTS, 403)


def test_each_role_opens_what_it_has_the_right_to(here):
    rules()
    seen = {role: [address for address, status in opened(system(account(role, "below", here.plum)), LISTS).items() if status != 200] for role in ("leader", "section_clerk", "committee_clerk", "branch_secretary", "unit_recorder", "member")}
    assert seen == {"leader": [], "section_clerk": [], "committee_clerk": [], "branch_secretary": [], "unit_recorder": ["people"], "member": ["ledgers", "ledgers/party_site/rows"]}


@pytest.fixture
def things(here) -> dict[str, tuple[str, str]]:
    """Sort of thing -> its address inside plum and outside of it."""
    book = rules()
    found = {}
    for number, branch in enumerate((here.plum, here.far)):
        record = filed(book, "theme_day", branch, dt.date(2026, 6, 1)).records.get()
        row = Row.objects.create(ledger="party_site", organization=branch, name=f"{branch.name}阵地", fields={"name": f"{branch.name}阵地"}, since=dt.date(2026, 1, 1), entered_at=record.filed_at)
        person = here.person(("梅一", "慕容远山")[number])
        for sort, address in (("organization", branch.address), ("record", record.address), ("row", row.address), ("person", person.address)):
            found[sort] = (*found.get(sort, ()), address)
    return found


ACTS = {
    "organization": [("rename", {"name": "新", "on": "2026-11-01"}), ("move", {"parent": 1, "on": "2026-11-01"}), ("dissolve", {"on": "2026-11-01", "reason": "试"}), ("members", {"name": "新", "standing": "full", "since": "2026-01-01"})],
    "record": [("correct", {"version": 1, "reason": "试"}), ("withdraw", {"reason": "试"})],
    "row": [("change", {"version": 1, "reason": "试"}), ("end", {"on": "2026-11-01", "reason": "试"}), ("remove", {"reason": "试"})],
    "person": [("mend", {"version": 1, "reason": "试"})],
}  # fmt: skip


@pytest.mark.parametrize("role", ["branch_secretary", "committee_clerk", "section_clerk", "leader"])
def test_what_lies_outside_is_neither_read_nor_listed_nor_written(here, things, role):
    """One with a right gets 404, one without 403; nothing of the west is in any list."""
    one = system(account(role, "below", here.plum))
    assert [one.get(outside)[0] for _, outside in things.values()] == [404] * 4
    assert [one.get(inside)[0] for inside, _ in things.values()] == [200] * 4
    acts = {(sort, act): one.post(f"{things[sort][1]}/{act}", body)[0] for sort, several in ACTS.items() for act, body in several}
    assert {status for status in acts.values()} <= {403, 404}
    lists = [one.get(address, **more)[1] for address in ("organizations", "people", "records", "ledgers/party_site/rows") for more in ({}, {"q": "海棠"} if address == "organizations" else {})]
    assert [word for word in ("海棠湾", "慕容") if word in str(lists)] == []
    assert (Organization.objects.get(pk=here.far.pk).until, Record.objects.filter(withdrawn_at__isnull=False).count(), Row.objects.filter(removed_at__isnull=False).count()) == (None, 0, 0)
