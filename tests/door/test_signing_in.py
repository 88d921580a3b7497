"""Getting in and staying safe: passwords, tries, idle time, other devices, invitations."""

import datetime as dt
import time

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.world import NOW, TODAY, account, signed_in
from zugong.door import invitation
from zugong.door.actions.close_account import close_account
from zugong.door.actions.sign_out_everywhere import sign_out_everywhere
from zugong.door.clock import now
from zugong.door.models import Account

pytestmark = pytest.mark.django_db
PASSWORD = "春风又绿江南岸明月何时照我还"
TOO_MANY = "登录失败次数过多，请稍后重试。"


@pytest.fixture
def owner() -> Account:
    """Someone with a password."""
    made = account("leader")
    made.set_password(PASSWORD)
    made.save()
    return made


def sign_in(client: Client, who: Account, password: str = PASSWORD, **more):
    return client.post("/accounts/login/", {"login": who.username, "password": password, **more})


def is_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def said(answer) -> list[str]:
    return [text for errors in answer.context["form"].errors.values() for text in errors]


def sat_idle(client: Client, **ago: float) -> Client:
    """The same browser, last seen some time ago."""
    session = client.session
    session["seen"] = (now() - dt.timedelta(**ago)).isoformat()
    session.save()
    return client


def test_with_the_right_password_one_is_in_and_with_a_wrong_one_not(owner, client):
    wrong = sign_in(client, owner, "想不起来的密码是什么呢")
    assert (wrong.status_code, is_in(client)) == (200, False)
    assert (sign_in(client, owner).url, is_in(client)) == ("/", True)


def test_an_unknown_name_and_a_wrong_password_are_answered_alike(owner, client):
    unknown = said(client.post("/accounts/login/", {"login": "nobody", "password": PASSWORD}))
    assert unknown == said(sign_in(client, owner, "想不起来的密码是什么呢"))


def test_after_ten_wrong_passwords_the_right_one_is_refused_for_fifteen_minutes(owner, client, monkeypatch):
    for _ in range(10):
        sign_in(client, owner, "想不起来的密码是什么呢")
    eleventh = sign_in(client, owner)
    assert (said(eleventh), is_in(client)) == ([TOO_MANY], False)
    begun = time.time()
    monkeypatch.setattr(time, "time", lambda: begun + 14 * 60)
    assert said(sign_in(Client(REMOTE_ADDR="10.1.1.1"), owner)) == [TOO_MANY]
    monkeypatch.setattr(time, "time", lambda: begun + 15 * 60 + 1)
    assert (sign_in(client, owner).status_code, is_in(client)) == (302, True)


def test_nine_wrong_passwords_are_forgiven_and_others_are_not_held_up(owner, client):
    other = account("leader")
    other.set_password(PASSWORD)
    other.save()
    for _ in range(9):
        sign_in(client, owner, "想不起来的密码是什么呢")
    assert sign_in(client, owner).status_code == 302
    for _ in range(10):
        sign_in(Client(), owner, "想不起来的密码是什么呢")
    assert sign_in(Client(), other).status_code == 302


def test_a_closed_account_does_not_come_in_and_is_out_at_once_where_it_was_in(owner, client):
    sign_in(client, owner)
    close_account(owner, reason="调离", by=0, at=NOW)
    again = Client()
    answer = sign_in(again, owner)
    assert (is_in(client), is_in(again), answer.url) == (False, False, "/accounts/login/")
    assert "这个账号已停用，不能登录。" in again.get(answer.url).text


def test_at_a_desk_thirty_idle_minutes_end_the_session(owner, client):
    sign_in(client, owner)
    assert is_in(sat_idle(client, minutes=29)) is True
    answer = sat_idle(client, minutes=31).get("/me/")
    assert (answer.status_code, answer.url) == (302, "/accounts/login/?idle=1&next=/me/")
    assert ("太久没有操作" in client.get(answer.url).text, is_in(client)) == (True, False)


def test_on_a_phone_one_stays_in_for_fourteen_days(owner, client):
    sign_in(client, owner, remember="on")
    assert client.session.get_expiry_age() == 14 * 24 * 3600
    assert [is_in(sat_idle(client, **ago)) for ago in ({"days": 13, "hours": 23}, {"days": 14, "minutes": 1})] == [True, False]


def test_a_desks_session_is_forgotten_when_the_browser_closes_and_a_phones_is_not(owner, client):
    desk, phone = sign_in(client, owner), sign_in(Client(), owner, remember="on")
    assert [answer.cookies["zugong"]["max-age"] for answer in (desk, phone)] == ["", 14 * 24 * 3600]


def test_signing_out_everywhere_ends_the_other_session_too(owner):
    phone, desk = Client(), Client()
    sign_in(phone, owner, remember="on")
    sign_in(desk, owner)
    assert [is_in(phone), is_in(desk)] == [True, True]
    assert desk.post("/me/sign-out-everywhere/").status_code == 302
    assert [is_in(phone), is_in(desk)] == [False, False]
    assert sign_in(desk, owner).status_code == 302


def test_an_administrators_sign_out_reaches_every_device(owner):
    devices = [signed_in(owner), signed_in(owner)]
    sign_out_everywhere(owner, by=0, at=NOW)
    assert [is_in(each) for each in devices] == [False, False]


def test_a_new_password_ends_the_other_sessions_and_keeps_the_own_one(owner):
    here, there = Client(), Client()
    for each in (here, there):
        sign_in(each, owner)
    new = "两个黄鹂鸣翠柳一行白鹭上青天"
    assert here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}).status_code == 302
    assert [is_in(here), is_in(there)] == [True, False]


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("窗前明月光疑是地上霜举", "密码太短，至少要 12 个字符"),
        ("password1234", "这个密码太常见了。"),
        ("839201748265", "密码只包含数字。"),
    ],
)
def test_a_weak_password_is_refused_and_says_why(client, password, why):
    who = account()
    link = reverse("door:join", args=invitation.address_of(who))
    answer = client.post(link, {"new_password1": password, "new_password2": password})
    assert (why in "".join(said(answer)), Account.objects.get(pk=who.pk).has_usable_password()) == (True, False)


def test_twelve_characters_are_enough(client):
    link = reverse("door:join", args=invitation.address_of(account()))
    assert client.post(link, {"new_password1": "窗前明月光疑是地上霜举头", "new_password2": "窗前明月光疑是地上霜举头"}).status_code == 302


def test_an_invitation_sets_the_password_signs_in_and_dies(client):
    who = account("leader")
    link = reverse("door:join", args=invitation.address_of(who))
    assert who.name in client.get(link).text
    answer = client.post(link, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert (answer.url, is_in(client), client.session.get_expire_at_browser_close()) == ("/", True, True)
    assert [Client().get(link).status_code, Client().post(link, {"new_password1": "x", "new_password2": "x"}).status_code] == [410, 410]
    assert sign_in(Client(), who).status_code == 302


def test_an_older_invitation_dies_with_the_newer_one(client):
    who = account()
    links = [reverse("door:join", args=invitation.address_of(who)) for _ in "12"]
    client.post(links[1], {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert Client().get(links[0]).status_code == 410


def test_an_invitation_dies_after_three_days(settings, client):
    link = reverse("door:join", args=invitation.address_of(account()))
    assert settings.PASSWORD_RESET_TIMEOUT == 3 * 24 * 3600
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert client.get(link).status_code == 410


def test_a_wrong_link_a_strangers_link_and_a_closed_accounts_link_are_over(client):
    who, other, closed = account(), account(), account()
    identifier, token = invitation.address_of(who)
    close_account(closed, reason="误开", by=0, at=NOW)
    wrong = [(identifier, "x-y"), ("###", token), ("MQ" * 30, token), (invitation.address_of(other)[0], token), invitation.address_of(Account.objects.get(pk=closed.pk))]
    assert [client.get(reverse("door:join", args=each)).status_code for each in wrong] == [410] * 5


def test_nobody_signs_up_by_himself(client):
    names = ("account_signup", "account_reset_password", "account_email", "account_inactive")
    found = []
    for name in names:
        with pytest.raises(NoReverseMatch):
            found.append(reverse(name))
    assert [client.get(f"/accounts/{page}/").status_code for page in ("signup", "password/reset", "email", "3rdparty/signup")] == [404] * 4
    assert found == []


def test_after_signing_in_one_goes_only_to_pages_of_this_house(owner, client):
    inside = sign_in(client, owner, next="/plans/")
    outside = sign_in(Client(), owner, next="https://elsewhere.example/")
    assert (inside.url, outside.url) == ("/plans/", "/")


def test_the_clock_is_pinned_to_the_day_of_the_tests_and_runs_within_it():
    assert (now().astimezone(dt.timezone(dt.timedelta(hours=8))).date(), now() <= now()) == (TODAY, True)
