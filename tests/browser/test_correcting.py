"""Two people correct one record: the second sees what changed, and takes the own or the other's."""

import re

import pytest

from tests.browser.conftest import PHONE
from tests.browser.places import BRANCH, OPEN_SHEET

pytestmark = pytest.mark.browser


@pytest.fixture
def record(sit):
    """The address of a record made for this test."""
    page = sit(BRANCH, PHONE)
    page.goto("/")
    page.tap(OPEN_SHEET)
    page.tap(".zg-sheet label:text-is('对党忠诚教育')")
    page.tap("button:text-is('保存')")
    page.wait_for_url("**/filed/**")
    return page.get_attribute("section[aria-labelledby=r] a", "href")


def write(tab, record, place):
    tab.goto(f"{record}correct/")
    tab.fill("[name=place]", place)
    tab.fill("[name=reason]", "地点写错了")


def place(tab, record):
    tab.goto(record)
    return tab.locator("section[aria-labelledby=k] dt:text-is('地点') + dd").inner_text()


@pytest.mark.parametrize(("choice", "outcome", "version"), [("用我的", "二楼会议室", "第 3 版"), ("用对方的", "一楼会议室", "第 2 版")])
def test_the_second_sees_what_changed_and_chooses(sit, trouble, record, choice, outcome, version):
    trouble.allow("409")
    first, second = sit(BRANCH), sit(BRANCH)
    write(first, record, "一楼会议室")
    write(second, record, "二楼会议室")
    first.click("text=保存更正")
    first.wait_for_url(f"**{record}")
    second.click("text=保存更正")
    second.wait_for_selector(".zg-diff")
    assert second.locator("main h2").first.inner_text() == "您填写时，别人刚刚更正过"
    assert second.locator(".zg-diff tbody :is(th, td)").all_inner_texts() == ["地点", "一楼会议室", "二楼会议室"]
    assert second.input_value("[name=place]") == "二楼会议室"
    second.click(f".zg-form-acts >> text={choice}")
    second.wait_for_url(f"**{record}")
    assert place(second, record) == outcome
    assert version in second.locator("dt:text-is('录入') + dd").inner_text()


def test_refused_text_stays_until_it_is_saved_and_then_goes(sit, trouble):
    trouble.allow("422")
    page, said = sit("demo-clerk"), []
    page.goto("/organizations/found/")
    page.fill("[name=name]", "演示新设党支部")
    page.fill("[name=code]", "DW99-001")
    page.select_option("[name=kind]", "branch")
    page.fill("[name=parent]", "没有这个党委")
    page.click("main button[type=submit]")
    page.wait_for_selector(".zg-error")
    said.append(page.input_value("[name=name]"))
    page.goto("/organizations/found/")
    said.append(page.input_value("[name=name]"))
    page.fill("[name=parent]", "DW01")
    page.click("main button[type=submit]")
    page.wait_for_url(re.compile(r"/organizations/\d+/$"))
    page.goto("/organizations/found/")
    said.append(page.input_value("[name=name]"))
    assert said == ["演示新设党支部", "演示新设党支部", ""]
