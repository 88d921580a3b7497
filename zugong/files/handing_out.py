"""A kept file as an answer: always to be saved, never opened inside the page."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from .models import StoredFile


def handed_out(kept: StoredFile, data: bytes) -> HttpResponse:
    """The file's bytes under its name, with headers that keep a browser from running it."""
    answer = HttpResponse(data, content_type=kept.what.content_type)
    answer["Content-Disposition"] = content_disposition_header(True, kept.name)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer
