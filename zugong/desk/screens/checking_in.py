"""Checking in, for whoever is there: a scanned QR or a typed code, one button, done."""

from django.http import HttpRequest
from django.shortcuts import redirect, render

from zugong.door.methods import reads, writes
from zugong.door.refusal import Refused
from zugong.door.rights import EVERYONE
from zugong.library.queries import book
from zugong.records.actions.mark_present import mark_present
from zugong.records.actions.try_code import try_code
from zugong.records.forms import Typed
from zugong.records.models import CheckIn
from zugong.records.queries import marks_of, named
from zugong.records.tokens import admit


@writes(EVERYONE)
def type_code(request: HttpRequest):
    """Type the six characters that are shown and say "I am here"."""
    form = Typed(request.POST or None)
    if form.is_bound and form.is_valid():
        try:  # no savepoint: a wrong code stays noted
            check_in = try_code(form.cleaned_data["code"], by=request.user.pk, at=request.now)
            mark_present(book(), check_in, request.user.person, way="code", by=request.user.pk, at=request.now)
            return redirect("desk:checked_in")
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return render(request, "desk/type_code.html", {"form": form}, status=422 if form.is_bound else 200)


@writes(EVERYONE)
def scanned(request: HttpRequest, pk: int, token: str):
    """What the QR leads to: one button. The token is the key to this one check-in, no scope; without a good one nothing of it is shown."""
    context, refused = {}, ""
    try:
        check_in = admit(CheckIn.objects.filter(pk=pk).first(), token, request.now)
        context = {"title": named(book(), check_in), "check_in": check_in}
        if request.method == "POST":
            mark_present(book(), check_in, request.user.person, way="qr", by=request.user.pk, at=request.now)
            return redirect("desk:checked_in")
        if request.user.person and check_in.marks.filter(person=request.user.person).exists():
            return redirect("desk:checked_in")
    except Refused as refusal:
        refused = str(refusal)
    return render(request, "desk/scanned.html", context | {"refused": refused}, status=422 if refused and request.method == "POST" else 200)


@reads(EVERYONE)
def done(request: HttpRequest):
    """What the account's person has checked in to today."""
    here = book()
    marks = list(marks_of(request.user.person, request.today)[:50]) if request.user.person else []
    for mark in marks:
        mark.title = named(here, mark.check_in)
    return render(request, "desk/checked_in.html", {"marks": marks})
