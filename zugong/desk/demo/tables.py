"""Rows of a table as the ORM would write them, without its statements: columns, defaults and conversions come from the model."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import count
from operator import itemgetter

from django.db import connection, models

# Fields whose Python values go to either engine as they are.
PLAIN = (
    models.AutoField, models.BigAutoField, models.BigIntegerField, models.IntegerField, models.PositiveIntegerField, models.PositiveSmallIntegerField,
    models.BooleanField, models.CharField, models.TextField, models.ForeignKey,
)  # fmt: skip


class Table:
    """One model's table; gives ids from the first free one on."""

    def __init__(self, model: type[models.Model]):
        self.model, self.name = model, model._meta.db_table
        fields = [field for field in model._meta.concrete_fields if not field.generated]
        self.columns, self._key = [field.column for field in fields], model._meta.pk.attname
        self.ids = count((model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1)
        self._links = [field for field in fields if field.is_relation]
        self._read = itemgetter(*[field.attname for field in fields])
        self._filled = [(place, field.pre_save) for place, field in enumerate(fields) if _fills_itself(field)]
        self._converted = [(place, _conversion(field)) for place, field in enumerate(fields) if type(field) not in PLAIN]
        self._blank = {field.attname: field.get_default() for field in fields if not (field.has_default() and callable(field.default)) and not _fills_itself(field)}

    def of(self, row: models.Model) -> list:
        """An instance as a row; it gets its id, and those of what it points at."""
        if row.pk is None:
            row.pk = next(self.ids)
        for field in self._links:
            if row.__dict__[field.attname] is None and (related := field.get_cached_value(row, None)):
                setattr(row, field.name, related)  # it had no id when it was set
        values = list(self._read(row.__dict__))
        for place, fill in self._filled:
            values[place] = fill(row, True)
        return self._convert(values)

    def of_values(self, values: dict) -> Sequence:
        """Values by attribute name as a row. What has no fixed value when left out, or fills itself, is filled by way of an instance, which is slower."""
        whole = self._blank | values
        if self._filled:
            return self.of(self.model(**whole))
        if whole[self._key] is None:
            whole[self._key] = next(self.ids)
        try:
            row = self._read(whole)
        except KeyError:
            return self.of(self.model(**whole))
        return self._convert(list(row)) if self._converted else row

    def _convert(self, values: list) -> list:
        for place, convert in self._converted:
            if values[place] is not None:
                values[place] = convert(values[place])
        return values


def _fills_itself(field: models.Field) -> bool:
    """Whether the field makes its value while it is saved (initials of a name, a moment of change)."""
    plain = (models.Field.pre_save, models.DateField.pre_save, models.DateTimeField.pre_save, models.TimeField.pre_save)
    return type(field).pre_save not in plain or getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)


def _conversion(field: models.Field) -> Callable:
    """From the field's value to what the engine's driver takes; days and moments come again and again."""

    def convert(value):
        return field.get_db_prep_save(value, connection)

    return lru_cache(50_000)(convert) if isinstance(field, models.DateField | models.TimeField) else convert
