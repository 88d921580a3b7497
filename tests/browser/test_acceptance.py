"""A branch secretary records last month's theme day on a phone, and the leader's plan counts one more."""

import pytest

from tests.browser.conftest import PHONE
from tests.browser.places import A_PLAN, BRANCH, LEADER

pytestmark = pytest.mark.browser

LAST_MONTH = "2026年10月主题党日"


def cell(page):
    """The state of last month's theme day in the grid of the secretary's branch."""
    page.goto("/")
    page.tap("text=看全年")
    return page.get_by_role("link", name=f"{LAST_MONTH}：")


def numbers(page):
    """What the plan says about theme days: (on time, held)."""
    page.goto("/plans/")
    page.click(A_PLAN)
    shown = [page.locator(".zg-sentence li", has_text=title).locator(".nm").inner_text() for title in ("主题党日按期率", "主题党日场次")]
    page.click("text=主题党日按期率")
    return page.locator("h1").inner_text().split("：")[1], int(shown[1].split("/")[0])


def test_a_missed_theme_day_of_last_month_is_recorded_on_a_phone_and_the_plan_counts_it(sit):
    phone, desk = sit(BRANCH, PHONE), sit(LEADER)

    # nothing stands for last month: the record that the demo made is withdrawn
    cell(phone).tap()
    phone.tap("main .zg-reasons a[href^='/records/']")
    phone.tap("text=撤回")
    phone.fill("[name=reason]", "记到别的支部去了")
    phone.tap("button:text-is('撤回')")
    phone.wait_for_url("**/records/*/")
    assert phone.locator("#toast").inner_text() == "已撤回，不再计入任何任务；内容仍可查看。"
    assert cell(phone).text_content() == f"{LAST_MONTH}：逾期"
    on_time, held = numbers(desk)

    # from the home's own list: what is overdue, why, record it
    phone.goto("/")
    phone.tap("text=2026年10月 主题党日")
    assert phone.locator("h1 .zg-light").inner_text() == "逾期"
    phone.tap("text=记一次来完成")
    assert phone.get_by_label("主题党日", exact=True).is_checked()
    phone.fill("[name=on]", "2026-10-20")
    phone.tap("button:text-is('保存')")
    phone.wait_for_url("**/filed/**")
    assert phone.locator("section", has_text="计入了什么").locator("a, .zg-light").all_inner_texts() == ["2026年10月 每月开展一次主题党日", "正常"]

    assert cell(phone).text_content() == f"{LAST_MONTH}：正常"
    then_on_time, then_held = numbers(desk)
    kept, judged = map(int, on_time.split(" / "))
    assert then_on_time == f"{kept + 1} / {judged}"
    assert then_held == held + 1


def test_a_theme_day_made_up_in_the_days_of_grace_is_late(sit):
    phone = sit(BRANCH, PHONE)
    cell(phone).tap()
    phone.tap("main .zg-reasons a[href^='/records/']")
    phone.tap("text=更正")
    before = phone.input_value("[name=on]")
    for day, state in (("2026-11-05", "补办"), (before, "正常")):
        phone.fill("[name=on]", day)
        phone.fill("[name=reason]", "日期写错了")
        phone.tap("button:text-is('保存更正')")
        phone.wait_for_url("**/records/*/")
        address = phone.url
        assert cell(phone).text_content() == f"{LAST_MONTH}：{state}"
        phone.goto(f"{address}correct/")
