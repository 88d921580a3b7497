"""A whole identity number finds its person; no address, page or log ever holds one."""

import logging

import pytest

from tests.registry.test_id_numbers import SOUND, number
from tests.registry.test_numbered import enter
from tests.world import TODAY, account, district, signed_in
from zugong.journal.models import Line, Reading

pytestmark = pytest.mark.django_db
DIALOG = {"HX-Request": "true"}
NOBODY, NOT_WHOLE = "没有找到持这个号码的人，或不在您的范围里", "身份证号码要写全 18 位，写错一位也找不到"


@pytest.fixture(autouse=True)
def pinned_day(settings):
    settings.TODAY = str(TODAY)


@pytest.fixture
def here():
    found = district()
    enter(found.person("梅一"))
    return found


@pytest.fixture
def clerk(here):
    return signed_in(account("section_clerk"))


def answers(client, text: str) -> list[str]:
    """The page and the dialog, as text."""
    both = [client.post("/search/", {"q": text}), client.post("/search/", {"q": text}, headers=DIALOG)]
    assert [(answer.status_code, answer.headers["Cache-Control"]) for answer in both] == [(200, "no-store")] * 2
    return [answer.text for answer in both]


@pytest.mark.parametrize("text", [SOUND, SOUND.lower(), f" {SOUND[:6]} {SOUND[6:14]} {SOUND[14:]} ", f"{SOUND[:6]}-{SOUND[6:]}", "".join(chr(ord(each) + 0xFEE0) for each in SOUND)])
def test_a_whole_number_finds_its_person_however_it_is_typed(text, clerk):
    assert [("梅一" in answer, "梅园党支部" in answer, SOUND in answer) for answer in answers(clerk, text)] == [(True, True, False)] * 2


@pytest.mark.parametrize(("who", "finds"), {
    ("", "all", ""): False, ("member", "self", "plum"): True, ("branch_secretary", "below", "plum"): True, ("branch_secretary", "below", "bamboo"): False, ("unit_recorder", "own", "plum"): False,
    ("committee_clerk", "below", "east"): True, ("committee_clerk", "below", "west"): False, ("leader", "all", ""): True,
}.items())  # fmt: skip
def test_outside_the_scope_nobody_holds_it(who, finds, here):
    role, reach, place = who
    client = signed_in(account(role, reach, getattr(here, place) if place else None, person=here.person("梅一") if reach == "self" else None))
    assert [("梅一" in answer, NOBODY in answer) for answer in answers(client, SOUND)] == [(finds, not finds)] * 2


@pytest.mark.parametrize(("text", "said"), {SOUND[:17]: NOT_WHOLE, SOUND[:15]: NOT_WHOLE, SOUND[1:]: NOT_WHOLE, SOUND[:17] + "5": NOT_WHOLE, number("10000119850101234"): NOBODY}.items())
def test_a_part_of_a_number_finds_nobody_and_is_not_shown_again(text, said, clerk):
    assert [(said in answer, "梅一" in answer, text in answer) for answer in answers(clerk, text)] == [(True, False, False)] * 2


@pytest.mark.parametrize("address", ["/search/", "/people/", "/organizations/", "/organizations/suggest/", "/joint/"])
def test_a_number_in_an_address_finds_nobody_and_is_not_shown_again(address, clerk):
    answer = clerk.get(address, {"q": SOUND})
    assert (answer.status_code, SOUND in answer.text, "不要写在网址里" in answer.text) == (200, False, address == "/search/")


def test_what_is_no_number_goes_on_to_an_address(clerk):
    sent = clerk.post("/search/", {"q": "梅 一"})
    assert (sent.status_code, sent.headers["Location"], "梅一" in clerk.get(sent.headers["Location"]).text) == (302, "/search/?q=%E6%A2%85+%E4%B8%80", True)
    assert "梅一" in clerk.post("/search/", {"q": "梅一"}, headers=DIALOG).text


def test_a_search_by_number_is_no_reading_and_leaves_nothing_in_a_log(clerk, caplog):
    lines = Line.objects.count()
    with caplog.at_level(logging.DEBUG):
        answers(clerk, SOUND)
    assert (Reading.objects.count(), Line.objects.count(), [text for text in caplog.messages if SOUND in text or SOUND[6:14] in text]) == (0, lines, [])


def test_a_search_by_number_sends_six_statements(clerk, django_assert_num_queries):
    with django_assert_num_queries(6):  # session, account, grants, the person, memberships and posts with their places
        clerk.post("/search/", {"q": SOUND})
