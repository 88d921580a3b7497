"""The shape of most screens that write: a form, one verb, back to where the thing stands."""

from collections.abc import Callable

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from .refusal import Refused


def act(request: HttpRequest, form: Form, do: Callable[[dict], object], *, title: str, submit: str, back: str, said: str, help_text: str = "", note: str = "", onward: bool = False) -> HttpResponse:
    """Show the form; on POST do the verb with the cleaned data and go back, or show what was refused with all that was typed. `onward`: go to what the verb made."""
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = do(form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        except IntegrityError:
            form.add_error(None, "刚才有人同时做了改动，这次没有保存。请核对后再试一次")
        else:
            messages.success(request, said)
            return redirect(f"/{made.address}/" if onward else back)
    context = {"form": form, "title": title, "submit": submit, "back": back, "help_text": help_text, "note": note}
    return render(request, "door/act.html", context, status=422 if form.is_bound and form.errors else 200)
