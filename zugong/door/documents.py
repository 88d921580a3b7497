"""A .docx that was made for one reader, as an answer."""

import io

from django.http import FileResponse

from zugong.files.names import clean_name


def document(data: bytes, name: str) -> FileResponse:
    """To be saved under a name, and kept nowhere between."""
    answer = FileResponse(io.BytesIO(data), as_attachment=True, filename=clean_name(f"{name}.docx", "docx"))
    answer["Cache-Control"] = "private, no-store"
    return answer
