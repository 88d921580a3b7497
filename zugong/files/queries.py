from django.db.models import QuerySet

from .models import StoredFile


def files_about(address: str) -> QuerySet[StoredFile]:
    """Everything that is about one address, in the order it was added."""
    return StoredFile.objects.filter(about=address).order_by("id")
