"""Everything can be done without a pointer."""

import re

import pytest

from tests.browser.places import BRANCH

pytestmark = pytest.mark.browser

FOCUSED = "(document.activeElement.getAttribute('aria-label') || document.activeElement.textContent || '').trim().replace(/\\s+/g, '')"


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def focused(page):
    return page.evaluate(FOCUSED)


def tab_to(page, words, limit=90):
    """Press Tab until what is focused says these words; how often it took."""
    for number in range(1, limit):
        page.keyboard.press("Tab")
        if words in focused(page):
            return number
    raise AssertionError(f"{limit} times Tab, and {words} was not reached; now at {focused(page)}")


def test_the_first_tab_leads_past_the_navigation(sit):
    page = sit(BRANCH)
    page.goto("/library/")
    press(page, "Tab")
    link = page.locator(".zg-skip")
    assert focused(page) == "跳到正文"
    assert link.bounding_box()["x"] >= 0
    press(page, "Enter", "Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_arrow_keys_walk_the_month_grid_and_enter_opens_a_finding(sit):
    page = sit(BRANCH)
    page.goto("/")
    page.goto(page.get_attribute("text=看全年", "href"))
    tab_to(page, "2026年1月党小组会·第一党小组")
    walked = []
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowDown"):
        press(page, key)
        walked.append(focused(page).split("：")[0])
    assert walked == [
        "2026年2月党小组会·第一党小组",
        "2026年3月党小组会·第一党小组",
        "2026年3月党小组会·第二党小组",
        "2026年2月党小组会·第二党小组",
        "2026年2月党小组会·第一党小组",
        "2026年2月党小组会·第二党小组",
    ]
    press(page, "Enter")
    page.wait_for_url("**/duties/group_meeting_each_month/2026-02/")


def test_arrow_keys_step_over_a_quarter_as_one_cell(sit):
    page = sit(BRANCH)
    page.goto("/")
    page.goto(page.get_attribute("text=看全年", "href"))
    tab_to(page, "2026年第一季度党员大会")
    press(page, "ArrowRight")
    assert focused(page).split("：")[0] == "2026年第二季度党员大会"
    press(page, "ArrowLeft")
    assert focused(page).split("：")[0] == "2026年第一季度党员大会"


def test_the_sheet_is_opened_filled_and_saved_by_keys_alone(sit):
    page = sit(BRANCH)
    page.goto("/")
    tab_to(page, "记一次活动")
    press(page, "Space")
    page.wait_for_selector("#filing")
    page.wait_for_function("document.querySelector('#rec.show') && !document.querySelector('#rec.showing')")
    page.keyboard.press("Tab")
    assert focused(page) == "关闭"
    for _ in range(20):
        press(page, "Tab")
        if page.evaluate("document.activeElement.labels && document.activeElement.labels[0].textContent.trim()") == "对党忠诚教育":
            break
    press(page, "Space")
    assert page.get_by_label("对党忠诚教育", exact=True).is_checked()
    tab_to(page, "按日期更新名单")
    press(page, "Tab", "Space")  # the first of the roll is not here
    said = page.locator("[data-zg-present-count]").inner_text()
    present, expected = map(int, re.findall(r"\d+", said))
    assert present == expected - 1
    tab_to(page, "保存")
    press(page, "Enter")
    page.wait_for_url("**/filed/**")
    assert page.locator("section[aria-labelledby=r] p").first.inner_text().split("，")[-1] == said


def test_escape_closes_the_sheet_and_leads_back_to_its_button(sit):
    page = sit(BRANCH)
    page.goto("/")
    page.click("text=记一次活动")
    page.wait_for_selector("#filing")
    page.wait_for_function("document.querySelector('#rec.show') && !document.querySelector('#rec.showing')")
    press(page, "Escape")
    page.wait_for_selector("#rec", state="hidden")
    assert focused(page) == "记一次活动"


def test_the_account_menu_opens_by_keys(sit):
    page = sit(BRANCH)
    page.goto("/library/")
    tab_to(page, "账户")
    press(page, "Enter", "ArrowDown")
    assert focused(page) == "我的账户"
