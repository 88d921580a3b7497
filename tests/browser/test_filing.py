"""Recording an activity: few taps, once whatever is pressed twice, and nothing typed is lost."""

import re

import pytest

from tests.browser.conftest import PHONE
from tests.browser.places import BRANCH, OPEN_SHEET

pytestmark = pytest.mark.browser

KIND = "对党忠诚教育"  # no duty and no other test counts it
SAVE = "button:text-is('保存')"


class Thumb:
    """Taps a phone's page and counts."""

    def __init__(self, page):
        self.page, self.taps = page, 0

    def tap(self, *where):
        for each in where:
            self.page.tap(each)
            self.taps += 1


def filed(page):
    """How many records of the kind the branch has."""
    page.goto("/records/?kind=loyalty_education")
    foot = page.locator(".zg-foot")
    return int(re.search(r"共 (\d+) 条", foot.inner_text())[1]) if foot.count() else 0


def attendance(page):
    """(present, expected) of what was just filed."""
    page.wait_for_url("**/filed/**")
    return counted(page.locator("section[aria-labelledby=r] p").first)


def counted(place):
    """(present, expected) as a page says it."""
    return tuple(map(int, re.search(r"实到 (\d+) / 应到 (\d+)", place.inner_text()).groups()))


def members(page):
    """How many members the branch's home counts."""
    page.goto("/")
    return int(re.search(r"党员 (\d+) 名", page.locator(".zg-m-head p").inner_text())[1])


def open_sheet(page):
    page.goto("/")
    page.tap(OPEN_SHEET)
    page.tap(f".zg-sheet label:text-is('{KIND}')")


def note_place(page, place):
    page.tap("text=地点、议题等")
    page.fill("[name=place]", place)


def test_full_attendance_takes_three_taps_and_no_typing(sit):
    page = sit(BRANCH, PHONE)
    everyone, thumb = members(page), Thumb(page)
    thumb.tap(OPEN_SHEET, f".zg-sheet label:text-is('{KIND}')", SAVE)
    assert attendance(page) == (everyone, everyone)
    assert thumb.taps == 3


def test_one_absentee_takes_four_taps_and_no_typing(sit):
    page = sit(BRANCH, PHONE)
    everyone, thumb = members(page), Thumb(page)
    thumb.tap(OPEN_SHEET, f".zg-sheet label:text-is('{KIND}')", ".zg-roll li:nth-child(2) label", SAVE)
    assert attendance(page) == (everyone - 1, everyone)
    assert thumb.taps == 4


def test_the_sheet_counts_who_is_here_and_asks_only_whom_the_kind_expects(sit):
    page = sit(BRANCH, PHONE)
    everyone = members(page)
    open_sheet(page)
    count = page.locator("[data-zg-present-count]")
    at_first = counted(count)
    page.tap(".zg-roll li:nth-child(1) label")  # the secretary, who is of the committee too
    without = counted(count)
    page.tap(f".zg-sheet label:text-is('{KIND}')")
    page.tap(".zg-sheet label:text-is('支部委员会会议')")
    present, committee = counted(count)
    assert [at_first, without] == [(everyone, everyone), (everyone - 1, everyone)]
    assert present == committee - 1
    assert page.locator(".zg-roll li:visible").count() == committee < everyone


def test_the_roll_of_another_day_keeps_what_was_chosen(sit):
    page = sit(BRANCH, PHONE)
    open_sheet(page)
    note_place(page, "村部")
    page.tap(".zg-roll li:nth-child(3) label")
    before = counted(page.locator("[data-zg-present-count]"))
    page.fill("[name=on]", "2026-10-20")
    page.tap("text=按日期更新名单")
    page.wait_for_selector("text=名单按 2026年10月20日 在册人员。")
    page.wait_for_function("document.querySelector('[data-zg-present-count]').textContent !== ''")
    assert counted(page.locator("[data-zg-present-count]")) == before
    assert page.get_by_label(KIND, exact=True).is_checked()
    assert [page.input_value(f"[name={name}]") for name in ("on", "place")] == ["2026-10-20", "村部"]


def test_a_sheet_left_half_filled_does_not_choose_for_a_page_that_was_opened_to_record_one_thing(sit):
    page = sit(BRANCH, PHONE)
    open_sheet(page)
    page.goto("/")
    page.goto(page.get_attribute("text=看全年", "href"))
    page.tap(".zg-matrix .zg-f-missed")
    page.tap("text=记一次来完成")
    page.wait_for_selector("#filing")
    assert page.locator("[name=pick]:checked + label").all_inner_texts() == ["党费收缴"]


def test_what_is_picked_shows_its_own_fields_and_bounds_and_unfolds_what_must_be_filled(sit):
    page = sit(BRANCH, PHONE)
    open_sheet(page)
    paid, bound = page.locator("[name=dues_month-members_paid]"), page.locator(".zg-sheet p", has_text="不公布谁没有缴")
    before = (paid.is_visible(), bound.is_visible())
    page.tap(".zg-sheet label:text-is('党费收缴')")
    after = (paid.is_visible(), bound.is_visible(), page.locator("[name=loyalty_education-topic]").is_visible(), page.locator("[name=theme_day-theme]").is_visible())
    assert (before, after) == ((False, False), (True, True, True, False))


def test_pressing_save_twice_files_one_record(sit):
    page = sit(BRANCH, PHONE)
    before = filed(page)
    open_sheet(page)
    page.dblclick(SAVE)
    page.wait_for_url("**/filed/**")
    assert filed(page) == before + 1


def test_the_same_form_sent_twice_at_once_files_one_record(sit):
    page = sit(BRANCH, PHONE)
    before = filed(page)
    open_sheet(page)
    ends = page.evaluate(
        """async () => {
            const form = document.getElementById('filing'), send = () => fetch(form.action, {method: 'POST', body: new FormData(form)})
            return (await Promise.all([send(), send(), send()])).map(answer => answer.url)
        }"""
    )
    assert len(set(ends)) == 1
    assert filed(page) == before + 1


def test_going_back_and_saving_again_shows_what_was_filed_first(sit):
    page = sit(BRANCH, PHONE)
    before = filed(page)
    page.goto("/")
    page.tap(".zg-m-nav >> text=本支部")
    page.tap("text=记一次活动")
    page.tap(f"label:text-is('{KIND}')")
    page.tap(SAVE)
    page.wait_for_url("**/filed/**")
    first = page.url
    page.go_back()
    page.wait_for_selector(".zg-toast")
    assert page.locator("#toast").inner_text() == "这张表已经保存过。要另记一次，请重新点“记一次活动”"
    page.get_by_label(KIND, exact=True).check()
    page.tap(SAVE)
    page.wait_for_url("**/filed/**")
    assert page.url == first
    page.tap("text=再记一次")
    page.tap(f"label:text-is('{KIND}')")
    page.tap(SAVE)
    page.wait_for_url("**/filed/**")
    assert page.url != first
    assert filed(page) == before + 2


def test_a_day_that_has_not_come_is_refused_and_the_text_is_still_there(sit, trouble):
    trouble.allow("422")
    page = sit(BRANCH, PHONE)
    open_sheet(page)
    note_place(page, "三楼会议室")
    page.eval_on_selector("[name=on]", "day => day.removeAttribute('max')")  # the browser's own hint would be faster
    page.fill("[name=on]", "2026-12-01")
    page.tap(SAVE)
    page.wait_for_selector(".zg-error")
    assert page.locator(".zg-sheet .zg-error").all_inner_texts() == ["日期还没有到，请填今天或以前的日期"]
    assert page.input_value("[name=place]") == "三楼会议室"
    assert page.get_by_label(KIND, exact=True).is_checked()


def test_when_the_server_is_gone_the_page_says_so_and_the_text_is_there_after_it_is_back(sit, demo, trouble):
    trouble.allow("net::ERR_", "console error: htmx:")
    page = sit(BRANCH, PHONE)
    before, everyone = filed(page), members(page)
    open_sheet(page)
    note_place(page, "三楼会议室")
    page.tap(".zg-roll li:nth-child(3) label")
    demo.stop()
    try:
        page.tap(SAVE)
        page.wait_for_selector(".zg-toast")
        assert page.locator("#toast").inner_text() == "没有连上，没有保存。内容还在，请稍后再保存"
        assert page.input_value("[name=place]") == "三楼会议室"
    finally:
        demo.start()
    page.goto("/")
    page.tap(OPEN_SHEET)
    page.wait_for_selector("#filing")
    assert page.input_value("[name=place]") == "三楼会议室"
    assert page.get_by_label(KIND, exact=True).is_checked()
    page.tap(SAVE)
    assert attendance(page) == (everyone - 1, everyone)
    assert filed(page) == before + 1
    page.goto("/")
    page.tap(OPEN_SHEET)
    page.wait_for_selector("#filing")
    assert page.input_value("[name=place]") == ""


def test_whoever_was_signed_out_meanwhile_comes_to_the_entrance_and_finds_the_text_again(sit):
    page = sit(BRANCH, PHONE)
    open_sheet(page)
    note_place(page, "村部")
    page.context.clear_cookies(name="zugong")
    page.tap(SAVE)
    page.wait_for_url("**/accounts/login/**")
    assert page.locator(".zg-notice").inner_text() == "太久没有操作，已自动退出，请重新登录。"
    page.tap(f"form:has(input[value={BRANCH}]) button")
    page.tap(OPEN_SHEET)
    page.wait_for_selector("#filing")
    assert page.input_value("[name=place]") == "村部"
    assert page.get_by_label(KIND, exact=True).is_checked()
