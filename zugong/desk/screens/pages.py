import datetime as dt
from collections import Counter

from django.db.models import Count, Q
from django.http import HttpRequest
from django.shortcuts import render

from zugong.charter.catalogue import ABSENCES, PARTY_KINDS
from zugong.door.asked_day import asked_day
from zugong.door.asked_number import asked_number
from zugong.door.methods import reads
from zugong.duties import kept
from zugong.duties import queries as duties
from zugong.journal.queries import readings_of
from zugong.ledgers.access import readable as readable_rows
from zugong.ledgers.queries import numbers as rows_of_ledgers
from zugong.library.queries import book
from zugong.plans import queries as plans
from zugong.plans.progress import RULE, elapsed_percent
from zugong.records.access import readable
from zugong.records.queries import attendance_of, records
from zugong.registry import queries as registry
from zugong.registry.access import organization_or_404, person_or_404
from zugong.registry.actions.reveal_id_number import number_address
from zugong.registry.models import STEP, Committee

MOST_POSTS = 30


@reads("organization.read")
def organization(request: HttpRequest, pk: int):
    """One organization: who it is, who holds office, what is owed, what happened."""
    shown, as_of, here = organization_or_404(request, pk, "organization.read"), asked_day(request), book()
    scope = request.scope("duty.read")
    grid = duties.grid(here, shown.pk, shown.kind, shown.path, as_of.year, as_of) if scope.holds(shown.path) else []
    latest = list(records(request.scope("record.read"), organization=shown.pk).filter(readable(request, here))[:8])
    for record in latest:
        record.title = here.title_of(record.kind)
    posts = list(registry.posts_of(shown, as_of)[:MOST_POSTS])
    seated = next((post.committee for post in posts if post.committee), None)
    if seated is None and len(posts) == MOST_POSTS:  # many offices: its seats may stand behind them
        seated = Committee.objects.filter(registry.on_day(as_of), organization=shown).first()
    then = registry.placement_of(shown, as_of) if as_of != request.today else None
    context = {
        "shown": shown, "as_of": as_of, "chain": [(each, request.scope("organization.read").holds(each.path)) for each in registry.chain_above(shown)], "posts": posts, "committee": seated, "then": then,
        "below": list(registry.organizations(request.scope("organization.read"), as_of).filter(parent=shown)[:60]), "rows": grid, "year": as_of.year, "months": range(1, 13),
        "current": as_of.month, "latest": latest, "may_change": request.scope("organization.change").holds(shown.path) and not shown.until,
        "may_see_people": request.scope("person.read").holds(shown.path), "may_file": request.scope("record.file").holds(shown.path) and bool(here.kinds_filed_by(shown.kind, request.today)),
        "ledgers": _ledgers(request, here, shown), "members": registry.members_of(shown, as_of).order_by().aggregate(all=Count("id"), full=Count("id", filter=Q(standing="full"))),
    }  # fmt: skip
    return render(request, "desk/organization.html", context)


def _ledgers(request: HttpRequest, here, shown) -> list[tuple[str, str, int]]:
    """(key, title, rows in force) of the ledgers that are kept here; nothing without the right."""
    if not request.scope("ledger.read").holds(shown.path):
        return []
    numbers = rows_of_ledgers(request.scope("ledger.read"), request.today, readable_rows(request, here), shown.pk)
    return [(key, here.title_of(key), number) for key in here.ledgers if (number := numbers.get(key))]


def _address(request: HttpRequest, pk: int) -> str:
    """The reading log's line, only for someone the reader may see."""
    return person_or_404(request, pk).address


@reads("person.read", logged=_address)
def person(request: HttpRequest, pk: int):
    """One person: affiliations and offices; attendance only for the person and the own branch's secretary."""
    shown, as_of, here = person_or_404(request, pk), asked_day(request), book()
    memberships = list(shown.memberships.select_related("organization", "group").order_by("-since"))
    current = next((row for row in memberships if row.until is None), None)
    names = request.scope("roll.read")
    may_see_roll = names.person == shown.pk or bool(current and names.holds(current.path))
    rows = list(attendance_of(shown.pk, as_of.replace(month=1, day=1), as_of + dt.timedelta(days=1))[:60]) if may_see_roll else []
    for row in rows:
        row.title = here.title_of(row.record.kind)
        row.word = "到会" if row.present else ABSENCES[row.absence]
    posts = list(shown.posts.select_related("organization").order_by("-since"))
    paths = list({row.path for row in memberships if row.until is None} | {post.organization.path for post in posts if post.until is None})
    context = {
        "owed": duties.of_person(here, shown.pk, paths, as_of.year, as_of) if may_see_roll else [],
        "shown": shown, "memberships": memberships, "current": current, "posts": posts, "as_of": as_of,
        "may_see_roll": may_see_roll, "rows": rows, "attended": sum(row.present for row in rows), "may_change": any(map(request.scope("person.change").holds, paths)),
        "may_merge": any(map(request.scope("organization.change").holds, paths)),
        "may_reveal": bool(shown.id_number and current and request.scope("person.reveal").holds(current.path)),
        "readings": readings_of(shown.address, number_address(shown), limit=10) if may_see_roll else [],
    }  # fmt: skip
    return render(request, "desk/person.html", context)


@reads("plan.read")
def cockpit(request: HttpRequest):
    """How far the plan has come, where duties are overdue; counts in the order of the organizations, nothing ranked."""
    here, as_of, scope = book(), asked_day(request), request.scope("plan.read")
    plan, *others = plans.plans_of(as_of.year, asked_number(request.GET.get("plan"))) or [None]
    year = plan.year if plan else as_of.year
    evaluation = kept.for_scope(scope, as_of)
    parts = plans.outline_of(plan, here, scope, as_of, matches=False, evaluation=evaluation)[1] if plan else []
    measures = [measure for part in parts for measure in part.measures]
    below = list(registry.tops(scope, as_of).filter(kind__in=PARTY_KINDS)[:60])
    places = duties.by_place(here, scope, len(below[0].path) if below else STEP, as_of.year, as_of, evaluation=evaluation)
    for row in below:
        row.place = places.get(row.path) or duties.Place(row.path, {})
    totals: dict[str, int] = {}
    for place in places.values():
        for name, number in place.numbers.items():
            totals[name] = totals.get(name, 0) + number
    context = {
        "plan": plan, "year": year, "plans": sorted([plan, *others], key=lambda each: each.pk) if others else [], "whole": scope.everything, "as_of": as_of, "lines": [_summary(item) for part in parts for item in part.lines], "states": _states(measures), "with_goals": sum(bool(line.goals) for line in measures),
        "measures": len(measures), "elapsed": elapsed_percent(year, as_of, None), "below": below, "totals": totals, "rule": RULE,
        "overdue": duties.overdue(here, scope, as_of, 6, evaluation=evaluation), "evaluation": evaluation, "may_evaluate": request.may("duty.evaluate"), "titles": {key: entry.latest.title for key, entry in here.duties.items()},
    }  # fmt: skip
    judged = context["with_goals"] - context["states"].get("empty", 0)
    context["kept_percent"] = 100 * context["states"].get("done", 0) // context["with_goals"] if judged else None
    return render(request, "desk/cockpit.html", context)


def _states(measures: list) -> dict[str, int]:
    """How many measures stand how; `empty`: with indicators of which nothing can be said yet."""
    return dict(Counter("empty" if line.goals and line.state == "none" else line.state for line in measures))


def _summary(item) -> dict:
    """One item of the plan as a row: its worst state, goals reached, nearest due date."""
    measures = item.measures
    goals = [progress for line in measures for *_, progress in line.goals if not progress.is_empty]
    states = [line.state for line in measures]
    due = sorted(((line.sentence.due_on, line.sentence) for line in measures if line.sentence.due_on and line.state != "done"), key=lambda pair: pair[0])
    return {
        "sentence": item.sentence, "state": next((state for state in ("missed", "soon", "met", "done") if state in states), "none"), "goals": len(goals), "is_empty": any(line.goals for line in measures) and not goals,
        "reached": sum(goal.reached for goal in goals), "percent": 100 * sum(goal.reached for goal in goals) // len(goals) if goals else None,
        "leads": list(dict.fromkeys(line.sentence.lead.name for line in measures if line.sentence.lead)), "due": due[0] if due else None,
    }  # fmt: skip

