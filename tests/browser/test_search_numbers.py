"""An identity number typed anywhere stands in no address and is kept nowhere, and whoever holds it is found."""

import pytest

from tests.browser.places import CLERK
from tests.browser.test_search import DIALOG, FIELD, OPTION, STATUS, ask
from zugong.registry.id_numbers import check_character

pytestmark = pytest.mark.browser
FIRST = "10999919900307123"
NUMBER = FIRST + check_character(FIRST)
KEPT = "JSON.stringify(sessionStorage) + JSON.stringify(localStorage) + JSON.stringify(history.state)"


@pytest.fixture
def asked():
    """Every address that was asked for."""
    return []


@pytest.fixture
def page(sit, asked):
    made = sit(CLERK)
    made.on("request", lambda request: asked.append(request.url))
    return made


def enter(page) -> str:
    """Give the first member on the list the number; answers the name."""
    page.goto("/people/")
    page.click(".zg-table a.zg-name >> nth=0")
    name = page.inner_text("h1")
    page.click("text=/(更正|登记)号码/")
    page.fill("[name=id_number]", f"{NUMBER[:6]} {NUMBER[6:]}")
    page.fill("[name=reason]", "照身份证登记")
    kept = page.evaluate(KEPT)
    page.check("[name=compared]")
    page.click("main button[type=submit]")
    page.wait_for_url("**/people/*/")
    assert ("照身份证登记" in kept, NUMBER[6:] in kept, f"{NUMBER[:6]}********{NUMBER[14:]}" in page.inner_text("main")) == (True, False, True)
    return name


def test_a_number_is_entered_and_its_person_found_without_an_address_that_holds_it(page, asked):
    name = enter(page)
    page.goto("/library/")
    page.keyboard.press("Control+k")
    page.keyboard.type(NUMBER, delay=250)  # slower than the pause before a question
    page.wait_for_selector(OPTION)
    assert (page.locator(f"{OPTION} b").all_inner_texts(), page.text_content(STATUS)) == ([name], "找到 1 条")
    page.fill(FIELD, NUMBER[:17])
    page.wait_for_selector(f"{STATUS}:text-is('身份证号码要写全 18 位，写错一位也找不到')")
    page.fill(FIELD, NUMBER)
    page.keyboard.press("Enter")
    page.wait_for_selector("#main .zg-todo a")
    assert (page.locator("#main .zg-todo a").all_inner_texts(), page.input_value("#main .zg-q"), page.url.endswith("/search/")) == ([name], "", True)
    assert [url for url in asked if NUMBER[:7] in url] == []


def test_a_number_typed_into_a_list_is_looked_for_by_the_search(page, asked):
    name = enter(page)
    page.goto("/people/")
    page.fill("main .zg-q", NUMBER)
    page.press("main .zg-q", "Enter")
    page.wait_for_selector(OPTION)
    assert (page.locator(f"{OPTION} b").all_inner_texts(), page.input_value("main .zg-q"), page.is_visible(DIALOG)) == ([name], "", True)
    assert [url for url in asked if NUMBER[:7] in url] == []


def test_without_script_a_number_is_sent_in_no_address_either(page, new_context):
    name = enter(page)
    plain = new_context(CLERK, java_script_enabled=False).new_page()
    plain.goto("/library/")
    plain.fill(".zg-search input[name=q]", NUMBER)
    plain.press(".zg-search input[name=q]", "Enter")
    plain.wait_for_selector("#main .zg-todo a")
    assert (plain.locator("#main .zg-todo a").all_inner_texts(), plain.url.endswith("/search/"), NUMBER in plain.content()) == ([name], True, False)
    plain.context.close()


def test_after_the_whole_number_was_read_going_back_and_on_shows_it_no_more(page):
    enter(page)
    page.click("text=看全号")
    page.fill("[name=reason]", "开具介绍信")
    page.click("main button[type=submit]")
    page.wait_for_selector(f"text={NUMBER}")
    page.click("text=看完了，返回")
    page.wait_for_url("**/people/*/")
    assert (NUMBER in page.content(), NUMBER in page.evaluate(KEPT), "看了身份证全号" in page.inner_text("main") or "谁看过" not in page.inner_text("main")) == (False, False, True)


def test_ask_still_finds_names(page):
    page.goto("/library/")
    ask(page, "主题党日")
    assert page.locator(OPTION).count() > 0
