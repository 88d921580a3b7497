"""axe finds nothing on any page, light and dark, at a desk, on a phone and at 200 %; nothing makes a phone scroll sideways."""

import pytest

from tests.browser.axe import Judge
from tests.browser.conftest import DESK, Trouble
from tests.browser.places import PLACES, come_to

pytestmark = pytest.mark.browser

WIDTHS = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
ZOOMED = {"width": 720, "height": 450}
LARGE = ["a branch's home", "the sheet", "month grid", "cockpit", "plan", "record"]
# What floats over the page half covers a row, until one scrolls: it is judged in its place.
IN_PLACE = "document.querySelectorAll('.zg-save, .zg-top').forEach(part => { part.style.position = 'static' })"


@pytest.fixture(scope="module")
def seats(new_context):
    """One page for each account, used by all tests of this module in turn."""
    kept = {}

    def seat(account):
        if account not in kept:
            context, trouble = new_context(account, DESK), Trouble()
            context.on("page", trouble.watch)
            kept[account] = context.new_page(), trouble
        page, trouble = kept[account]
        trouble.found.clear()
        page.set_viewport_size(WIDTHS["desk"])
        return page, trouble

    yield seat
    for page, _ in kept.values():
        page.context.close()


def look(page, size, theme):
    page.set_viewport_size(size)
    page.evaluate("theme => { document.documentElement.dataset.bsTheme = theme }", theme)
    page.evaluate(IN_PLACE)


@pytest.mark.parametrize("name", PLACES)
def test_axe_finds_nothing_and_a_phone_does_not_scroll_sideways(seats, name):
    account, path, clicks = PLACES[name]
    page, trouble = seats(account)
    come_to(page, path, clicks)
    judge, found, wide = Judge(page), {}, {}
    for width, size in WIDTHS.items():
        for theme in ("light", "dark"):
            look(page, size, theme)
            if violations := judge.violations():
                found[width, theme] = violations
        wide[width] = page.evaluate("document.documentElement.scrollWidth")
    expected = ["404"] if name == "nothing here" else []
    assert found == {}
    assert wide == {"desk": 1440, "phone": 390}
    assert [line.split(":")[0] for line in trouble.found] == expected


@pytest.mark.parametrize("name", LARGE)
def test_at_200_percent_axe_finds_nothing_and_nothing_scrolls_sideways(seats, name):
    account, path, clicks = PLACES[name]
    page, _ = seats(account)
    page.set_viewport_size(ZOOMED)
    come_to(page, path, clicks)
    look(page, ZOOMED, "light")
    assert Judge(page).violations() == []
    assert page.evaluate("document.documentElement.scrollWidth") == 720


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


def test_axe_would_find_a_picture_without_words(sit):
    page = sit()
    page.goto("/accounts/login/")
    page.evaluate("document.querySelector('main').append(new Image())")
    assert [line.split(":")[0] for line in Judge(page).violations()] == ["image-alt"]
