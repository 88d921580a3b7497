from django.db import transaction

from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.sheets.models import Batch, MendedCell
from zugong.sheets.reading import LEFT_OUT
from zugong.sheets.rosters import Ask


def choose_columns(batch: Batch, chosen: dict[str, dict[str, str]], ask: Ask) -> None:
    """Say which column of which sheet is what, {sheet: {column number as text: key or ""}}; the batch is to be checked again."""
    with transaction.atomic():
        if not Batch.objects.filter(pk=batch.pk, state__in=("checked", "failed")).update(state="received", chosen=chosen, done=0):
            raise Refused("这一批刚才已经办过了，请刷新后查看")
        write(batch.address, "choose_columns", by=ask.by, at=ask.at)


def take_in_again(batch: Batch, ask: Ask) -> None:
    """Lines that were left out are lines again; the batch is to be checked again."""
    with transaction.atomic():
        if not Batch.objects.filter(pk=batch.pk, state="checked").update(state="received", done=0):
            raise Refused("这一批刚才已经办过了，请刷新后查看")
        MendedCell.objects.filter(batch=batch, column=LEFT_OUT).delete()
        write(batch.address, "mend_cells", by=ask.by, at=ask.at, fields=[LEFT_OUT])


def mend_cells(batch: Batch, cells: list[tuple[str, int, str, str]], ask: Ask) -> None:
    """Type (sheet, row, column key, text) instead of what the file has, or leave a line out (column LEFT_OUT); the batch is to be checked again. The file itself stays as it is."""
    with transaction.atomic():
        if not Batch.objects.filter(pk=batch.pk, state="checked").update(state="received", done=0):
            raise Refused("这一批刚才已经办过了，请刷新后查看")
        rows = [MendedCell(batch=batch, sheet=sheet, row=row, column=column, text=text[:2000]) for sheet, row, column, text in cells]
        MendedCell.objects.bulk_create(rows, update_conflicts=True, unique_fields=["batch", "sheet", "row", "column"], update_fields=["text"])
        write(batch.address, "mend_cells", by=ask.by, at=ask.at, fields=sorted({column for _, _, column, _ in cells}))
