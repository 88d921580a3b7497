from django.http import HttpRequest
from django.shortcuts import render

from zugong.door.asked_number import asked_number
from zugong.door.methods import reads
from zugong.door.paging import Pages
from zugong.library.queries import book
from zugong.plans.comparison import compare
from zugong.plans.models import Plan

SORTS = (("continued", "延续"), ("left", "只在左边"), ("right", "只在右边"))


@reads("plan.read")
def beside(request: HttpRequest):
    """Two plans beside each other, of one year or of two."""
    plans = list(Plan.objects.defer("noise").order_by("-year", "pk")[:200])
    by_key = {plan.pk: plan for plan in plans}
    left, right = (by_key.get(asked_number(request.GET.get(name))) for name in ("left", "right"))
    left = left or next((plan for plan in plans if plan != right), None)
    context = {"plans": plans, "left": left, "right": right, "is_one": bool(left and left == right)}
    if left and right and left != right:
        found, shown = compare(left, right), request.GET.get("show")
        shown = shown if shown in dict(SORTS) else "continued"
        context |= {
            "page": Pages(getattr(found, shown), 50).get_page(request.GET.get("page")), "shown": shown, "tabs": [(key, word, len(getattr(found, key))) for key, word in SORTS],
            "mechanisms": [("两份都提到", found.both), (f"只有左边提到：{left.title}", found.left_only), (f"只有右边提到：{right.title}", found.right_only)],
            "titles": {key: mechanism.title for key, mechanism in book().mechanisms.items()},
        }  # fmt: skip
    return render(request, "plans/compare.html", context)
