"""On every page axe finds nothing, light and dark, at a desk, on a phone and at 200 %; no phone scrolls sideways; the words are Chinese."""

import os

import pytest

from tests.browser.axe import Judge
from tests.browser.conftest import DESK, Trouble
from tests.browser.places import PLACES, come_to
from tests.browser.words import foreign

pytestmark = pytest.mark.browser

AT_DESK, ON_PHONE, ZOOMED = {"width": 1440, "height": 900}, {"width": 390, "height": 844}, {"width": 720, "height": 450}
# CI looks at every page in both themes at both widths; a run by hand at a desk by day and on a phone by night.
LOOKS = [(AT_DESK, "light"), (ON_PHONE, "dark")] + ([(AT_DESK, "dark"), (ON_PHONE, "light")] if os.environ.get("ZUGONG_EVERY_LOOK") else [])
LARGE = ["a branch's home", "the sheet", "month grid", "cockpit", "plan", "record"]
# Pages whose matter are identifiers: addresses, verbs, keys and files.
TECHNICAL = ["check-in on the screen", "its text", "journal", "account", "installation", "adopt"]
# What floats over the page half covers a row, until one scrolls: it is judged in its place.
IN_PLACE = "document.querySelectorAll('.zg-save, .zg-top').forEach(part => { part.style.position = 'static' })"
WIDE = "document.documentElement.scrollWidth"


@pytest.fixture(scope="module")
def seats(new_context):
    """seats(account) -> one page of that account and its trouble, used by all tests of this module in turn."""
    kept = {}

    def seat(account):
        if account not in kept:
            context, trouble = new_context(account, DESK), Trouble()
            context.on("page", trouble.watch)
            kept[account] = context.new_page(), trouble
        page, trouble = kept[account]
        trouble.found.clear()
        page.set_viewport_size(AT_DESK)
        return page, trouble

    yield seat
    for page, _ in kept.values():
        page.context.close()


@pytest.fixture(scope="module", params=PLACES)
def place(request, seats):
    """(name, page, trouble) of each place, gone to once."""
    account, path, clicks = PLACES[request.param]
    page, trouble = seats(account)
    come_to(page, path, clicks)
    return request.param, page, trouble


def look(page, size, theme):
    page.set_viewport_size(size)
    page.evaluate("theme => { document.documentElement.dataset.bsTheme = theme }", theme)
    page.evaluate(IN_PLACE)


def test_axe_finds_nothing(place):
    _, page, _ = place
    judge, found = Judge(page), {}
    for size, theme in LOOKS:
        look(page, size, theme)
        found[size["width"], theme] = judge.violations()
    assert found == {(size["width"], theme): [] for size, theme in LOOKS}


def test_a_phone_does_not_scroll_sideways(place):
    _, page, _ = place
    look(page, ON_PHONE, "light")
    assert page.evaluate(WIDE) == 390


def test_the_words_are_chinese(place):
    name, page, _ = place
    assert page.get_attribute("html", "lang") == "zh-CN"
    assert ([] if name in TECHNICAL else foreign(page)) == []


def test_nothing_goes_wrong(place):
    name, _, trouble = place
    assert [line.split(":")[0] for line in trouble.found] == (["404"] if name == "nothing here" else [])


@pytest.mark.parametrize("name", LARGE)
def test_at_200_percent_axe_finds_nothing_and_nothing_scrolls_sideways(seats, name):
    account, path, clicks = PLACES[name]
    page, _ = seats(account)
    page.set_viewport_size(ZOOMED)
    come_to(page, path, clicks)
    look(page, ZOOMED, "light")
    assert Judge(page).violations() == []
    assert page.evaluate(WIDE) == 720


def test_axe_would_find_a_picture_without_words(sit):
    page = sit()
    page.goto("/accounts/login/")
    page.evaluate("document.querySelector('main').append(new Image())")
    assert [line.split(":")[0] for line in Judge(page).violations()] == ["image-alt"]


def test_the_first_visit_follows_the_device_and_a_choice_is_remembered(sit):
    page = sit("", color_scheme="dark")
    shown = "document.documentElement.dataset.bsTheme"
    page.goto("/accounts/login/")
    first = page.evaluate(shown)
    page = sit("demo-clerk", color_scheme="dark")
    page.goto("/me/")
    page.click("[data-zg-theme]")
    chosen = page.evaluate(shown)
    page.goto("/library/")
    assert [first, chosen, page.evaluate(shown)] == ["dark", "light", "light"]
