"""A person's identity number: entered, changed and removed as acts, shown masked, read whole for a reason."""

import datetime as dt
import logging
import re

import pytest

from tests.registry.test_id_numbers import SOUND, number
from tests.world import NOW, TODAY, account, district, member, queries_of, signed_in
from zugong.door.refusal import Refused
from zugong.journal.models import Line, Reading
from zugong.registry.actions.enter_id_number import enter_id_number
from zugong.registry.actions.remove_id_number import remove_id_number
from zugong.registry.actions.take_in import take_in
from zugong.registry.likeness import Described, Likeness, likely_same
from zugong.registry.models import Person
from zugong.registry.numbered import Taken, people_numbered

pytestmark = pytest.mark.django_db
OTHER = number("10000119850101234")
MASK = "100001********" + SOUND[14:]
TOLD = re.compile(f"{SOUND}|{OTHER}|19900307|19850101")


@pytest.fixture
def here():
    return district()


@pytest.fixture
def plum(here):
    return here.person("梅一")


def enter(person: Person, text: str = SOUND, **more) -> Person:
    fresh = Person.objects.get(pk=person.pk)
    enter_id_number(fresh, text, **{"version": fresh.version, "reason": "照身份证登记", "by": None, "at": NOW} | more)
    return Person.objects.get(pk=person.pk)


def refused(person: Person, *args, **more) -> str:
    with pytest.raises(Refused) as found:
        enter(person, *args, **more)
    return str(found.value)


def lines(person: Person) -> list[tuple]:
    return list(Line.objects.filter(address=person.address).order_by("id").values_list("verb", "fields", "reason"))[1:]  # behind taking in


# --- acts ---


def test_a_number_is_entered_sealed_and_found_however_it_is_typed(plum):
    held = enter(plum, f"{SOUND[:6]} {SOUND[6:]}")
    assert (held.masked_id_number, held.version, TOLD.search(held.id_number + held.id_number_index)) == (MASK, 2, None)
    assert [list(people_numbered(text).values_list("pk", flat=True)) for text in (SOUND, f" {SOUND} ", SOUND[:17], SOUND[4:], OTHER)] == [[plum.pk], [plum.pk], [], [], []]


def test_the_journal_says_who_changed_what_and_why_but_no_value(plum):
    enter(plum)
    enter(plum, OTHER, reason=f"换证，旧号 {SOUND}")
    remove_id_number(Person.objects.get(pk=plum.pk), version=3, reason="登记错人", by=None, at=NOW)
    assert lines(plum)[-3:] == [("enter_id_number", "id_number", "照身份证登记"), ("replace_id_number", "id_number", "换证，旧号 （号码略）"), ("remove_id_number", "id_number", "登记错人")]
    assert (Person.objects.get(pk=plum.pk).masked_id_number, people_numbered(SOUND).exists(), people_numbered(OTHER).exists()) == ("", False, False)


@pytest.mark.parametrize(("text", "said"), [("", "没有填号码"), (SOUND[:-1], "号码应为 18 位，现在是 17 位"), ("110101900307123", "这是 15 位的老号码"), (number("10000120270101123"), "第 7 至 14 位的出生日期还没有到")])
def test_an_unsound_number_is_refused_with_what_is_wrong(plum, text, said):
    assert said in refused(plum, text)


def test_a_reason_is_asked_for_and_who_was_slower_is_told(plum):
    assert (refused(plum, reason=" "), refused(plum, version=7)) == ("请写明原因或依据，例如：照身份证登记", "别人刚刚改过这个人的资料，请核对后再存")
    with pytest.raises(Refused, match="没有登记身份证号码"):
        remove_id_number(plum, version=1, reason="删", by=None, at=NOW)


def test_the_same_number_is_not_held_twice(here, plum):
    enter(plum)
    with pytest.raises(Taken) as found:
        enter(here.person("慕容远山"))
    assert (found.value.person, "梅" in str(found.value), TOLD.search(str(found.value))) == (plum.pk, False, None)
    with pytest.raises(Taken):
        take_in(Person(name="新来"), here.far, "full", since=TODAY, id_number=SOUND, by=None, at=NOW)
    assert enter(plum, reason="重登").masked_id_number == MASK


def test_a_number_held_under_a_former_key_is_held_all_the_same(here, plum, settings):
    enter(plum)
    settings.SEALING_KEYS += ",2:" + "a0" * 32
    with pytest.raises(Taken):
        enter(here.person("梅二"))
    assert list(people_numbered(SOUND)) == [plum]


def test_what_contradicts_the_person_is_said_until_the_card_was_compared(plum):
    Person.objects.filter(pk=plum.pk).update(born_on=dt.date(1990, 4, 1), gender="female")
    assert refused(plum) == "号码里的出生年月和资料里的不一致；号码里的性别和资料里的不一致。请核对证件和资料；证件上确实如此，请勾选“已核对证件”再登记"
    held = enter(plum, compared=True)
    assert (held.masked_id_number, held.born_on, held.gender) == (MASK, dt.date(1990, 4, 1), "female")


def test_a_number_fills_in_nothing(plum):
    held = enter(plum)
    assert (held.born_on, held.gender) == (None, "")


def test_a_new_member_comes_with_a_number(here):
    held = take_in(Person(name="新来"), here.plum, "full", since=TODAY, id_number=SOUND.lower(), by=None, at=NOW).person
    assert (held.masked_id_number, Line.objects.get(address=held.address).fields) == (MASK, "id_number organization standing")


def test_without_the_key_a_person_is_shown_without_the_number(plum, settings):
    held = enter(plum)
    settings.SEALING_KEYS = "9:" + "99" * 32
    assert held.masked_id_number == "已登记，暂时打不开（密钥不在），请联系系统管理员"


# --- screens ---


@pytest.fixture
def secretary(here):
    return signed_in(account("branch_secretary", "below", here.plum))


@pytest.fixture
def clerk():
    return signed_in(account("section_clerk"))


def form(person: Person, text: str = SOUND, **more) -> dict:
    return {"id_number": text, "reason": "照身份证登记", "version": Person.objects.get(pk=person.pk).version} | more


def test_a_secretary_enters_a_number_and_everybody_sees_the_mask_only(plum, secretary, clerk):
    asked = secretary.post(f"/people/{plum.pk}/id-number/enter/", form(plum))
    pages = {who: client.get(f"/people/{plum.pk}/").text for who, client in (("secretary", secretary), ("clerk", clerk), ("leader", signed_in(account("leader"))))}
    assert (asked.status_code, asked.headers["Location"]) == (302, f"/people/{plum.pk}/")
    assert {who: (MASK in text, "看全号" in text, "更正号码" in text, TOLD.search(text)) for who, text in pages.items()} == {
        "secretary": (True, False, True, None), "clerk": (True, True, True, None), "leader": (True, False, False, None),
    }  # fmt: skip


@pytest.mark.parametrize("text", [SOUND[:17] + ("0" if SOUND[17] != "0" else "1"), SOUND + "5", f"{SOUND[:6]}19900230{SOUND[14:]}"])
def test_a_refused_number_is_not_shown_again(plum, secretary, text):
    answer = secretary.post(f"/people/{plum.pk}/id-number/enter/", form(plum, text, reason="照证"))
    assert (answer.status_code, text in answer.text, "照证" in answer.text, 'class="zg-error"' in answer.text) == (422, False, True, True)


def test_whoever_holds_a_number_is_named_to_those_who_may_see_that_one(here, plum, secretary, clerk):
    enter(here.person("慕容远山"))
    answers = [client.post(f"/people/{plum.pk}/id-number/enter/", form(plum)) for client in (secretary, clerk)]
    assert [(answer.status_code, "已经登记在另一个人名下" in answer.text, "慕容远山" in answer.text, SOUND in answer.text) for answer in answers] == [(422, True, False, False), (422, False, True, False)]
    taken = secretary.post(f"/organizations/{here.plum.pk}/take-in/", {"name": "新来", "standing": "full", "since": "2026-11-20", "id_number": SOUND})
    assert (taken.status_code, "慕容" in taken.text, Person.objects.filter(name="新来").exists()) == (422, False, False)


def test_a_new_member_is_entered_with_a_number_that_agrees(here, secretary):
    data = {"name": "新来", "standing": "full", "since": "2026-11-20", "id_number": SOUND, "born_on": "1990-04", "gender": "female" if int(SOUND[16]) % 2 else "male"}
    answer = secretary.post(f"/organizations/{here.plum.pk}/take-in/", data)
    assert (answer.status_code, answer.text.count("不一致，请核对"), SOUND in answer.text) == (422, 2, False)
    data |= {"born_on": "1990-03", "gender": "male" if int(SOUND[16]) % 2 else "female"}
    assert (secretary.post(f"/organizations/{here.plum.pk}/take-in/", data).status_code, people_numbered(SOUND).get().name) == (302, "新来")


def test_the_whole_number_is_on_one_page_that_nobody_keeps_after_two_lines_were_written(plum, clerk, caplog):
    enter(plum)
    before = clerk.get(f"/people/{plum.pk}/id-number/")
    with caplog.at_level(logging.DEBUG):
        shown = clerk.post(f"/people/{plum.pk}/id-number/", {"reason": "开介绍信"})
    assert [(answer.status_code, SOUND in answer.text, answer.headers.get("Cache-Control", "")) for answer in (before, shown)] == [(200, False, ""), (200, True, "no-store")]
    assert (list(Reading.objects.values_list("address", flat=True)), lines(plum)[-1]) == ([f"people/{plum.pk}/id-number"], ("reveal_id_number", "id_number", "开介绍信"))
    assert [text for text in caplog.messages if TOLD.search(text)] == []


def test_the_whole_number_is_not_shown_without_a_reason_a_right_or_the_key(plum, secretary, clerk, settings):
    enter(plum)
    asked = [client.post(f"/people/{plum.pk}/id-number/", {"reason": reason}) for client, reason in ((clerk, ""), (clerk, "  "), (secretary, "看"))]
    settings.SEALING_KEYS = "9:" + "99" * 32
    asked.append(clerk.post(f"/people/{plum.pk}/id-number/", {"reason": "开介绍信"}))
    assert [(answer.status_code, SOUND in answer.text) for answer in asked] == [(422, False), (422, False), (403, False), (422, False)]
    assert (Reading.objects.exists(), lines(plum)[-1][0], "请系统管理员把保管的密钥放回" in asked[-1].text) == (False, "enter_id_number", True)


def test_who_read_the_whole_number_is_told_on_the_own_page(here, plum, clerk):
    enter(plum)
    clerk.post(f"/people/{plum.pk}/id-number/", {"reason": "开介绍信"})
    own = signed_in(account("member", "self", here.plum, person=plum))
    assert re.findall(r"<li>账号 \d+(.*?)<small>", own.get(f"/people/{plum.pk}/").text) == ["", "，看了身份证全号"]


def test_a_number_is_removed_with_a_reason(plum, secretary):
    enter(plum)
    asked = [secretary.post(f"/people/{plum.pk}/id-number/remove/", {"reason": reason, "version": 2}).status_code for reason in ("", "登记错人")]
    assert (asked, Person.objects.get(pk=plum.pk).id_number, "未登记" in secretary.get(f"/people/{plum.pk}/").text) == ([422, 302], "", True)


@pytest.mark.parametrize("has", [False, True])
def test_a_number_costs_the_persons_page_no_statement(plum, clerk, has):
    if has:
        enter(plum)
    clerk.get(f"/people/{plum.pk}/")
    assert queries_of(clerk, f"/people/{plum.pk}/") == 9


# --- who is likely the same ---


def test_who_is_described_is_found_by_number_then_by_name_and_month_of_birth(here, django_assert_num_queries):
    first, second = here.person("梅一"), here.person("梅二")
    Person.objects.filter(pk__in=[first.pk, second.pk]).update(born_on=dt.date(1990, 3, 1), name="王明")
    enter(first, compared=True)
    with django_assert_num_queries(2):
        found = likely_same([
            Described("王明", None, SOUND), Described("王鸣", dt.date(1970, 1, 1), SOUND), Described("王明", dt.date(1990, 3, 7)), Described("王明", dt.date(1990, 3, 7), OTHER),
            Described("王明", dt.date(1990, 4, 1)), Described("王明"), Described("没有"), Described("王明", dt.date(1990, 3, 1), "12"),
        ])  # fmt: skip
    both = [Likeness(first.pk, "name_and_birth"), Likeness(second.pk, "name_and_birth")]
    assert found == [[Likeness(first.pk, "number")], [Likeness(first.pk, "number", differs=True)], both, both[1:], [], [], [], both]


def test_a_long_list_is_compared_in_pieces(here, django_assert_num_queries):
    member("王明", here.far)
    with django_assert_num_queries(4):
        assert likely_same(Described("王明", TODAY, SOUND) for _ in range(401)) == [[]] * 401
