from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zugong.journal import queries as journal

from . import invitation
from .actions.close_account import close_account
from .actions.end_grants import end_grants
from .actions.grant_role import grant_role
from .actions.invite import invite
from .actions.sign_out_everywhere import sign_out_everywhere
from .asked_text import asked_text
from .forms import GrantForm, Invitation, TokenForm
from .methods import reads, writes
from .models import Account, Grant
from .paging import Pages
from .places import places
from .presence import is_demo
from .refusal import Refused
from .rights import EVERYONE, VISITOR, roles
from .state import state

VERBS = {"invite": "邀请开通", "grant_role": "授权", "end_grant": "终止授权", "sign_out_everywhere": "在所有设备上退出", "close_account": "停用", "issue_token": "发系统令牌", "revoke_token": "作废系统令牌"}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@reads("account.read")
def accounts(request: HttpRequest):
    """All accounts, a page at a time."""
    wanted = asked_text(request.GET.get("q"))
    found = Account.objects.order_by("id").prefetch_related("grants")
    if wanted:
        found = found.filter(name__contains=wanted)
    page = Pages(found, 50).get_page(request.GET.get("page"))
    return render(request, "door/accounts.html", {"page": page, "q": wanted, "roles": roles()})


@reads("account.read")
def account(request: HttpRequest, pk: int):
    """One account with its grants and what was done to it."""
    shown = get_object_or_404(Account, pk=pk)
    return render(request, "door/account.html", account_context(shown, GrantForm()))


def account_context(shown: Account, form: GrantForm, token_form: TokenForm | None = None) -> dict:
    """What the page of an account shows."""
    grants = list(shown.grants.order_by("-id"))
    names = places.names_of([grant.path for grant in grants])
    return {
        "shown": shown, "grants": grants, "names": names, "roles": roles(), "form": form, "verbs": VERBS, "lines": journal.lines_about(f"accounts/{shown.pk}")[:20],
        "tokens": list(shown.tokens.order_by("-id")), "token_form": token_form or TokenForm(),
    }  # fmt: skip


@writes("account.change")
def new_account(request: HttpRequest):
    """Invite someone: makes the account and shows the link once."""
    form = Invitation(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = invite(**form.cleaned_data, by=request.user.pk, at=request.now)
        messages.success(request, "账号已建立。请给出角色，再把邀请链接交给本人。")
        return redirect("door:account", made.pk)
    return render(request, "door/new_account.html", {"form": form})


@writes("account.change")
def link(request: HttpRequest, pk: int):
    """A fresh invitation link; an older one dies when the password is set."""
    shown = get_object_or_404(Account, pk=pk, is_active=True)
    if shown.pk == request.user.pk:
        raise PermissionDenied
    address = request.build_absolute_uri(reverse("door:join", args=invitation.address_of(shown)))
    return render(request, "door/link.html", {"shown": shown, "address": address})


@require_POST
@writes("account.change")
def give(request: HttpRequest, pk: int):
    """Give a role; nobody gives one to oneself."""
    shown = get_object_or_404(Account, pk=pk)
    if shown.pk == request.user.pk:
        raise PermissionDenied
    form = GrantForm(request.POST)
    if form.is_valid() and form.cleaned_data["until"] and form.cleaned_data["until"] <= request.today:
        form.add_error("until", "要晚于今天；不填表示一直有效")
    if not form.is_valid():
        return render(request, "door/account.html", account_context(shown, form), status=422)
    data = form.cleaned_data
    because = places.post_behind(shown.person, data["path"]) if shown.person and data["path"] else ""
    try:
        grant_role(shown, data["role"], data["reach"], data["path"], since=request.today, until=data["until"], because=because, by=request.user.pk, at=request.now)
    except Refused as refusal:
        form.add_error(refusal.field, str(refusal))
        return render(request, "door/account.html", account_context(shown, form), status=422)
    messages.success(request, "已授权。")
    return redirect("door:account", pk)


@require_POST
@writes("account.change")
def end(request: HttpRequest, pk: int):
    """End one grant today."""
    grant = get_object_or_404(Grant, pk=pk)
    end_grants(on=request.today, pk=pk, by=request.user.pk, at=request.now)
    messages.success(request, "授权已终止。")
    return redirect("door:account", grant.account_id)


@require_POST
@writes("account.change")
def close(request: HttpRequest, pk: int):
    """Close an account; nobody closes the own one."""
    shown = get_object_or_404(Account, pk=pk)
    if shown.pk == request.user.pk:
        raise PermissionDenied
    close_account(shown, reason=request.POST.get("reason", ""), by=request.user.pk, at=request.now)
    messages.success(request, "账号已停用。")
    return redirect("door:account", pk)


@writes(VISITOR)
def join(request: HttpRequest, identifier: str, token: str):
    """The invited person sets a password and is signed in; who has a second factor goes through the front door."""
    account = invitation.invited(identifier, token)
    if not account:
        return render(request, "door/join_over.html", status=410)
    form = SetPasswordForm(account, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        if is_mfa_enabled(account):
            return redirect("account_login")
        login(request, account, backend=BACKEND)
        request.session.set_expiry(0)
        return redirect("/")
    return render(request, "door/join.html", {"form": form, "account": account})


@reads(EVERYONE)
def me(request: HttpRequest):
    """The own account: roles and ranges, why one sees what one sees."""
    names = places.names_of([grant.path for grant in request.grants])
    return render(request, "door/me.html", {"grants": request.grants, "roles": roles(), "names": names})


@require_POST
@writes(EVERYONE)
def leave_everywhere(request: HttpRequest):
    """Sign out on every device."""
    sign_out_everywhere(request.user, by=request.user.pk, at=request.now)
    return redirect("account_login")


@reads("journal.read")
def journal_lines(request: HttpRequest):
    """The journal for the auditor: addresses and verbs, no names and no values."""
    page = Paginator(journal.lines(), 50).get_page(request.GET.get("page"))  # all of it: whoever audits reaches every line
    return render(request, "door/journal.html", {"page": page})


@reads("installation.read")
def installation(request: HttpRequest):
    """State of this installation for the system administrator."""
    return render(request, "door/installation.html", {"state": state()})


@require_POST
@writes(VISITOR)
def demo_sign_in(request: HttpRequest):
    """One-click sign-in, only in a database that the demo made."""
    if not is_demo():
        raise PermissionDenied
    account = get_object_or_404(Account, username=request.POST.get("account", ""), is_active=True)
    login(request, account, backend=BACKEND)
    request.session.set_expiry(0)
    return redirect("/")
