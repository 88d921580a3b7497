"""The exchange file of the cadre appointment form (.lrmx): read tolerantly, written and checked strictly. It holds family, health and a photo: only an open selection case may use it."""

from .checking import check
from .form import AppointmentForm, Relative, ResumeLine, without_sensitive
from .months import Month
from .reading import Unreadable, read
from .writing import Unwritable, write

__all__ = ["AppointmentForm", "Month", "Relative", "ResumeLine", "Unreadable", "Unwritable", "check", "read", "without_sensitive", "write"]
