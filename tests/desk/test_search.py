"""Search: who finds whom. Someone outside the scope is answered as nobody."""

import datetime as dt
import logging
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.world import NOW, TODAY, account, district, member, members, organization, queries_of, rulebook, signed_in
from zugong.desk.commands import serve
from zugong.door.rights import roles
from zugong.journal.models import Line, Reading
from zugong.plans.actions.import_plan import import_plan
from zugong.plans.outline import read_outline
from zugong.registry.actions.appoint import appoint
from zugong.registry.actions.dissolve import dissolve
from zugong.registry.actions.end_membership import end_membership
from zugong.registry.actions.end_post import end_post
from zugong.registry.actions.receive import receive
from zugong.registry.actions.send_off import send_off
from zugong.registry.models import Person, Post

pytestmark = pytest.mark.django_db
PLAN = "云川区2026年工作要点\n一、抓基层\n（一）组织生活\n1.每月开展主题党日。\n2.支部书记讲党课，完成率达到100%。\n"
ALL = ("all", None)


@pytest.fixture(autouse=True)
def pinned_day(settings):
    settings.TODAY = str(TODAY)


@pytest.fixture
def here():
    return district()


@pytest.fixture
def clerk(here):
    return signed_in(account("section_clerk"))


def found(client, text: str, kind: str = "") -> list[str]:
    """Titles that a search answers, on the page and in the dialog alike; `kind`: of one section."""
    page, dialog = client.get("/search/", {"q": text}), client.get("/search/", {"q": text}, headers={"HX-Request": "true"})
    assert (page.status_code, dialog.status_code) == (200, 200)
    sections = {title: re.findall(r"<li>.*?<a href=\"[^\"]*\">(.*?)</a>", body) for title, body in re.findall(r'<h2 id="s\d+">(.*?)</h2>(.*?)</section>', page.text, re.S)}
    listed = {title: re.findall(r"<b>(.*?)</b>", body) for title, body in re.findall(r'class="zg-find-kind"[^>]*>(.*?)</span>(.*?)</div>', dialog.text, re.S)}
    assert sections == listed
    return sections.get(kind, []) if kind else [title for titles in sections.values() for title in titles]


def people(client, text: str) -> list[str]:
    return found(client, text, "人员")


# --- who finds whom ---

FINDERS = {
    "nobody": ("", "all", "", []),
    "member": ("member", "self", "plum", ["梅一"]),
    "branch_secretary": ("branch_secretary", "below", "plum", ["梅一", "梅二", "梅七"]),
    "unit_recorder": ("unit_recorder", "own", "plum", []),
    "committee_clerk": ("committee_clerk", "below", "east", ["梅一", "梅二", "梅七", "竹二"]),
    "clerk of one committee only": ("committee_clerk", "own", "east", []),
    "section_clerk": ("section_clerk", "all", "", ["梅一", "梅二", "梅七", "竹二", "慕容远山"]),
    "leader": ("leader", "all", "", ["梅一", "梅二", "梅七", "竹二", "慕容远山"]),
    "system_administrator": ("system_administrator", "all", "", []),
    "security_administrator": ("security_administrator", "all", "", []),
    "audit_administrator": ("audit_administrator", "all", "", []),
}


def test_every_role_searches():
    assert {role for role, *_ in FINDERS.values()} == {"", *roles()}


@pytest.mark.parametrize("who", FINDERS)
def test_a_role_finds_the_people_of_its_scope_by_name_and_by_initials(who, here, settings):
    role, reach, place, expected = FINDERS[who]
    client = searcher(here, role, reach, place)
    asked = {"梅一": "my", "梅二": "me", "梅七": "mq", "竹二": "ze", "慕容远山": "mrys"}
    assert [name for name in asked if name in people(client, name)] == expected
    assert [name for name, letters in asked.items() if name in people(client, letters)] == expected


def searcher(here, role: str, reach: str, place: str):
    """A browser of the role; the three administrators have their second factor."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    who = account(role, reach, getattr(here, place) if place else None, person=here.person("梅一") if reach == "self" else None)
    if role and roles()[role].administrator:
        TOTP.activate(who, generate_totp_secret())
    return signed_in(who)


@pytest.mark.parametrize(("who", "kinds"), {
    "nobody": [], "member": ["人员", "组织", "机制"], "unit_recorder": ["组织", "机制", "台账"], "leader": ["人员", "组织", "机制", "台账", "计划举措"], "system_administrator": ["机制"], "audit_administrator": ["机制"],
}.items())  # fmt: skip
def test_the_page_says_what_the_role_may_search_for(who, kinds, here):
    assert f"可以找{'、'.join([*kinds, '页面'])}，" in searcher(here, *FINDERS[who][:3]).get("/search/").text


def test_a_ledger_is_found_by_its_title_or_by_what_a_row_is_called(here):
    rulebook()
    clerk = signed_in(account("section_clerk"))
    assert [found(clerk, text, "台账")[:1] for text in ("聘用合同", "聘用合同台账", "没有这本")] == [["聘用合同台账"], ["聘用合同台账"], []]


def test_the_own_branch_is_found_and_another_is_not(here):
    secretary = signed_in(account("branch_secretary", "below", here.plum))
    assert [found(secretary, text, "组织") for text in ("梅园党支部", "mydzb", here.plum.code, "海棠", "htw", here.far.code)] == [["梅园党支部", "梅园党支部第一党小组", "梅园党支部第二党小组"]] * 2 + [["梅园党支部"], [], [], []]


def test_nobody_says_the_same_whether_outside_or_not_there_at_all(here):
    secretary = signed_in(account("branch_secretary", "below", here.plum))
    answers = {secretary.get("/search/", {"q": text}, headers={"HX-Request": "true"}).text for text in ("慕容远山", "没有这人", "mrys", "qqqq")}
    assert [re.findall(r'data-zg-said="(.*?)"', text) for text in answers] == [["没有找到，或不在您的范围里"]]


def test_a_moved_member_is_found_where_the_member_is_now(here):
    old, new = signed_in(account("branch_secretary", "below", here.plum)), signed_in(account("branch_secretary", "below", here.bamboo))
    sent = send_off(here.members["梅六"], here.bamboo, on=TODAY, by=None, at=NOW)
    on_the_way = [people(client, "梅六") for client in (old, new)]
    receive(sent, on=TODAY, by=None, at=NOW)
    assert (on_the_way, [people(client, "梅六") for client in (old, new)]) == ([["梅六"], []], [[], ["梅六"]])


def test_an_ended_membership_and_a_dissolved_branch_are_nobody(here, clerk):
    empty = organization("梅山党支部", under=here.east)
    before = found(clerk, "梅山党支部"), people(clerk, "梅六")
    dissolve(empty, on=TODAY, reason="合并", by=None, at=NOW)
    end_membership(here.members["梅六"], reason="left", on=TODAY, by=None, at=NOW)
    assert (before, found(clerk, "梅山党支部"), people(clerk, "梅六")) == ((["梅山党支部"], ["梅六"]), [], [])


def test_an_officer_is_found_through_the_post_alone_and_no_longer_than_it_lasts(here):
    chief = Person.objects.create(name="白局长")
    post = appoint(chief, here.department, "chief", since=TODAY, by=None, at=NOW) or Post.objects.get(person=chief)
    inside, outside = signed_in(account("leader", "below", here.department)), signed_in(account("leader", "below", here.east))
    shown = [people(client, "bjz") for client in (inside, outside, signed_in(account("leader")))]
    end_post(post, on=TODAY, by=None, at=NOW)
    assert (shown, people(inside, "bjz")) == ([["白局长"], [], ["白局长"]], [])


def test_a_person_is_shown_with_what_the_reader_may_see_and_nothing_else(here):
    shown = here.person("竹一")
    Person.objects.filter(pk=shown.pk).update(phone="13912345678", born_on=dt.date(1961, 7, 1))
    appoint(shown, here.west, "committee_member", since=TODAY, by=None, at=NOW)
    east, west, everything = (signed_in(account("leader", *reach)).get("/search/?q=竹一").text for reach in (("below", here.east), ("below", here.west), ALL))
    said = [re.findall(rf'<a href="/people/{shown.pk}/">竹一</a><p>(.*?)</p>', text) for text in (east, west, everything)]
    assert said == [["竹苑党支部 书记"], ["西岭党委 委员"], ["竹苑党支部 书记；西岭党委 委员"]]
    assert [word for word in ("1391234", "5678", "1961", "7月") if word in east + west + everything] == []


# --- what is found ---


def test_the_exact_name_comes_first_then_what_begins_so(here, clerk):
    for name in ("大王明", "王明亮", "王明"):
        member(name, here.far)
    assert people(clerk, "王明") == ["王明", "王明亮", "大王明"]
    assert people(clerk, "wm") == ["王明", "王明亮"]


def test_a_mechanism_is_found_by_title_other_name_word_and_initials(here, clerk):
    rulebook()
    asked = ("一月一主题", "支委会", "ztdr", "每月开展一次主题党日", "wngh")
    assert [found(clerk, text, "机制") for text in asked] == [["“一月一主题”支部主题党日"], ["支部委员会会议", "支部“五个基本”达标"], ["“一月一主题”支部主题党日"], ["“一月一主题”支部主题党日"], ["五年规划与年度任务"]]


def test_a_sentence_of_the_plan_is_found_by_those_who_read_plans(here, clerk):
    import_plan(read_outline(PLAN), rulebook(), by=None, at=NOW)
    member_of_plum = searcher(here, "member", "self", "plum")
    assert [found(client, "讲党课", "计划举措") for client in (clerk, member_of_plum)] == [["支部书记讲党课，完成率达到100%。"], []]


def test_a_page_is_found_by_those_who_may_open_it(here, clerk):
    assert [found(client, text, "页面") for client in (clerk, searcher(here, "audit_administrator", "all", "")) for text in ("年度计划", "ndjh", "操作日志")] == [["年度计划"], ["年度计划"], [], [], [], ["操作日志"]]


def test_official_names_are_found_without_the_word_nobody_types(here, clerk):
    organization("中共云桥街道党工委", "primary_committee", here.root)
    assert [found(clerk, text, "组织") for text in ("yqjd", "zgyq", "云桥")] == [["中共云桥街道党工委"]] * 3


@pytest.mark.parametrize(("rows", "more"), [(8, []), (9, ["/people/?q=%E9%99%84%E5%8A%A0", "/organizations/?q=%E9%99%84%E5%8A%A0"])])
def test_eight_are_shown_and_the_lists_hold_the_rest(rows, more, here, clerk):
    for number in range(rows):
        organization(f"附加支部{number}", under=here.east)
    members(here.bamboo, 1)
    for number in range(rows):
        member(f"附加{number}", here.bamboo)
    answer = clerk.get("/search/?q=附加").text
    assert (len(found(clerk, "附加", "组织")), len(people(clerk, "附加")), re.findall(r'<div class="zg-foot"><a href="(.*?)"', answer)) == (8, 8, more)
    assert [f"共 {rows} " in clerk.get(address).text for address in more] == [True] * len(more)


def test_the_lists_take_initials_too(here, clerk):
    assert "梅园党支部第二党小组" in clerk.get("/organizations/?q=MYDZB").text
    assert ["慕容近水" in clerk.get(f"/people/?q={text}").text for text in ("mrjs", "慕容 近水", "mrys")] == [True, True, False]


# --- odd questions ---


@pytest.mark.parametrize("text", ["梅一", " 梅 一 ", "梅　一", "梅\u200b一", "my", "MY", "ｍｙ", "M Y", "m y", "\tmy\n"])
def test_the_same_is_found_however_it_is_typed(text, here, clerk):
    assert people(clerk, text) == ["梅一"]


@pytest.mark.parametrize("text", ["", " ", "\u200b", "a", "７", "%", "_", "%%", "_一", "%一", "梅%", "\\", "'", "''--", "\U0001f600", "zzzzzz", "999999", "人" * 300, "w" * 5000, "%" * 250])
def test_odd_questions_find_nobody_and_break_nothing(text, here, clerk):
    assert people(clerk, text) == []


def test_signs_that_mean_something_to_a_database_are_taken_as_they_stand(here, clerk):
    import_plan(read_outline(PLAN), rulebook(), by=None, at=NOW)
    member("一_百%", here.far)
    assert (people(clerk, "_百"), people(clerk, "百%"), found(clerk, "100%", "计划举措")) == (["一_百%"], ["一_百%"], ["支部书记讲党课，完成率达到100%。"])


def test_names_with_dots_rare_characters_and_full_width_signs_are_found(here, clerk):
    organization("梅山（机关）党支部", under=here.east)
    for name in ("阿依古丽·买买提", "王䶮", "李𠮷"):
        member(name, here.far)
    asked = {"阿依古丽•买买提": "阿依古丽·买买提", "ayglmmt": "阿依古丽·买买提", "䶮": "王䶮", "wy": "王䶮", "𠮷": "李𠮷"}
    assert {text: people(clerk, text) for text in asked} == {text: [name] for text, name in asked.items()}
    assert [found(clerk, text, "组织") for text in ("(机关)", "（机关）", "山(机")] == [["梅山（机关）党支部"]] * 3


def test_one_letter_is_too_little_and_one_character_is_enough(here, clerk):
    said = re.findall(r'data-zg-said="(.*?)"', clerk.get("/search/?q=m", headers={"HX-Request": "true"}).text)
    assert (said, people(clerk, "竹")) == (["一个字母或数字太少，请再写一个"], ["竹一", "竹二", "竹三"])


@pytest.mark.parametrize(("address", "status"), [("/search/?q=%00", 400), ("/search/?q=%ED%A0%80", 200), ("/search/?q=%ff%fe", 200), ("/search/?q[]=a", 200), ("/search/?q=a&q=zzzz", 200)])
def test_what_is_no_text_is_answered_too(address, status, clerk):
    assert clerk.get(address).status_code == status


def test_what_was_typed_comes_back_as_text(clerk):
    answer = clerk.get("/search/", {"q": '"><script>alert(1)</script>'})
    assert ("<script>alert" in answer.text, 'value="&quot;&gt;&lt;script&gt;' in answer.text) == (False, True)


# --- traces and cost ---


def test_a_search_is_no_reading_of_a_file_and_leaves_its_words_in_no_log(here, clerk, caplog):
    lines = Line.objects.count()
    with caplog.at_level(logging.DEBUG, logger="django.request"):
        assert people(clerk, "慕容远山") == ["慕容远山"]
        clerk.get("/search/?q=慕容%00")
    assert (Reading.objects.count(), Line.objects.count() - lines, [record for record in caplog.messages if "慕容" in record or "%E6" in record]) == (0, 0, [])


def test_the_server_keeps_no_list_of_requests(monkeypatch):
    started = []
    monkeypatch.setattr(serve.os, "execv", lambda program, words: started.append(words))
    serve.start("127.0.0.1", 8000, 1)
    assert [("--no-access-log" in words, "--access-log" in words) for words in started] == [(True, False)]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("text", "sent"), [("党员", 9), ("附加", 9), ("fj", 9), ("没有这人", 7), ("", 3)])
def test_a_search_sends_as_many_statements_for_three_as_for_one(rows, text, sent):
    root = organization("区委", "party_committee")
    for number in range(rows):
        branch = organization(f"附加党员支部{number}", under=root)
        for each in range(rows):
            person = member(f"附加党员{number}{each}", branch).person
            appoint(person, branch, "committee_member", since=TODAY, by=None, at=NOW)
    import_plan(read_outline(PLAN), rulebook(), by=None, at=NOW)
    assert [queries_of(signed_in(account(*who)), f"/search/?q={text}") for who in (("leader", *ALL), ("leader", "below", root))] == [sent, sent]


def test_dialog_and_page_send_the_same_statements(clerk):
    rulebook()
    sent = []
    for headers in ({}, {"HX-Request": "true"}):
        with CaptureQueriesContext(connection) as queries:
            clerk.get("/search/?q=竹一", headers=headers)
        sent.append(len(queries))
    assert sent == [9, 9]
