"""Checking in, for the recorder: open it, show its code, add others, close it, and take it to the sheet."""

import datetime as dt
import uuid
from urllib.parse import urlencode

import segno
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST

from zugong.desk import branch
from zugong.door.acts import act
from zugong.door.clock import SHANGHAI
from zugong.door.documents import document
from zugong.door.methods import reads, writes
from zugong.door.refusal import Refused
from zugong.library.queries import book
from zugong.papers import official
from zugong.records.access import check_in_or_404, is_kept_by
from zugong.records.actions.close_check_in import close_check_in
from zugong.records.actions.mark_for import mark_for
from zugong.records.actions.open_check_in import open_check_in
from zugong.records.forms import MarkFor, Opening
from zugong.records.models import CheckIn, Session
from zugong.records.queries import check_ins, expected_of, named, people_of, unfiled
from zugong.records.tokens import token_at
from zugong.registry.access import organization_or_404

from .filing import joined


@writes("record.file")
def new(request: HttpRequest, pk: int):
    """Open a check-in for what the sheet could record; those not filed yet stand beside."""
    organization, here = organization_or_404(request, pk, "record.file"), book()
    form = Opening(request.POST or None, today=request.today, initial={"ends": _two_hours_on(request.now)})
    day = form.cleaned_data["on"] if form.is_bound and form.is_valid() else request.today
    together = joined(request, organization, day)
    choices = [choice for choice in branch.choices_for(here, branch.parties_of(organization, day) + together, day) if choice.circle]
    empty = branch.roll_rows(here, choices, day)[1]
    picked = request.POST.getlist("pick") or request.GET.getlist("pick")
    if form.is_bound and form.is_valid():
        key = request.POST.get("key", "")
        if not 16 <= len(key) <= 40:
            raise PermissionDenied
        opens_at, closes_at = form.moments(request.now)
        parts = [(choice.organization, choice.kind) for choice in choices if choice.value in picked]
        try:
            with transaction.atomic():
                made = open_check_in(here, organization, parts, key=key, on=day, opens_at=opens_at, closes_at=closes_at, by=request.user.pk, at=request.now)
            return redirect("desk:projected", made.pk)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    running = [each for each in unfiled(check_ins(request.scope("record.file")).filter(organization=organization))[:50] if is_kept_by(request, each)]
    for each in running:
        each.title, each.open = named(here, each), each.is_open(request.now)
    context = {
        "organization": organization, "form": form, "choices": [choice for choice in choices if choice.circle not in empty or choice.value in picked], "picked": picked,
        "together": together, "running": running, "key": request.POST.get("key") or uuid.uuid4().hex,
    }  # fmt: skip
    return render(request, "desk/open_check_in.html", context, status=422 if form.is_bound and form.errors else 200)


def _two_hours_on(now: dt.datetime) -> dt.time:
    """Two hours from now, not beyond midnight."""
    here, then = now.astimezone(SHANGHAI), (now + dt.timedelta(hours=2)).astimezone(SHANGHAI)
    return then.time().replace(second=0, microsecond=0) if then.date() == here.date() else dt.time(23, 59)


@reads("record.file")
def show(request: HttpRequest, pk: int):
    """One check-in for its recorder: who is there, who may be added, on to the sheet. Those above do not see it."""
    check_in, here = check_in_or_404(request, pk), book()
    marks = {mark.person_id: mark for mark in check_in.marks.all()}
    people = [(each, marks.get(each.person)) for each in people_of(here, check_in).values()]
    context = _said(request, check_in) | {
        "people": people, "filed": Session.objects.filter(key=check_in.key).exists(), "sheet": _sheet(check_in, request.today),
        "came": check_in.happens_on <= request.today, "here": sum(mark is not None for _, mark in people),
    }  # fmt: skip
    return render(request, "desk/check_in.html", context)


def _said(request: HttpRequest, check_in: CheckIn) -> dict:
    state = "open" if check_in.is_open(request.now) else "soon" if request.now < check_in.opens_at and not check_in.closed_at else "over"
    return {"check_in": check_in, "title": named(book(), check_in), "state": state, "last_minute": check_in.closes_at - dt.timedelta(minutes=1)}


def _sheet(check_in: CheckIn, today: dt.date) -> str:
    """The address of the sheet with what the check-in knows already."""
    parts = list(check_in.parts.all())
    others = [part.organization_id for part in parts if part.organization_id != check_in.organization_id and part.organization.kind != "party_group"]
    asked = [("check_in", check_in.pk), ("on", min(check_in.happens_on, today))]
    asked += [("with", pk) for pk in dict.fromkeys(others)] + [("pick", f"{part.kind}:{part.organization_id}") for part in parts]
    return f"{reverse('desk:file', args=[check_in.organization_id])}?{urlencode(asked)}"


@reads("record.file")
def projected(request: HttpRequest, pk: int):
    """The whole screen for a projector or a phone on the table: the QR of this half minute, the code, and how many; no names. It fetches itself anew."""
    check_in = check_in_or_404(request, pk)
    context = _said(request, check_in) | {"expected": len(people_of(book(), check_in))}
    context["lives"] = context["state"] == "open" or (context["state"] == "soon" and check_in.happens_on == request.today)
    if context["state"] == "open":
        address = reverse("desk:scanned", args=[check_in.pk, token_at(check_in, request.now)])
        context["qr"] = _qr(request.build_absolute_uri(address))
        context["typed_at"] = request.build_absolute_uri(reverse("desk:type_code"))
    return render(request, "desk/check_in_screen.html", context)


def _qr(text: str) -> SafeString:
    """Black on white in both themes, or no phone would read it."""
    return mark_safe(segno.make(text, error="m", micro=False).svg_inline(omitsize=True, dark="#000", light="#fff", border=4, svgclass="zg-qr"))


@writes("record.file")
def mark(request: HttpRequest, pk: int):
    """Mark someone else, or afterwards."""
    check_in, here = check_in_or_404(request, pk), book()
    marked = set(check_in.marks.values_list("person", flat=True))
    people = [(each.person, each.name) for each in people_of(here, check_in).values() if each.person not in marked]
    form = MarkFor(request.POST or None, people=people)
    return act(
        request, form, lambda data: mark_for(here, check_in, data["person"], data["reason"], by=request.user.pk, at=request.now),
        title="代签、补签", submit="记为到会", back=f"/{check_in.address}/", said="已记为到会。",
        help_text=f"{named(here, check_in)}。应到而还没有签到的 {len(people)} 人可选；最后以保存的名单为准。",
    )  # fmt: skip


@reads("record.file", logged=lambda request, pk: check_in_or_404(request, pk).address)
def sheet(request: HttpRequest, pk: int):
    """A sheet to sign by hand, with everyone expected: for who keeps the check-in."""
    check_in, here = check_in_or_404(request, pk), book()
    rolls, people = expected_of(here, check_in, list(check_in.parts.all())), {}
    for part, roll in rolls.items():
        for each in roll:
            people.setdefault(each.person, (each.name, part.organization.name))
    title = named(here, check_in)
    content = official.SignIn(title, check_in.happens_on, "", "", tuple(people.values()))
    return document(official.sign_in_sheet(content, request.now), f"{title}签到表 {check_in.happens_on}")


@require_POST
@writes("record.file")
def close(request: HttpRequest, pk: int):
    """End checking in."""
    check_in = check_in_or_404(request, pk)
    try:
        close_check_in(check_in, by=request.user.pk, at=request.now)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "签到已结束，可以记这次活动了。")
    return redirect("desk:check_in", pk)
