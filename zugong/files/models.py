from django.db import models
from django.db.models import Q

from .kinds import KINDS, MOST_FILES, Kind


class StoredFile(models.Model):
    """A file that is about an address such as `records/42`. `key` is its random name on disk; `place` is one of the seats that an address has for files."""

    about = models.CharField(max_length=60)
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=40, unique=True)
    added_at = models.DateTimeField()
    added_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["about", "place"], name="file_in_its_place"),
            models.UniqueConstraint(fields=["about", "sha256"], name="file_once_about_one_thing"),
            models.CheckConstraint(condition=Q(place__gte=1, place__lte=MOST_FILES), name="file_places_are_limited"),
            models.CheckConstraint(condition=Q(size__gt=0), name="file_is_not_empty"),
        ]

    @property
    def address(self) -> str:
        """Its page lies under the page of what it is about."""
        return f"{self.about}/files/{self.pk}"

    @property
    def what(self) -> Kind:
        return KINDS[self.kind]
