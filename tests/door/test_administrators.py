"""The three administrators: a second factor before anything else, and no person and no record behind it."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.world import NOW, account, signed_in
from zugong.door import invitation
from zugong.door.models import Account, Installation
from zugong.files.actions.store import store

pytestmark = pytest.mark.django_db
PASSWORD = "春风又绿江南岸明月何时照我还"
ACTIVATE = "/accounts/2fa/totp/activate/"
ADMINISTRATORS = ["system_administrator", "security_administrator", "audit_administrator"]


def code_of(secret: str, periods: int = 0) -> str:
    """The code an app shows now, or some periods later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + periods))


def with_password(role: str) -> Account:
    made = account(role)
    made.set_password(PASSWORD)
    made.save()
    return made


def sign_in(who: Account, **more) -> tuple[Client, object]:
    client = Client()
    return client, client.post("/accounts/login/", {"login": who.username, "password": PASSWORD}, **more)


def secret_shown(client: Client) -> str:
    """The password is asked for once more, then the page shows the secret for an app."""
    page = client.get(ACTIVATE)
    if page.status_code == 302:
        assert client.get(page.url).status_code == 200
        page = client.post(page.url, {"password": PASSWORD}, follow=True)
    secret = client.session["mfa.totp.secret"]
    assert (page.status_code, secret in page.text) == (200, True)
    return secret


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_before_a_second_factor_every_page_leads_to_setting_one_up(role):
    client = signed_in(account(role))
    pages = ("/", "/me/", "/library/", "/administration/accounts/", "/administration/journal/", "/administration/installation/", "/people/", "/no-such-page/")
    assert {client.get(page).headers.get("Location") for page in pages} == {ACTIVATE}
    assert client.post("/me/sign-out-everywhere/").headers["Location"] == ACTIVATE


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_a_second_factor_is_set_up_with_the_codes_of_an_app_and_then_asked_for(role):
    who = with_password(role)
    client, _ = sign_in(who)
    secret = secret_shown(client)
    wrong = client.post(ACTIVATE, {"code": "000000" if code_of(secret) != "000000" else "111111"})
    assert (wrong.status_code, Authenticator.objects.count()) == (200, 0)
    right = client.post(ACTIVATE, {"code": code_of(secret)})
    assert (right.status_code, sorted(Authenticator.objects.values_list("type", flat=True))) == (302, ["recovery_codes", "totp"])
    assert (client.get(right.url).status_code, client.get("/me/").status_code) == (200, 200)
    again, answer = sign_in(who)
    assert (answer.url, again.get("/me/").status_code) == ("/accounts/2fa/authenticate/", 302)
    done = again.post("/accounts/2fa/authenticate/", {"code": code_of(secret, 1)})
    assert (done.url, again.get("/me/").status_code) == ("/", 200)


def test_an_invited_administrator_confirms_the_new_password_and_sets_up_the_factor():
    who = account("security_administrator")
    client = Client()
    first = client.post(reverse("door:join", args=invitation.address_of(who)), {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert client.get(first.url).url == ACTIVATE
    client.post(ACTIVATE, {"code": code_of(secret_shown(client))})
    assert client.get("/administration/accounts/").status_code == 200


def test_a_code_is_used_once():
    who = with_password("audit_administrator")
    secret = generate_totp_secret()
    TOTP.activate(who, secret)
    code = code_of(secret)
    answers = []
    for _ in "12":
        client, _ = sign_in(who)
        answers.append(client.post("/accounts/2fa/authenticate/", {"code": code}).status_code)
    assert answers == [302, 200]


def test_a_new_password_by_invitation_does_not_go_round_the_second_factor():
    who = with_password("system_administrator")
    TOTP.activate(who, generate_totp_secret())
    client = Client()
    answer = client.post(reverse("door:join", args=invitation.address_of(who)), {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert (answer.url, client.get("/me/").status_code) == ("/accounts/login/", 302)


def test_others_may_do_without_a_second_factor_and_may_use_one():
    who = with_password("leader")
    client, _ = sign_in(who)
    assert client.get("/me/").status_code == 200
    client.post(ACTIVATE, {"code": code_of(secret_shown(client))})
    assert sign_in(who)[1].url == "/accounts/2fa/authenticate/"


def test_in_a_demo_no_second_factor_is_asked_for():
    Installation.objects.create(key="demo")
    assert signed_in(account("audit_administrator")).get("/administration/journal/").status_code == 200


def test_every_page_of_the_second_factor_answers_in_the_house():
    who = with_password("leader")
    client, _ = sign_in(who)
    client.post(ACTIVATE, {"code": code_of(secret_shown(client))})
    names = ("mfa_index", "mfa_view_recovery_codes", "mfa_download_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp", "account_change_password", "account_logout")
    assert {name: client.get(reverse(name)).status_code for name in names} == dict.fromkeys(names, 200)


def test_the_journal_shows_the_auditor_addresses_and_account_numbers_but_no_names():
    subject = account("leader")
    auditor = account("audit_administrator")
    TOTP.activate(auditor, generate_totp_secret())
    page = signed_in(auditor).get("/administration/journal/").text
    assert (f"accounts/{subject.pk}" in page, subject.name in page, subject.username in page) == (True, False, False)


def test_the_system_administrator_sees_how_much_is_attached_and_how_much_room_is_left():
    store("records/1", [SimpleUploadedFile("慕容远山.txt", b"a" * 2048)], by=None, at=NOW)
    administrator = account("system_administrator")
    TOTP.activate(administrator, generate_totp_secret())
    page = signed_in(administrator).get("/administration/installation/")
    said = dict(page.context["state"])["附件"].replace("\xa0", " ")
    assert (said.split("；")[0], said.split("；")[1][:6], "慕容" in page.text) == ("1 个，共 2.0 KB", "所在磁盘还剩", False)
