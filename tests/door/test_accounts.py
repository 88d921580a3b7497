"""Accounts, grants and the demo's one click, as the security administrator and the visitor meet them."""

import datetime as dt

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from tests.world import FOUNDED, TODAY, account, district, queries_of, signed_in
from zugong.door.models import Account, Grant, Installation
from zugong.journal.queries import lines_about
from zugong.registry.actions.end_post import end_post
from zugong.registry.models import Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper() -> Client:
    """A security administrator with a second factor."""
    return administrator("security_administrator")


def administrator(role: str) -> Client:
    who = account(role)
    TOTP.activate(who, generate_totp_secret())
    return signed_in(who)


def test_an_account_is_invited_given_a_role_and_handed_a_link(keeper):
    here = district()
    keeper.post("/administration/accounts/new/", {"username": "meiyi", "name": "梅一", "person": str(here.person("梅一").pk)})
    made = Account.objects.get(username="meiyi")
    given = keeper.post(f"/administration/accounts/{made.pk}/give/", {"role": "branch_secretary", "reach": "below", "place": here.plum.code, "until": ""})
    grant = made.grants.get()
    assert (made.name, made.has_usable_password(), given.status_code) == ("梅一", False, 302)
    assert (grant.role, grant.reach, grant.path, grant.since, grant.until) == ("branch_secretary", "below", here.plum.path, TODAY, None)
    assert "/join/" in keeper.get(f"/administration/accounts/{made.pk}/link/").text
    assert [line.verb for line in lines_about(f"accounts/{made.pk}")] == ["grant_role", "invite"]


def test_a_grant_to_someone_in_office_ends_with_the_office(keeper):
    here = district()
    post = Post.objects.get(organization=here.plum, role="secretary")
    who = account(person=post.person)
    keeper.post(f"/administration/accounts/{who.pk}/give/", {"role": "branch_secretary", "reach": "below", "place": here.plum.name, "until": ""})
    end_post(post, on=TODAY, by=None, at=dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
    assert [(grant.because, grant.until) for grant in who.grants.all()] == [(post.address, TODAY)]


def test_a_user_name_a_person_and_a_place_are_checked(keeper):
    here = district()
    other = account(person=here.person("梅一"))
    twice = keeper.post("/administration/accounts/new/", {"username": other.username, "name": "梅一", "person": str(here.person("梅一").pk)})
    assert (twice.status_code, sorted(twice.context["form"].errors)) == (200, ["person", "username"])
    for wrong in ({"place": ""}, {"place": "没有的支部"}, {"place": "²"}):
        answer = keeper.post(f"/administration/accounts/{other.pk}/give/", {"role": "leader", "reach": "below", "until": ""} | wrong)
        assert (answer.status_code, answer.context["form"].errors["place"]) == (422, ["没有找到这个组织，请填准确的组织代码或全称，或把范围改为“全部”"])
    past = keeper.post(f"/administration/accounts/{other.pk}/give/", {"role": "leader", "reach": "all", "until": "2026-11-23"})
    assert (past.status_code, past.context["form"].errors["until"], Grant.objects.filter(account=other).count()) == (422, ["要晚于今天；不填表示一直有效"], 0)


def test_a_grant_is_ended_and_the_account_sees_nothing_from_today(keeper):
    who = account("leader")
    client = signed_in(who)
    before = client.get("/organizations/").status_code
    keeper.post(f"/administration/grants/{who.grants.get().pk}/end/")
    assert (before, client.get("/organizations/").status_code, who.grants.get().until) == (200, 403, TODAY)


def test_an_account_is_closed_and_its_lines_stay(keeper):
    who = account("leader")
    client = signed_in(who)
    assert keeper.post(f"/administration/accounts/{who.pk}/close/", {"reason": "调离"}).status_code == 302
    assert (client.get("/me/").status_code, lines_about(f"accounts/{who.pk}")[0].reason) == (302, "调离")
    assert keeper.get(f"/administration/accounts/{who.pk}/link/").status_code == 404


def test_nobody_gives_closes_or_links_the_own_account(keeper):
    own = int(keeper.session["_auth_user_id"])
    give = keeper.post(f"/administration/accounts/{own}/give/", {"role": "section_clerk", "reach": "all", "until": ""})
    acts = [give, keeper.post(f"/administration/accounts/{own}/close/", {"reason": ""}), keeper.get(f"/administration/accounts/{own}/link/")]
    assert ([answer.status_code for answer in acts], Grant.objects.filter(account=own).count(), Account.objects.get(pk=own).is_active) == ([403] * 3, 1, True)


def test_the_three_administrators_keep_to_their_own_pages():
    pages = ["/administration/accounts/", "/administration/accounts/new/", "/administration/journal/", "/administration/installation/"]
    opened = {role: [administrator(role).get(page).status_code for page in pages] for role in ("system_administrator", "security_administrator", "audit_administrator")}
    assert opened == {
        "system_administrator": [403, 403, 403, 200], "security_administrator": [200, 200, 403, 403], "audit_administrator": [403, 403, 200, 403],
    }  # fmt: skip


def test_everyone_reads_why_one_sees_what_one_sees():
    here = district()
    page = signed_in(account("branch_secretary", "below", here.plum)).get("/me/").text
    assert ("支部书记" in page, "本组织及下级" in page, "梅园党支部" in page) == (True, True, True)
    assert "还没有任何授权" in signed_in(account()).get("/me/").text


def test_a_new_account_without_a_grant_has_a_home_that_says_so():
    answer = signed_in(account()).get("/", follow=True)
    assert (answer.status_code, answer.redirect_chain) == (200, [("/me/", 302)])


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_send_as_many_statements_for_three_rows_as_for_one(rows):
    for _ in range(rows):
        account("leader")
    keeper, auditor = administrator("security_administrator"), administrator("audit_administrator")
    subject = account("leader")
    for number in range(rows):
        Grant.objects.create(account=subject, role="leader", reach="all", since=FOUNDED + dt.timedelta(days=number))
    assert queries_of(keeper, "/administration/accounts/") == 7
    assert queries_of(keeper, f"/administration/accounts/{subject.pk}/") == 8
    assert queries_of(auditor, "/administration/journal/") == 6
    assert queries_of(administrator("system_administrator"), "/administration/installation/") == 7


# --- the demo's one click ---


def test_one_click_opens_nothing_in_a_database_that_the_demo_did_not_make(client):
    who = account("leader")
    assert (client.post("/demo/sign-in/", {"account": who.username}).status_code, client.get("/me/").status_code) == (403, 302)
    assert ("演示：选一个角色进去看看" in client.get("/accounts/login/").text, client.get("/demo/sign-in/").status_code) == (False, 405)


def test_one_click_signs_in_where_the_demo_made_the_database_under_a_banner(client):
    Installation.objects.create(key="demo")
    who = account("leader")
    Account.objects.filter(pk=who.pk).update(username="demo-leader")
    assert "演示：选一个角色进去看看" in client.get("/accounts/login/").text
    assert client.post("/demo/sign-in/", {"account": "demo-leader"}).status_code == 302
    assert ("演示数据" in client.get("/me/").text, client.session.get_expire_at_browser_close()) == (True, True)


def test_one_click_does_not_open_a_closed_or_unknown_account(client):
    Installation.objects.create(key="demo")
    who = account("leader")
    Account.objects.filter(pk=who.pk).update(is_active=False)
    assert [client.post("/demo/sign-in/", {"account": name}).status_code for name in (who.username, "nobody", "")] == [404] * 3
