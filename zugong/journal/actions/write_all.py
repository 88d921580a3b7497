import datetime as dt
from collections.abc import Iterable
from itertools import zip_longest

from django.db import connection

from zugong.journal.models import Line

from .write import without_numbers

_COLUMNS = ("at", "by", "address", "verb", "fields", "reason")


def write_all(addresses: Iterable[str], verb: str, *, by: int | None, at: dt.datetime, fields: Iterable[Iterable[str]] = (), reason: str = "") -> int:
    """One line for each address, with the names of its fields; answers how many. They go to the database as plain values, for there may be hundreds of thousands."""
    moment, said, known = connection.ops.adapt_datetimefield_value(at), without_numbers(reason), {}
    rows = []
    for address, names in zip_longest(addresses, fields, fillvalue=()):
        names = tuple(names)
        if names not in known:
            known[names] = " ".join(sorted(names))[:400]
        rows.append((moment, by, address, verb, known[names], said))
    if rows:
        quote = connection.ops.quote_name
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {quote(Line._meta.db_table)} ({', '.join(map(quote, _COLUMNS))}) VALUES ({', '.join(['%s'] * len(_COLUMNS))})", rows)
    return len(rows)
