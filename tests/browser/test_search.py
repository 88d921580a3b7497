"""Search by Ctrl+K: everything by keys, the newest question wins, the dialog is a dialog to everybody."""

import pytest

from tests.browser.axe import Judge
from tests.browser.conftest import PHONE
from tests.browser.places import BRANCH, CLERK
from tests.browser.words import foreign

pytestmark = pytest.mark.browser

DIALOG, FIELD, OPTION = "#zg-find", "#zg-find [role=combobox]", "#zg-find [role=option]"
CHOSEN = "document.getElementById(document.querySelector('#zg-find [role=combobox]').getAttribute('aria-activedescendant')).querySelector('span').firstChild.textContent"
STATUS = "#zg-find [role=status]"
FOCUS = "document.activeElement.getAttribute('aria-label') || document.activeElement.tagName"


def ask(page, text):
    """Open by Ctrl+K, type, wait for the answer."""
    page.keyboard.press("Control+k")
    page.wait_for_selector(DIALOG)
    page.keyboard.type(text)
    page.wait_for_selector(f"{STATUS}:not(:empty)")


def test_keys_alone_lead_from_any_page_to_what_was_looked_for(sit):
    page = sit(CLERK)
    page.goto("/library/")
    ask(page, "yqjd")
    assert (page.get_attribute(FIELD, "aria-expanded"), page.get_attribute(FIELD, "aria-controls")) == ("true", "zg-options")
    names = page.evaluate(f"[...document.querySelectorAll('{OPTION} > span')].map(each => each.firstChild.textContent)")
    walked = []
    for key in ("ArrowDown", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
        walked.append(page.evaluate(CHOSEN))
    assert (walked, names[-1]) == ([names[0], names[-1], names[0]], "更多组织")
    assert page.locator("#zg-find [aria-selected=true]").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_url("**/organizations/*/")
    assert page.locator("h1").inner_text() == names[0]


def test_enter_without_a_choice_shows_all_results_and_the_page_works_without_script(sit, new_context):
    page = sit(CLERK)
    page.goto("/library/")
    ask(page, "主题党日")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    with_script = page.locator("#main .zg-todo a").all_inner_texts()
    plain = new_context(CLERK, java_script_enabled=False).new_page()
    plain.goto("/library/")
    plain.fill(".zg-search input", "主题党日")
    plain.press(".zg-search input", "Enter")
    plain.wait_for_url("**/search/?q=*")
    assert plain.locator("#main .zg-todo a").all_inner_texts() == with_script != []
    plain.context.close()


def test_the_dialog_keeps_the_focus_and_gives_it_back(sit):
    page = sit(CLERK)
    page.goto("/library/")
    page.focus("[data-zg-theme]")
    page.keyboard.press("/")
    page.wait_for_selector(DIALOG)
    walked = [page.evaluate(FOCUS)]
    for key in ("Tab", "Tab", "Shift+Tab", "Shift+Tab"):
        page.keyboard.press(key)
        walked.append(page.evaluate(FOCUS))
    assert walked == ["搜人员、组织、机制、计划", "关闭搜索"] * 2 + ["搜人员、组织、机制、计划"]
    page.keyboard.press("Escape")
    page.wait_for_selector(DIALOG, state="hidden")
    assert page.evaluate("document.activeElement.hasAttribute('data-zg-theme')")


def test_closing_forgets_what_was_typed_and_the_same_is_found_again(sit):
    page = sit(CLERK)
    page.goto("/library/")
    ask(page, "云桥街道")
    first = page.locator(OPTION).count()
    page.mouse.click(5, 5)  # beside the dialog
    page.wait_for_selector(DIALOG, state="hidden")
    page.click(".zg-search input")
    page.wait_for_selector(DIALOG)
    assert (page.input_value(FIELD), page.locator(OPTION).count(), page.text_content(STATUS)) == ("", 0, "")
    page.keyboard.type("云桥街道")
    page.wait_for_selector(f"{STATUS}:not(:empty)")
    assert page.locator(OPTION).count() == first > 0


def test_a_slash_in_a_field_is_a_slash_and_a_half_written_word_is_not_asked_for(sit):
    page = sit(CLERK)
    page.goto("/people/")
    page.focus("main .zg-q")
    page.keyboard.type("/")
    assert (page.input_value("main .zg-q"), page.is_visible(DIALOG)) == ("/", False)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/search/" in request.url else None)
    page.keyboard.press("Control+k")
    typing = page.context.new_cdp_session(page)
    typing.send("Input.imeSetComposition", {"text": "yun qiao", "selectionStart": 8, "selectionEnd": 8})
    page.wait_for_timeout(400)
    before = list(asked)
    typing.send("Input.insertText", {"text": "云桥"})
    page.wait_for_selector(f"{STATUS}:not(:empty)")
    assert (before, [url.split("?q=")[1] for url in asked]) == ([], ["%E4%BA%91%E6%A1%A5"])


def test_an_older_answer_never_covers_a_newer_one(sit):
    page = sit(CLERK)
    page.goto("/library/")
    held = []

    def slow(route):
        if "q=%E4%B8%BB" in route.request.url and not held:
            held.append(route)  # the first question is answered last
        else:
            route.continue_()

    page.route("**/search/**", slow)
    page.keyboard.press("Control+k")
    page.keyboard.type("主题")
    page.wait_for_timeout(500)
    page.fill(FIELD, "云桥街道")
    page.wait_for_selector(f"{STATUS}:not(:empty)")
    shown = page.locator(f"{OPTION} b").all_inner_texts()
    assert len(held) == 1
    held[0].fulfill(status=200, body="<div data-zg-said='旧'></div>", content_type="text/html")
    page.wait_for_timeout(300)
    assert page.locator(f"{OPTION} b").all_inner_texts() == shown != []


def test_an_answer_that_does_not_come_is_said_in_the_dialog(sit, trouble):
    trouble.allow("ERR_FAILED")
    page = sit(CLERK)
    page.goto("/library/")
    page.route("**/search/**", lambda route: route.abort())
    ask(page, "云桥")
    assert page.text_content(STATUS) == "没有连上，请稍后再试"


def test_a_secretary_finds_the_own_members_and_nobody_else(sit):
    page = sit(BRANCH)
    page.goto("/")
    page.goto(page.get_attribute(".zg-m-nav >> text=党员", "href"))
    own = page.locator(".zg-table a.zg-name").first.inner_text()
    ask(page, own)
    assert own in page.locator(f"{OPTION} b").all_inner_texts()
    page.fill(FIELD, "没有这个人")
    page.wait_for_selector(f"{STATUS}:text-is('没有找到，或不在您的范围里')")
    assert (page.locator(OPTION).count(), page.get_attribute(FIELD, "aria-expanded")) == (0, "false")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("text", ["党支部", "没有这个人"])
def test_axe_finds_nothing_in_the_dialog_at_a_desk_and_on_a_phone(sit, theme, text):
    found = {}
    for name, look in (("desk", {}), ("phone", PHONE)):
        page = sit(CLERK, **({"look": look} if look else {}))
        page.goto("/library/")
        page.evaluate("theme => { document.documentElement.dataset.bsTheme = theme }", theme)
        if look:
            page.tap("a[data-zg-search]")
            page.keyboard.type(text)
            page.wait_for_selector(f"{STATUS}:not(:empty)")
        else:
            ask(page, text)
        page.keyboard.press("ArrowDown")
        found[name] = Judge(page).violations()
        assert foreign(page) == []
    assert found == {"desk": [], "phone": []}


def test_on_a_phone_the_icon_opens_it_and_everything_is_large_enough(sit):
    page = sit(CLERK, PHONE)
    page.goto("/library/")
    assert page.is_visible(".zg-search") is False
    page.tap("a[data-zg-search]")
    page.keyboard.type("党支部")
    page.wait_for_selector(OPTION)
    heights = [box.bounding_box()["height"] for box in page.locator(f"{OPTION}, #zg-find button, {FIELD}").all()]
    assert (min(heights) >= 44, page.evaluate("document.documentElement.scrollWidth")) == (True, 390)
    page.tap(f"{OPTION} >> nth=0")
    page.wait_for_url(lambda url: not url.endswith("/library/"))
