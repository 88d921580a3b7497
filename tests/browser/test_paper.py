"""Printed pages: no navigation, a head with the day, black on white whatever the screen was."""

import pytest

from tests.browser.places import BRANCH, PLACES, come_to

pytestmark = pytest.mark.browser

SHOWN = "name => getComputedStyle(document.querySelector(name)).display !== 'none'"


def test_the_month_grid_is_printed_with_its_head_and_without_navigation(sit):
    page = sit(BRANCH, color_scheme="dark")
    come_to(page, *PLACES["month grid"][1:])
    on_screen = {name: page.evaluate(SHOWN, name) for name in (".zg-print-head", ".zg-top", ".zg-side", ".zg-acts", ".zg-matrix")}
    page.emulate_media(media="print")
    on_paper = {name: page.evaluate(SHOWN, name) for name in on_screen}
    assert on_screen == {".zg-print-head": False, ".zg-top": True, ".zg-side": True, ".zg-acts": True, ".zg-matrix": True}
    assert on_paper == {".zg-print-head": True, ".zg-top": False, ".zg-side": False, ".zg-acts": False, ".zg-matrix": True}
    head = page.locator(".zg-print-head span").all_inner_texts()
    assert head == [f"组工台　{page.locator('.zg-crumb a').first.text_content()} 2026 年应做事项", "截至 2026年11月23日"]
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize(("name", "sheets"), [("month grid", 1), ("finding missed", 1)])
def test_a_page_becomes_a_pdf(sit, name, sheets):
    account, path, clicks = PLACES[name]
    page = sit(account)
    come_to(page, path, clicks)
    paper = page.pdf(prefer_css_page_size=True)
    assert paper[:5] == b"%PDF-"
    assert paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ") == sheets
