"""On the way in everything is Chinese, and the strict CSP is on everywhere."""

import pytest

from tests.browser.words import foreign

pytestmark = pytest.mark.browser

PASSWORD = "梅花香自苦寒来，宝剑锋从磨砺出"


def test_whoever_is_invited_meets_only_chinese_on_the_way_in(sit):
    desk, own, found = sit("demo-security"), sit(), {}
    desk.goto("/administration/accounts/new/")
    desk.fill("[name=username]", "zhoumin")
    desk.fill("[name=name]", "周敏")
    desk.click("main button[type=submit]")
    desk.wait_for_url("**/administration/accounts/*/")
    desk.click("text=邀请链接")

    def met(name):
        found[name] = foreign(own)
        return own.locator(".zg-error, .errorlist").all_inner_texts()

    own.goto(desk.locator("#say").inner_text())
    own.fill("[name=new_password1]", "123456")
    own.fill("[name=new_password2]", "123456")
    own.click("main button[type=submit]")
    own.wait_for_selector(".zg-error")
    met("a weak password")
    for field in ("new_password1", "new_password2"):
        own.fill(f"[name={field}]", PASSWORD)
    own.click("main button[type=submit]")
    own.wait_for_url("**/me/")
    met("the own account")

    own.goto("/accounts/password/change/")
    own.fill("[name=oldpassword]", "wrong")
    own.fill("[name=password1]", "短")
    own.fill("[name=password2]", "短的")
    own.click("main button[type=submit]")
    own.wait_for_selector(".zg-error")
    met("a password changed wrongly")
    own.goto("/accounts/2fa/")
    met("second factors")
    own.goto("/accounts/2fa/totp/activate/")
    met("asked for the password again")
    own.fill("[name=password]", PASSWORD)
    own.click("main button[type=submit]")
    own.fill("[name=code]", "000000")
    own.click("main button[type=submit]")
    own.wait_for_selector(".zg-error")
    met("a wrong code")

    own.context.clear_cookies()
    own.goto("/accounts/login/")
    own.fill("[name=login]", "zhoumin")
    own.fill("[name=password]", "wrong password")
    own.click(".zg-auth-card button:has-text('登录')")
    own.wait_for_selector(".zg-error")
    said = met("a wrong password")
    assert {name: words for name, words in found.items() if words} == {}
    assert said == ["您提供的用户名或密码不正确。"]


@pytest.mark.parametrize("path", ["/accounts/login/", "/library/", "/plans/999/", "/records/"])
def test_the_strict_csp_is_on(sit, trouble, path):
    trouble.allow("404")
    policy = sit("demo-clerk").goto(path).headers["content-security-policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'self'"
    assert {name: words for name, words in rules.items() if "unsafe" in words or "*" in words or "http" in words} == {}
    assert "script-src" not in rules and "style-src" not in rules


def test_the_csp_refuses_a_script_in_the_page(sit, trouble):
    trouble.allow("Content Security Policy")
    page = sit("demo-clerk")
    page.goto("/library/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('afterbegin', '<button id=trap onclick=\"window.got = 1\">按</button>')")
    page.click("#trap")
    assert page.evaluate("window.got === undefined")
