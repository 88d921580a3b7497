"""What of sheets one may open: rosters of which one has the right, and one's own batches."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from .models import Batch
from .rosters import Ask, Roster, rosters


def roster_or_404(request: HttpRequest, key: str, *, to_read: bool = False) -> Roster:
    """A roster that the account may bring in, or with `to_read` download."""
    roster = rosters().get(key)
    if roster is None:
        raise Http404
    if not request.may(roster.reads_right if to_read else roster.right):
        raise PermissionDenied
    return roster


def batch_or_404(request: HttpRequest, pk: int) -> tuple[Batch, Roster]:
    """An own batch of a roster that the account still has the right to."""
    batch = get_object_or_404(Batch, pk=pk, by=request.user.pk)
    roster = rosters().get(batch.roster)
    if roster is None or not request.may(roster.right):
        raise Http404
    return batch, roster


def ask_of(request: HttpRequest, roster: Roster) -> Ask:
    return Ask(request.scope(roster.right), request.today, request.user.pk, request.now)
