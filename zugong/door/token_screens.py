from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from .actions.issue_token import issue_token
from .actions.revoke_token import revoke_token
from .forms import GrantForm, TokenForm
from .methods import writes
from .models import Account, SystemToken
from .refusal import Refused
from .screens import account_context


@require_POST
@writes("account.change")
def issue(request: HttpRequest, pk: int):
    """Give a system a token and show it this once; nobody gives one to the own account."""
    shown = get_object_or_404(Account, pk=pk)
    if shown.pk == request.user.pk:
        raise PermissionDenied
    form = TokenForm(request.POST)
    if form.is_valid():
        try:
            token, text = issue_token(shown, **form.cleaned_data, today=request.today, by=request.user.pk, at=request.now)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            answer = render(request, "door/token.html", {"shown": shown, "token": token, "text": text})
            answer["Cache-Control"] = "no-store"
            return answer
    return render(request, "door/account.html", account_context(shown, GrantForm(), form), status=422)


@require_POST
@writes("account.change")
def revoke(request: HttpRequest, pk: int):
    """Make a token worthless."""
    token = get_object_or_404(SystemToken, pk=pk)
    try:
        revoke_token(token, by=request.user.pk, at=request.now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "令牌已作废，用它的系统从现在起打不开任何内容。")
    return redirect("door:account", token.account_id)
