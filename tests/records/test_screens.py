"""Records as pages: who sees names, how a correction is compared, how a withdrawal asks for its reason."""

import datetime as dt

import pytest

from tests.world import NOW, District, account, district, filed, rulebook, signed_in
from zugong.records.models import FormerVersion, Record

pytestmark = pytest.mark.django_db
JUNE = dt.date(2026, 6, 1)


def meeting(here: District) -> Record:
    """A theme day of plum at which one member was missing."""
    return filed(rulebook(), "theme_day", here.plum, JUNE, absent={here.person("梅二").pk: "leave"}, fields={"theme": "学党章"}).records.get()


def form(here: District, **some) -> dict:
    """What the correction's form sends when nothing is changed."""
    absent = f"absent-{here.person('梅二').pk}"
    return {"on": "2026-06-01", "begins": "", "minutes": "", "place": "", "guests": "0", "theme_day-theme": "学党章", absent: "leave", "reason": "写错了", "version": "1"} | some


def test_names_are_seen_by_the_own_secretary_the_person_sees_itself_and_above_only_numbers():
    here = district()
    record = meeting(here)
    own = signed_in(account("branch_secretary", "below", here.plum))
    self_ = signed_in(account("member", "self", here.plum, person=here.person("梅二")))
    above = [signed_in(account("committee_clerk", "below", here.east)), signed_in(account("leader"))]
    pages = [client.get(f"/records/{record.pk}/").text for client in (own, self_, *above)]
    assert [(page.count("梅三"), page.count("梅二"), "6 / 7 人" in page) for page in pages] == [(1, 1, True), (0, 1, True), (0, 0, True), (0, 0, True)]


def test_a_clerk_above_corrects_a_record_without_seeing_who_was_there():
    here = district()
    record = meeting(here)
    clerk, address = signed_in(account("committee_clerk", "below", here.east)), f"/records/{record.pk}/correct/"
    page = clerk.get(address).text
    assert ("梅二" in page, "梅三" in page) == (False, False)
    assert clerk.post(address, form(here, guests="4") | {f"absent-{here.person('梅二').pk}": "", f"absent-{here.person('梅三').pk}": "other"}).status_code == 302
    corrected = Record.objects.get()
    assert (corrected.guests, corrected.present, corrected.roll.get(person=here.person("梅二")).absence) == (4, 6, "leave")


def test_the_others_of_a_joint_session_are_named_to_those_who_may_see_them():
    here, book = district(), rulebook()
    record = filed(book, "theme_day", [here.plum, here.bamboo, here.far], JUNE).records.get(organization=here.plum)
    readers = [account("branch_secretary", "below", here.plum), account("committee_clerk", "below", here.east), account("leader")]
    named = [[row.organization.name for row in signed_in(each).get(f"/records/{record.pk}/").context["together"]] for each in readers]
    assert named == [[], ["竹苑党支部"], ["竹苑党支部", "海棠湾党支部"]]


def test_a_correction_is_made_and_its_history_shown():
    here = district()
    record = meeting(here)
    client = signed_in(account("branch_secretary", "below", here.plum))
    answer = client.post(f"/records/{record.pk}/correct/", form(here, place="礼堂"))
    assert (answer.status_code, answer.url) == (302, f"/records/{record.pk}/")
    page = client.get(f"/records/{record.pk}/").text
    assert ("第 2 版" in page, "更正，原因：写错了" in page, "礼堂" in page) == (True, True, True)


def test_the_slower_of_two_is_shown_both_versions_and_may_take_the_own_one():
    here = district()
    record = meeting(here)
    client, address = signed_in(account("branch_secretary", "below", here.plum)), f"/records/{record.pk}/correct/"
    client.post(address, form(here, place="礼堂"))
    answer = client.post(address, form(here, place="广场"))
    assert (answer.status_code, answer.context["difference"], answer.context["version"]) == (409, [("地点", "礼堂", "广场")], 2)
    assert ('value="广场"' in answer.text, Record.objects.get().session.place) == (True, "礼堂")
    assert client.post(address, form(here, place="广场", version="2")).status_code == 302
    assert (Record.objects.select_related("session").get().session.place, FormerVersion.objects.count()) == ("广场", 2)


def test_a_correction_that_is_refused_keeps_what_was_typed():
    here = district()
    record = meeting(here)
    answer = signed_in(account("branch_secretary", "below", here.plum)).post(f"/records/{record.pk}/correct/", form(here, on="2023-06-01", place="礼堂"))
    assert (answer.status_code, 'value="礼堂"' in answer.text, answer.context["form"].errors["on"][0][:17]) == (422, True, "梅园党支部在 2023-06-01")


def test_a_version_that_is_no_number_is_overtaken_rather_than_an_error():
    here = district()
    record = meeting(here)
    answer = signed_in(account("branch_secretary", "below", here.plum)).post(f"/records/{record.pk}/correct/", form(here, version="x"))
    assert answer.status_code == 409


def test_withdrawing_asks_for_a_reason_and_leaves_the_record_readable_but_closed():
    here = district()
    record = meeting(here)
    client = signed_in(account("branch_secretary", "below", here.plum))
    assert client.post(f"/records/{record.pk}/withdraw/", {"reason": ""}).status_code == 422
    assert client.post(f"/records/{record.pk}/withdraw/", {"reason": "重复录入"}).status_code == 302
    assert "已撤回" in client.get(f"/records/{record.pk}/").text
    assert client.get(f"/records/{record.pk}/correct/").url == f"/records/{record.pk}/"
    assert client.post(f"/records/{record.pk}/withdraw/", {"reason": "再来"}).status_code == 422


def test_the_list_is_filtered_by_kind_and_leaves_withdrawn_ones_out():
    here = district()
    record = meeting(here)
    filed(rulebook(), "lecture", here.plum, JUNE)
    client = signed_in(account("branch_secretary", "below", here.plum))
    counts = [client.get("/records/", {"kind": kind}).context["page"].paginator.count for kind in ("", "theme_day", "lecture", "nothing")]
    Record.objects.filter(pk=record.pk).update(withdrawn_at=NOW)
    assert (counts, client.get("/records/").context["page"].paginator.count) == ([2, 1, 1, 0], 1)
