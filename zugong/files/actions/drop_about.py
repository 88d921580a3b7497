from collections.abc import Iterable
from functools import partial

from django.db import transaction

from zugong.files import shelf
from zugong.files.models import StoredFile


def drop_about(addresses: Iterable[str]) -> int:
    """Take away all files about these addresses, inside the transaction that ends what they are about; the bytes go after it. Answers how many."""
    rows = list(StoredFile.objects.filter(about__in=list(addresses)).values_list("pk", "key"))
    StoredFile.objects.filter(pk__in=[pk for pk, _ in rows]).delete()
    transaction.on_commit(partial(shelf.clear, [key for _, key in rows]), robust=True)
    return len(rows)
