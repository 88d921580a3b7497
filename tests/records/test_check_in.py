"""Checking in: a convenience with its bounds. Every refusal says what to do; nothing is filed; marks are gone soon."""

import datetime as dt
import uuid
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.world import NOW, TODAY, account, checking_in, district, filed, member, organization, rulebook
from zugong.door.refusal import Refused
from zugong.journal.models import Line
from zugong.records.actions.close_check_in import close_check_in
from zugong.records.actions.expire_check_ins import expire_check_ins
from zugong.records.actions.file import Part, file
from zugong.records.actions.mark_for import mark_for
from zugong.records.actions.mark_present import mark_present
from zugong.records.actions.open_check_in import LETTERS, open_check_in
from zugong.records.actions.try_code import try_code
from zugong.records.models import CheckIn, CheckInMark, CheckInPart, Record, WrongCode
from zugong.records.tokens import STEP, admit, step_of, token_at
from zugong.registry.actions.end_membership import end_membership
from zugong.registry.actions.join_group import join_group

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
STALE = "这个二维码已经换新，请对着屏幕再扫一次，或输入旁边的六位签到码"
NO_CODE = "没有这个签到码，请对着屏幕再看一遍"
LATER = NOW + 5 * MINUTE


def present(check_in, person, *, way="code", at=LATER) -> CheckInMark:
    return mark_present(rulebook(), check_in, person and person.pk, way=way, by=7, at=at)


def refusal(do, *words, **more) -> str:
    """What was said, after seeing that no mark was made."""
    before = CheckInMark.objects.count()
    with pytest.raises(Refused) as refused:
        do(*words, **more)
    assert CheckInMark.objects.count() == before
    return str(refused.value)


def opened(here, parts, **more) -> CheckIn:
    when = {"on": TODAY, "opens_at": NOW, "closes_at": NOW + 2 * HOUR, "key": uuid.uuid4().hex, "by": 3, "at": NOW} | more
    return open_check_in(rulebook(), here.plum, parts, **when)


# --- opening ---


def test_a_check_in_has_a_code_without_letters_that_look_like_others_and_a_secret():
    here = district()
    found = [checking_in(rulebook(), here.plum, "theme_day") for _ in range(20)]
    assert {len(each.code) for each in found} == {6}
    assert set("".join(each.code for each in found)) - set(LETTERS) == set()
    assert (set(LETTERS) & set("0O1IL"), len({each.code for each in found}), {len(each.secret) for each in found}) == (set(), 20, {64})


def test_opening_says_who_did_it_and_files_nothing():
    here = district()
    check_in = opened(here, [(here.plum, "theme_day"), (here.plum, "committee_meeting")])
    assert [(part.organization.name, part.kind) for part in check_in.parts.order_by("id")] == [("梅园党支部", "theme_day"), ("梅园党支部", "committee_meeting")]
    assert list(Line.objects.filter(address=check_in.address).values_list("verb", "by", "reason")) == [("open_check_in", 3, "")]
    assert Record.objects.count() == 0


def test_a_key_used_before_answers_the_check_in_it_opened():
    here, key = district(), "k" * 32
    first, second = (opened(here, [(here.plum, "theme_day")], key=key) for _ in range(2))
    assert (first.pk == second.pk, CheckIn.objects.count()) == (True, 1)


def test_what_cannot_be_checked_in_to_is_refused_and_nothing_is_kept():
    here, book = district(), rulebook()
    empty = organization("空支部", under=here.east)
    no_roll = next(key for key, entry in book.records.items() if not entry.latest.roll and "department" in book.kinds_of(entry.latest.by))
    plum = [(here.plum, "theme_day")]
    wrong = [
        (([],), {}), (([(here.plum, "walk")],), {}), ((plum * 2,), {}), (([(here.department, no_roll)],), {}), (([*plum, (empty, "theme_day")],), {}),
        ((plum,), {"on": TODAY - DAY}), ((plum,), {"on": TODAY + 8 * DAY}), ((plum,), {"closes_at": NOW}), ((plum,), {"opens_at": NOW - 2 * HOUR, "closes_at": NOW - HOUR}),
    ]  # fmt: skip
    said = []
    for words, more in wrong:
        with pytest.raises(Refused) as refused, transaction.atomic():
            opened(here, *words, **more)
        said.append(str(refused.value))
    ends = "结束签到的时间要晚于开始，也要晚于现在"
    assert said == [
        "请选择开了什么会", "2026-11-23 没有“walk”这种纪实", "同一组织的同一种活动选了两次", f"“{book.title_of(no_roll)}”不点名，不用签到",
        "空支部在 2026-11-23 没有应到的党员，请先登记人员，或核对日期", "2026-11-22 已经过了，不用再签到；补记请直接“记一次活动”", "签到最多提前 7 天准备，请到时候再开", ends, ends,
    ]  # fmt: skip
    assert (CheckIn.objects.count(), CheckInPart.objects.count()) == (0, 0)


# --- marking oneself ---


def test_whoever_is_expected_marks_oneself_and_the_journal_does_not_say_who():
    here = district()
    check_in = checking_in(rulebook(), here.plum, "theme_day")
    mark = present(check_in, here.person("梅二"), way="qr")
    assert (mark.person.name, mark.way, mark.at, mark.by, mark.reason) == ("梅二", "qr", LATER, 7, "")
    assert list(Line.objects.filter(address=check_in.address, verb="mark_present").values_list("by", "fields", "reason")) == [(None, "", "")]
    assert Record.objects.count() == 0


def test_a_joint_gathering_shares_one_check_in():
    here = district()
    check_in = checking_in(rulebook(), [here.plum, here.bamboo, here.far], "theme_day")
    for name in ("梅一", "竹二", "慕容近水"):
        present(check_in, here.person(name))
    assert sorted(check_in.marks.values_list("person__name", flat=True)) == sorted(["梅一", "竹二", "慕容近水"])


def test_marking_twice_says_so_kindly():
    here = district()
    check_in = checking_in(rulebook(), here.plum, "theme_day")
    present(check_in, here.person("梅二"))
    assert refusal(present, check_in, here.person("梅二"), way="qr", at=NOW + HOUR) == "已经签到过（10:05），不用再签"


def test_an_account_without_a_person_is_told_whom_to_ask():
    here = district()
    assert refusal(present, checking_in(rulebook(), here.plum, "theme_day"), None) == "这个账号没有对应到人员本人，不能自己签到，请告诉记录人代签"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (NOW - MINUTE, "还没有开始签到，11月23日 10:00 开始"),  # also when the server's clock was set back
        (NOW - 40 * DAY, "还没有开始签到，11月23日 10:00 开始"),
        (NOW + 2 * HOUR, "签到已经结束；到了会的，请告诉记录人补签"),
        (NOW + 13 * HOUR, "签到已经结束；到了会的，请告诉记录人补签"),
        (NOW + 14 * HOUR, "这是 2026-11-23 的签到，那一天已经过了；当时到了会的，请告诉记录人补签"),  # midnight in Shanghai
    ],
)
def test_too_early_too_late_and_another_day_are_refused(at, said):
    here = district()
    assert refusal(present, checking_in(rulebook(), here.plum, "theme_day"), here.person("梅一"), at=at) == said


def test_the_first_moment_and_the_last_one_before_the_end_are_open():
    here = district()
    check_in = checking_in(rulebook(), here.plum, "theme_day")
    present(check_in, here.person("梅一"), at=NOW)
    present(check_in, here.person("梅二"), at=NOW + 2 * HOUR - dt.timedelta(microseconds=1))
    assert check_in.marks.count() == 2


def test_a_closed_check_in_takes_no_more_and_is_not_closed_twice():
    here = district()
    check_in = checking_in(rulebook(), here.plum, "theme_day")
    close_check_in(check_in, by=3, at=LATER)
    check_in.refresh_from_db()
    assert refusal(present, check_in, here.person("梅一"), at=LATER) == "签到已经结束；到了会的，请告诉记录人补签"
    assert refusal(close_check_in, check_in, by=3, at=LATER + MINUTE) == "签到已经结束，不用再点"
    over = checking_in(rulebook(), here.plum, "theme_day")
    assert refusal(close_check_in, over, by=3, at=NOW + 2 * HOUR) == "签到已经结束，不用再点"
    assert list(Line.objects.filter(verb="close_check_in").values_list("address", "by")) == [(check_in.address, 3)]


def test_who_is_not_on_the_roll_of_that_day_is_refused():
    here, book = district(), rulebook()
    theme_day, committee = checking_in(book, here.plum, "theme_day"), checking_in(book, here.plum, "committee_meeting")
    joint = checking_in(book, [here.plum, here.bamboo, here.far, organization_with_member(here)], "theme_day")
    end_membership(here.members["梅六"], reason="left", on=TODAY, by=None, at=NOW)
    tail = "的应到名单里。请核对是不是这一场；名单有出入请告诉记录人"
    assert refusal(present, theme_day, here.person("竹一")) == f"您不在梅园党支部主题党日{tail}"  # the code of another branch's session
    assert refusal(present, theme_day, here.person("梅六")) == f"您不在梅园党支部主题党日{tail}"  # the membership ended
    assert refusal(present, committee, here.person("梅四")) == f"您不在梅园党支部支部委员会会议{tail}"
    assert refusal(present, joint, here.person("梅六")) == f"您不在梅园党支部等 4 个组织主题党日{tail}"


def organization_with_member(here):
    fourth = organization("桃林党支部", under=here.east)
    member("桃一", fourth)
    return fourth


def test_a_group_meeting_takes_the_groups_own_people():
    here, book = district(), rulebook()
    check_in = checking_in(book, here.groups[0], "group_meeting")
    present(check_in, here.person("梅一"))
    assert refusal(present, check_in, here.person("梅二")).split("。")[0] == "您不在梅园党支部第一党小组党小组会的应到名单里"
    join_group(here.members["梅二"], here.groups[0], on=TODAY, by=None, at=NOW)
    present(check_in, here.person("梅二"))
    assert check_in.marks.count() == 2


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_make_one_mark():
    here, book = district(), rulebook()
    check_in, barrier, said = checking_in(book, here.plum, "theme_day"), Barrier(2), []

    def tab():
        try:
            barrier.wait(10)
            with transaction.atomic():
                mark_present(book, check_in, here.person("梅一").pk, way="qr", by=7, at=LATER)
            said.append("marked")
        except Refused as refused:
            said.append(str(refused))
        finally:
            connection.close()

    tabs = [Thread(target=tab) for _ in range(2)]
    for each in tabs:
        each.start()
    for each in tabs:
        each.join(30)
    assert (sorted(said), CheckInMark.objects.count(), Line.objects.filter(verb="mark_present").count()) == (sorted(["marked", "已经签到过（10:05），不用再签"]), 1, 1)


# --- tokens and codes ---


def test_a_token_lives_for_its_half_minute_and_the_next():
    here = district()
    check_in = checking_in(rulebook(), here.plum, "theme_day")
    token = token_at(check_in, NOW)  # the first moment of a step
    assert [admit(check_in, token, NOW + dt.timedelta(seconds=after)).pk for after in (0, 29, 30, 59)] == [check_in.pk] * 4
    said = [refusal(admit, check_in, token, NOW + dt.timedelta(seconds=after)) for after in (60, 3600, -1, -3600)]  # the last two: the clock was set back
    assert said == [STALE] * 4


def test_a_token_of_another_check_in_and_one_that_is_none_are_refused():
    here = district()
    one, other = (checking_in(rulebook(), here.plum, "theme_day") for _ in range(2))
    said = [refusal(admit, one, token, NOW) for token in (token_at(other, NOW), "", "0" * 20, token_at(one, NOW)[:-1], token_at(one, NOW).upper() + "x")]
    assert [*said, refusal(admit, None, token_at(one, NOW), NOW)] == [STALE] * 6


@given(shown=st.integers(0, 4 * 10**9), read=st.integers(0, 4 * 10**9), near=st.integers(-90, 90), secret=st.binary(min_size=32, max_size=32))
@settings(max_examples=300)
def test_a_token_is_accepted_exactly_within_its_steps(shown, read, near, secret):
    check_in = CheckIn(pk=5, secret=secret.hex())
    for moment in (read, max(0, shown + near)):
        then, now = (dt.datetime.fromtimestamp(each, dt.UTC) for each in (shown, moment))
        try:
            accepted = admit(check_in, token_at(check_in, then), now) is check_in
        except Refused:
            accepted = False
        assert accepted == (moment // STEP - shown // STEP in (0, 1))
        assert step_of(now) == moment // STEP


def test_a_code_leads_to_its_check_in_and_to_no_other():
    here, who = district(), account()
    one, other = (checking_in(rulebook(), here.plum, "theme_day") for _ in range(2))
    assert [try_code(each.code, by=who.pk, at=NOW).pk for each in (one, other)] == [one.pk, other.pk]
    assert WrongCode.objects.count() == 0


def test_ten_wrong_codes_within_a_quarter_of_an_hour_end_the_guessing_of_that_account_alone():
    here, who, beside = district(), account(), account()
    check_in = checking_in(rulebook(), here.plum, "theme_day")
    said = [refusal(try_code, "AAAA22", by=who.pk, at=NOW + number * dt.timedelta(seconds=1)) for number in range(10)]
    locked = "签到码输错太多次，请过 15 分钟再试，或请记录人代签"
    assert said == [NO_CODE] * 10
    assert [refusal(try_code, check_in.code, by=who.pk, at=NOW + after) for after in (MINUTE, 14 * MINUTE, -MINUTE)] == [locked] * 3
    assert (WrongCode.objects.count(), try_code(check_in.code, by=beside.pk, at=NOW + MINUTE).pk, try_code(check_in.code, by=who.pk, at=NOW + 16 * MINUTE).pk) == (10, check_in.pk, check_in.pk)


# --- for others, and afterwards ---


def add(check_in, person, reason="no_phone", at=LATER):
    return mark_for(rulebook(), check_in, person.pk, reason, by=3, at=at)


def test_the_recorder_marks_someone_with_a_reason_also_when_it_is_over():
    here = district()
    check_in = checking_in(rulebook(), here.plum, "theme_day")
    add(check_in, here.person("梅一"))
    add(check_in, here.person("梅二"), "forgot", at=NOW + 3 * DAY)
    assert [(mark.person.name, mark.way, mark.by, mark.get_reason_display()) for mark in check_in.marks.order_by("id")] == [("梅一", "by_recorder", 3, "没带手机"), ("梅二", "by_recorder", 3, "到会时没顾上签")]
    assert list(Line.objects.filter(verb="mark_for").order_by("id").values_list("by", "reason")) == [(3, "没带手机"), (3, "到会时没顾上签")]


def test_marking_another_is_refused_before_the_day_without_a_reason_off_the_roll_twice_and_after_filing():
    here, book = district(), rulebook()
    tomorrow = checking_in(book, here.plum, "theme_day", on=TODAY + DAY, opens_at=NOW + DAY)
    check_in = checking_in(book, here.plum, "theme_day")
    present(check_in, here.person("梅一"))
    said = [
        refusal(add, tomorrow, here.person("梅一")), refusal(add, check_in, here.person("梅二"), ""), refusal(add, check_in, here.person("梅二"), "病假"),
        refusal(add, check_in, here.person("竹一")), refusal(add, check_in, here.person("梅一")),
    ]  # fmt: skip
    file(book, [Part(here.plum, "theme_day")], key=check_in.key, on=TODAY, today=TODAY, by=3, at=LATER)
    said.append(refusal(add, check_in, here.person("梅二")))
    assert said == [
        "活动在 2026-11-24，还没有到那一天，到会以后再代签", "请选择代签的原因", "请选择代签的原因", "应到名单里没有这个人，请核对日期和名单", "已经签到过，不用再签",
        "这次活动已经记完，以纪实的名单为准；有出入请到纪实里更正",
    ]  # fmt: skip


# --- what the database holds, and for how long ---


@pytest.mark.parametrize(
    ("row", "constraint"),
    [({"way": "by_recorder", "reason": ""}, "check_in_mark_for_another_with_reason"), ({"way": "qr", "reason": "other"}, "check_in_mark_for_another_with_reason")],
)
def test_the_database_wants_a_reason_for_another_and_none_for_oneself(row, constraint):
    here = district()
    check_in = checking_in(rulebook(), here.plum, "theme_day")
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        CheckInMark.objects.create(check_in=check_in, person=here.person("梅一"), at=NOW, **row)
    assert (constraint in str(refused.value), CheckInMark.objects.count()) == (True, 0)


def test_a_person_is_marked_once_a_code_is_used_once_and_an_end_follows_its_beginning():
    here = district()
    check_in = checking_in(rulebook(), here.plum, "theme_day")
    present(check_in, here.person("梅一"))
    same = CheckIn(key="x" * 32, organization=here.plum, happens_on=TODAY, opens_at=NOW, closes_at=NOW + HOUR, code=check_in.code, secret="00")
    turned = CheckIn(key="y" * 32, organization=here.plum, happens_on=TODAY, opens_at=NOW, closes_at=NOW, code="ABCDEF", secret="00")
    for wrong in (CheckInMark(check_in=check_in, person=here.person("梅一"), at=NOW, way="qr"), same, turned):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()
    assert (CheckIn.objects.count(), CheckInMark.objects.count()) == (1, 1)


def test_marks_go_a_week_after_filing_or_thirty_days_after_the_day_and_the_roll_stays():
    here, book = district(), rulebook()
    done, kept, never = (checking_in(book, here.plum, "theme_day") for _ in range(3))
    for check_in in (done, kept, never):
        present(check_in, here.person("梅一"))
    file(book, [Part(here.plum, "theme_day")], key=done.key, on=TODAY, today=TODAY, by=3, at=NOW)
    file(book, [Part(here.plum, "theme_day")], key=kept.key, on=TODAY, today=TODAY, by=3, at=NOW + MINUTE)
    WrongCode.objects.create(account=1, at=NOW)
    left = []
    for at in (NOW + 7 * DAY - MINUTE, NOW + 7 * DAY, NOW + 7 * DAY + MINUTE, NOW + 29 * DAY, NOW + 30 * DAY):
        gone = expire_check_ins(at=at)
        left.append((gone, set(CheckIn.objects.values_list("pk", flat=True)), CheckInMark.objects.count()))
    assert left == [(0, {done.pk, kept.pk, never.pk}, 3), (1, {kept.pk, never.pk}, 2), (1, {never.pk}, 1), (0, {never.pk}, 1), (1, set(), 0)]
    assert (Record.objects.count(), Record.objects.first().present, WrongCode.objects.count(), Line.objects.filter(verb="expire").count()) == (2, 7, 0, 3)


def test_a_filed_roll_says_nothing_of_who_checked_in_and_filing_needs_no_check_in():
    here, book = district(), rulebook()
    check_in = checking_in(book, here.plum, "theme_day")
    present(check_in, here.person("梅一"))
    record = file(book, [Part(here.plum, "theme_day", {here.person("梅一").pk: "leave"})], key=check_in.key, on=TODAY, today=TODAY, by=3, at=NOW).records.get()
    assert (record.present, record.roll.get(person=here.person("梅一")).absence) == (6, "leave")
    assert filed(book, "theme_day", here.plum, TODAY).records.get().present == 7
