"""The security administrator gives another system a token, once, and takes it back."""

import datetime as dt
import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from tests.world import NOW, TODAY, account, queries_of, signed_in
from zugong.door.actions.issue_token import issue_token
from zugong.door.models import Account, SystemToken
from zugong.door.system_tokens import digest
from zugong.journal.queries import lines_about

pytestmark = pytest.mark.django_db
LAST = TODAY + dt.timedelta(days=366)


@pytest.fixture
def keeper() -> Client:
    """A security administrator with a second factor."""
    who = account("security_administrator")
    TOTP.activate(who, generate_totp_secret())
    return signed_in(who)


def test_a_token_is_shown_once_and_only_its_digest_is_kept(keeper):
    who = account("leader")
    answer = keeper.post(f"/administration/accounts/{who.pk}/tokens/", {"title": "干部信息系统", "ends_on": str(LAST)})
    (text,) = re.findall(r"zugong_[\w-]{43}", answer.text)
    token = SystemToken.objects.get()
    assert (answer.status_code, answer.headers["Cache-Control"], token.digest, token.ends_on, token.made_by) == (200, "no-store", digest(text), LAST, int(keeper.session["_auth_user_id"]))
    page = keeper.get(f"/administration/accounts/{who.pk}/").text
    assert ("干部信息系统" in page, text in page, token.digest in page) == (True, False, False)
    assert [(line.verb, line.reason) for line in lines_about(f"accounts/{who.pk}")][:1] == [("issue_token", "干部信息系统")]


def test_a_token_is_revoked_once(keeper):
    token, _ = issue_token(account("leader"), "旧系统", ends_on=TODAY, today=TODAY, by=None, at=NOW)
    answers = [keeper.post(f"/administration/tokens/{token.pk}/revoke/", follow=True).text for _ in range(2)]
    token.refresh_from_db()
    assert (token.revoked_at is None, "已作废" in answers[0], "这个令牌已经作废，请刷新后查看" in answers[1]) == (False, True, True)
    assert [line.verb for line in lines_about(f"accounts/{token.account_id}")] == ["revoke_token", "issue_token", "grant_role", "invite"]


def test_a_token_is_good_from_today_for_a_year_at_most(keeper):
    who = account("leader")
    answers = [keeper.post(f"/administration/accounts/{who.pk}/tokens/", {"title": "系统", "ends_on": str(day)}) for day in (TODAY - dt.timedelta(days=1), LAST + dt.timedelta(days=1))]
    said = [f"有效期请填今天到 {LAST} 之间的一天，到期再换新的"]
    assert [(answer.status_code, answer.context["token_form"].errors["ends_on"]) for answer in answers] == [(422, said)] * 2
    assert SystemToken.objects.count() == 0


def test_no_administrator_and_no_closed_account_gets_one_and_nobody_gives_one_to_oneself(keeper):
    closed = account("leader")
    Account.objects.filter(pk=closed.pk).update(is_active=False)
    body, others = {"title": "系统", "ends_on": str(TODAY)}, (account("audit_administrator"), closed)
    own = keeper.post(f"/administration/accounts/{keeper.session['_auth_user_id']}/tokens/", body)
    assert [keeper.post(f"/administration/accounts/{who.pk}/tokens/", body).status_code for who in others] == [422, 422]
    assert (own.status_code, SystemToken.objects.count()) == (403, 0)


def test_only_who_may_change_accounts_gives_and_revokes():
    who = account("leader")
    token, _ = issue_token(who, "系统", ends_on=TODAY, today=TODAY, by=None, at=NOW)
    clerk = signed_in(account("section_clerk"))
    assert [clerk.post(address, {"title": "系统", "ends_on": str(TODAY)}).status_code for address in (f"/administration/accounts/{who.pk}/tokens/", f"/administration/tokens/{token.pk}/revoke/")] == [403, 403]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_an_account_sends_as_many_statements_for_three_tokens_as_for_one(keeper, rows):
    who = account("leader")
    for _ in range(rows):
        issue_token(who, "系统", ends_on=TODAY, today=TODAY, by=None, at=NOW)
    assert queries_of(keeper, f"/administration/accounts/{who.pk}/") == 8
