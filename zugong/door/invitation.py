"""Accounts are invited, never open: a link with a token sets the first password."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.shortcuts import redirect
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from .models import Account


class ClosedAdapter(DefaultAccountAdapter):
    """Nobody signs up by himself, and a closed account is told so where it tried to come in."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def respond_user_inactive(self, request, user):
        messages.error(request, "这个账号已停用，不能登录。需要恢复请找本单位安全保密管理员。")
        return redirect("account_login")


tokens = PasswordResetTokenGenerator()


def address_of(account: Account) -> tuple[str, str]:
    """(identifier, token) for the link; the token dies with its first use or after settings.PASSWORD_RESET_TIMEOUT."""
    return urlsafe_base64_encode(str(account.pk).encode()), tokens.make_token(account)


def invited(identifier: str, token: str) -> Account | None:
    """The account a link belongs to, or None for a wrong, used or old link."""
    try:
        account = Account.objects.get(pk=int(urlsafe_base64_decode(identifier)))
    except (ValueError, OverflowError, Account.DoesNotExist):
        return None
    return account if account.is_active and tokens.check_token(account, token) else None
