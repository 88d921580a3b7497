"""A recorder opens a check-in at the desk, a member types its code or scans its QR on a phone, the sheet shows it, the recorder saves."""

import datetime as dt
import re
import sqlite3

import pytest
import segno

from tests.browser.axe import Judge
from tests.browser.conftest import PHONE
from tests.browser.places import BRANCH
from zugong.desk.commands.screenshots import DAY
from zugong.door import clock
from zugong.records.models import CheckIn
from zugong.records.tokens import STEP, token_at

pytestmark = pytest.mark.browser

MEMBER = "demo-member"
KIND = "对党忠诚教育"  # no duty and no other test counts it


def open_check_in(page):
    """Two clicks and a kind; the page stands on the screen for the projector."""
    page.goto("/")
    page.click("text=现场签到")
    page.click(f"label:text-is('{KIND}')")
    page.click("button:text-is('开始签到')")
    page.wait_for_url("**/screen/")
    return page.inner_text("#code")


def counted(page):
    """(here, expected) as the screen says it."""
    return tuple(map(int, re.search(r"已签到 (\d+) / 应到 (\d+)", page.inner_text("#live")).groups()))


def drawn(page):
    """The dark squares of the QR."""
    return page.get_attribute(".zg-qr .qrline", "d")


def scan(page, demo):
    """The address in the QR: of the last minutes' tokens the one whose QR is drawn."""
    pk = int(re.search(r"/check-ins/(\d+)/", page.url)[1])
    with sqlite3.connect(demo.folder / "demo.sqlite3") as database:
        check_in = CheckIn(pk=pk, secret=database.execute("SELECT secret FROM records_checkin WHERE id = ?", [pk]).fetchone()[0])
    moments = [clock.now() - dt.timedelta(seconds=back * STEP) for back in range(3)]
    addresses = [f"{demo.address}/check-in/{pk}/{token_at(check_in, moment)}/" for moment in moments]
    return next(address for address in addresses if drawn(page) in segno.make(address, error="m", micro=False).svg_inline(omitsize=True, border=4))


def test_a_member_types_the_code_and_the_recorder_saves_what_the_sheet_shows(sit, trouble):
    trouble.allow("422")
    desk, phone = sit(BRANCH), sit(MEMBER, PHONE)
    code = open_check_in(desk)
    here, expected = counted(desk)

    phone.goto("/")
    phone.tap("text=输入签到码")
    assert Judge(phone).violations() == []
    phone.fill("[name=code]", code.lower())
    phone.tap("button:text-is('确认到会')")
    phone.wait_for_url("**/check-in/done/")
    assert phone.locator("h1").inner_text().strip() == "已签到"
    assert (KIND in phone.inner_text("main"), phone.evaluate("document.documentElement.scrollWidth"), Judge(phone).violations()) == (True, 390, [])

    desk.wait_for_selector("#live >> text=已签到 1 /", timeout=25_000)  # it fetches itself anew
    assert ((here, expected - here), counted(desk)) == ((0, expected), (1, expected))
    desk.click("text=名单、代签、记活动")
    desk.click("text=记这次活动")
    assert desk.locator(".zg-checked > span:first-child").inner_text().strip() == f"已签到 1，未签到 {expected - 1}"
    assert desk.locator(".zg-roll small", has_text="已签到").count() == 1
    assert desk.locator("[data-zg-present-count]").inner_text() == f"实到 {expected} / 应到 {expected}"

    desk.click(".zg-roll li:nth-child(2) label")  # something is chosen before the button is pressed: it is kept
    desk.select_option(".zg-roll li:nth-child(2) select", "mobile")
    desk.click("[aria-label=未签到的都选为请假]")
    desk.wait_for_selector(f"text=实到 1 / 应到 {expected}")
    assert desk.locator(".zg-roll select:visible").evaluate_all("all => all.map(each => each.value)") == ["leave", "mobile", *["leave"] * (expected - 3)]
    desk.click(".zg-roll li:nth-child(1) label")  # one came and did not check in
    desk.click("button:text-is('保存')")
    desk.wait_for_url("**/filed/**")
    assert f"实到 2 / 应到 {expected}" in desk.inner_text("section[aria-labelledby=r]")

    phone.goto("/check-in/")
    phone.fill("[name=code]", code)
    phone.tap("button:text-is('确认到会')")
    phone.wait_for_selector(".zg-error")
    assert phone.locator(".zg-error").inner_text().strip() == "签到已经结束；到了会的，请告诉记录人补签"


def test_the_qr_on_the_screen_leads_a_phone_to_one_button_and_changes(sit, demo, settings):
    settings.TODAY = DAY  # the demo's clock
    desk, phone = sit(BRANCH), sit(MEMBER, PHONE)
    open_check_in(desk)
    first = drawn(desk)
    phone.goto(scan(desk, demo))
    assert (phone.locator("button").filter(has_text="确认到会").count(), Judge(phone).violations()) == (1, [])
    phone.tap("button:text-is('确认到会')")
    phone.wait_for_url("**/check-in/done/")
    desk.wait_for_selector(f".zg-qr .qrline:not([d='{first}'])", timeout=60_000, state="attached")
    phone.goto(scan(desk, demo))
    assert phone.url == f"{demo.address}/check-in/done/"


def test_the_screen_fits_a_projector_and_a_phone_in_both_themes(sit):
    for look in ({"viewport": {"width": 1440, "height": 900}}, PHONE):
        page = sit(BRANCH, look)
        open_check_in(page)
        width = look["viewport"]["width"]
        for theme in ("light", "dark"):
            page.evaluate("theme => { document.documentElement.dataset.bsTheme = theme }", theme)
            box = page.locator(".zg-qr-box").bounding_box()
            assert (box["x"] >= 0, box["x"] + box["width"] <= width, box["width"] >= 200, page.evaluate("document.documentElement.scrollWidth")) == (True, True, True, width)
            assert page.eval_on_selector(".zg-qr path", "path => getComputedStyle(path).fill") == "rgb(255, 255, 255)"
