"""Lists in pages: how many there are is counted up to a bound, so that no list of a city is walked to its end to say so."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

MOST = 10_000


class Pages(Paginator):
    """Pages of a list; of a longer one than MOST rows, the first MOST rows. `is_cut`: there are more."""

    @cached_property
    def _found(self) -> int:
        rows = self.object_list
        return rows.order_by()[: MOST + 1].count() if isinstance(rows, QuerySet) else len(rows)

    @cached_property
    def count(self) -> int:
        """Rows that can be paged to."""
        return min(self._found, MOST)

    @property
    def is_cut(self) -> bool:
        return self._found > MOST
