from django.db.models import Value
from django.db.models.functions import Concat, Substr

from zugong.door.models import Grant
from zugong.door.scope import path_end


def move_grants(old: str, new: str) -> int:
    """Rewrite the paths of all grants on a subtree that moved."""
    below = Grant.objects.filter(path__gte=old, path__lt=path_end(old))
    return below.update(path=Concat(Value(new), Substr("path", len(old) + 1)))
