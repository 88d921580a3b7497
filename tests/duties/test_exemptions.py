"""A duty is lifted by asking, approving and ending; nobody approves the own request."""

import datetime as dt

import pytest

from tests.world import NOW, TODAY, account, district, queries_of, rulebook, signed_in
from zugong.door.refusal import Refused
from zugong.door.scope import Scope
from zugong.duties.actions.ask_exemption import ask_exemption
from zugong.duties.actions.decide_exemption import decide_exemption
from zugong.duties.actions.end_exemption import end_exemption
from zugong.duties.models import Exemption
from zugong.facts.findings import Asked, findings
from zugong.journal.models import Line

pytestmark = pytest.mark.django_db
DUTY, BEGAN = "theme_day_each_month", dt.date(2026, 1, 1)


@pytest.fixture
def here():
    rulebook()
    return district()


def september(book, branch) -> str:
    rows = findings(book, Asked((DUTY,), Scope.exactly([branch.path]).sql, BEGAN, dt.date(2027, 1, 1), TODAY, "", "2026-09"))
    return rows[0]["finding"]


def asked(branch, by=None, **more):
    given = {"sort": "excused", "since": BEGAN, "reason": "整村搬迁", "by": by, "at": NOW} | more
    return ask_exemption(rulebook(), branch, more.pop("duty", DUTY), **{key: value for key, value in given.items() if key != "duty"})


def test_a_request_changes_nothing_until_it_is_approved_and_an_end_restores_the_demand(here):
    book, found = rulebook(), []
    exemption = asked(here.plum)
    found.append(september(book, here.plum))
    decide_exemption(exemption, True, by=7, at=NOW)
    found.append(september(book, here.plum))
    end_exemption(Exemption.objects.get(), on=dt.date(2026, 9, 30), reason="搬迁完成", by=7, at=NOW)
    found.append(september(book, here.plum))
    assert (found, september(book, here.bamboo)) == (["missed", "excused", "missed"], "missed")
    assert list(Line.objects.filter(address=exemption.address).order_by("id").values_list("verb", flat=True)) == ["ask_exemption", "decide_exemption", "end_exemption"]


def refusal(act) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return str(refused.value)


def test_what_cannot_be_asked_is_refused_with_what_to_do(here):
    asked(here.plum)
    assert [
        refusal(lambda: asked(here.plum)), refusal(lambda: asked(here.east)), refusal(lambda: asked(here.bamboo, reason=" ")),
        refusal(lambda: asked(here.bamboo, until=BEGAN)), refusal(lambda: asked(here.plum, person=here.person("梅一"))),
    ] == [
        "这一项已经申请过，正等批准", "东街党工委没有这项任务，请另选", "请写明理由", "止日要晚于 2026-01-01，从那一天起重新要求", "这项任务不是一个人一个人欠的，请不要选人",
    ]  # fmt: skip


def test_nobody_decides_on_the_own_request_nor_twice_nor_refuses_without_a_reason(here):
    exemption = asked(here.plum, by=5)
    said = [refusal(lambda: decide_exemption(exemption, True, by=5, at=NOW)), refusal(lambda: decide_exemption(exemption, False, by=6, at=NOW))]
    decide_exemption(exemption, False, reason="可以联合开展", by=6, at=NOW)
    said.append(refusal(lambda: decide_exemption(exemption, True, by=7, at=NOW)))
    assert (said, Exemption.objects.get().state) == (["自己提出的申请要由别人批准", "不批准时请写明理由", "这件申请已经办过，请刷新后查看"], "refused")


def test_a_secretary_asks_on_the_page_and_the_committee_approves(here):
    secretary, clerk = signed_in(account("branch_secretary", "below", here.plum)), signed_in(account("committee_clerk", "below", here.east))
    answer = secretary.post(f"/organizations/{here.plum.pk}/exempt/", {"duty": DUTY, "sort": "not_applicable", "reason": "长期停工", "since": "2026-01-01"})
    exemption = Exemption.objects.get()
    assert (answer.status_code, secretary.get(f"/exemptions/{exemption.pk}/decide/").status_code) == (302, 403)
    clerk.post(f"/exemptions/{exemption.pk}/decide/", {"approves": "1"})
    assert september(rulebook(), here.plum) == "not_applicable"
    assert "已批准" in secretary.get("/exemptions/").text


def test_what_was_typed_wrong_stays_in_the_form(here):
    client = signed_in(account("branch_secretary", "below", here.plum))
    answer = client.post(f"/organizations/{here.plum.pk}/exempt/", {"duty": DUTY, "sort": "excused", "reason": "整村搬迁", "since": "2026-05-01", "until": "2026-04-01"})
    assert (answer.status_code, "止日要晚于 2026-05-01" in answer.text, "整村搬迁" in answer.text, Exemption.objects.count()) == (422, True, True, 0)


def test_one_persons_exemption_is_named_to_the_own_branch_only(here):
    asked(here.plum, duty="study_hours_each_year", person=here.person("梅五"))
    pages = {role: signed_in(account(role, "below", place)).get("/exemptions/").text for role, place in (("branch_secretary", here.plum), ("committee_clerk", here.east))}
    assert {role: "梅五" in page for role, page in pages.items()} == {"branch_secretary": True, "committee_clerk": False}


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_questions_for_one_and_for_three(here, number):
    for duty in (DUTY, "lecture_each_quarter", "general_meeting_each_quarter")[:number]:
        asked(here.plum, duty=duty)
    assert queries_of(signed_in(account("section_clerk")), "/exemptions/") == 6
