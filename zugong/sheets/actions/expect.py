from django.db import transaction

from zugong.door.refusal import Refused
from zugong.sheets.models import Batch

FROM = {"to_confirm": "checked", "to_undo": "confirmed"}


def expect(batch: Batch, state: str) -> None:
    """Leave the confirmation ("to_confirm") or the undoing ("to_undo") of a large batch to the background process."""
    with transaction.atomic():
        if not Batch.objects.filter(pk=batch.pk, state=FROM[state]).update(state=state, message=""):
            raise Refused("这一批刚才已经办过了，请刷新后查看")
