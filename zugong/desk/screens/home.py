from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse

from zugong.desk import branch
from zugong.door.asked_number import asked_number
from zugong.door.methods import reads
from zugong.door.navigation import entries
from zugong.door.rights import EVERYONE
from zugong.duties import kept
from zugong.duties import queries as duties
from zugong.library.queries import book
from zugong.plans.queries import late_measures
from zugong.registry.access import organization_or_404
from zugong.registry.models import Organization
from zugong.registry.queries import head_counts, on_day, open_transfers, posts_of


@reads(EVERYONE)
def home(request: HttpRequest):
    """Where one sits: a branch's home, my day, or the first page one may open."""
    if request.may("plan.change") or request.may("organization.change"):
        return redirect("desk:my_day")
    if request.may("duty.read"):
        paths = [grant.path for grant in request.grants if grant.reach in ("own", "below", "self") and grant.path]
        own = Organization.objects.filter(on_day(request.today), path__in=paths).order_by("-path").first()
        return redirect("desk:branch", own.pk) if own else redirect("desk:cockpit" if request.may("plan.read") else "desk:my_day")
    open_to_me = [entry for entry in entries() if entry.right != EVERYONE and request.may(entry.right) and entry.right != "library.read"]
    return redirect(reverse(open_to_me[0].url) if open_to_me else "door:me")


@reads("duty.read")
def branch_home(request: HttpRequest, pk: int):
    """A branch on a phone: what is to do, this month's duties, one button to record."""
    organization = organization_or_404(request, pk, "duty.read")
    here = book()
    current, to_do = branch.duties_of(here, organization, request.today)
    scope = request.scope("person.change")
    incoming = [row for row in open_transfers(scope)[:20] if row.target_id == organization.pk] if scope.holds(organization.path) else []
    secretary = next((post.person.name for post in posts_of(organization, request.today) if post.role == "secretary"), "")
    context = {
        "organization": organization, "current": current, "to_do": to_do[:8], "more": max(0, len(to_do) - 8), "incoming": incoming, "waiting": len(to_do) + len(incoming), "secretary": secretary,
        "counts": head_counts(organization, request.today), "done": sum(duty.done == len(duty.rows) for duty in current), "today": request.today,
        "may_file": request.scope("record.file").holds(organization.path), "may_see_ledgers": request.scope("ledger.read").holds(organization.path), "may_see_people": request.scope("person.read").holds(organization.path),
    }  # fmt: skip
    return render(request, "desk/branch.html", context)


@reads("duty.read")
def my_day(request: HttpRequest):
    """Overdue, this week, waiting for others: each line with its source and one click to act."""
    here, scope = book(), request.scope("duty.read")
    evaluation = kept.for_scope(scope, request.today)
    overdue, coming = duties.pressing(here, scope, request.today, still_open=30, evaluation=evaluation)
    coming = [row for row in coming if row["left"] < 7]
    transfers = list(open_transfers(request.scope("person.change"))[:20]) if request.may("person.change") else []
    mine = request.scope("person.change")
    late = []
    if request.may("plan.change"):
        late = list(late_measures(request.today, asked_number(request.GET.get("plan")))[:10])
    context = {
        "overdue": overdue, "evaluation": evaluation, "may_evaluate": request.may("duty.evaluate"), "coming": coming[:10], "titles": {key: entry.latest.title for key, entry in here.duties.items()},
        "to_receive": [row for row in transfers if mine.holds(row.target.path)], "sent": [row for row in transfers if not mine.holds(row.target.path)],
        "late_measures": late, "today": request.today, "may_file": request.may("record.file"),
    }  # fmt: skip
    return render(request, "desk/my_day.html", context)
