from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from zugong.door import clock
from zugong.door.methods import writes
from zugong.door.models import Installation
from zugong.duties.actions.evaluate import evaluate
from zugong.library.queries import book, stamp
from zugong.registry.models import Organization

# The row by which a page asks the worker for an evaluation.
WANTED = "evaluation_wanted"


@require_POST
@writes("duty.evaluate")
def ask(request: HttpRequest):
    """Evaluate everything anew: at once where that takes a moment, else by the worker, which looks every few seconds."""
    if Organization.objects.all()[: settings.LIVE_ORGANIZATIONS + 1].count() > settings.LIVE_ORGANIZATIONS:
        Installation.objects.update_or_create(key=WANTED, defaults={"value": request.now.isoformat()})
        messages.success(request, "已交给后台重新计算，算完以后页面上的时间会变。")
    else:
        evaluate(book(), stamp(), today=request.today, at=request.now, clock=clock.now)
        messages.success(request, "已重新计算。")
    back = request.POST.get("back", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, None) else "duties:overview")
