"""The first of the upload handlers: nobody fills the disk by sending more than would be taken."""

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from .kinds import MOST_BYTES, MOST_FILES

MOST_AT_ONCE = (MOST_FILES + 1) * MOST_BYTES
# {beginning of a path: bytes} where one larger file is taken; the room whose pages they are says so at start.
LARGER: dict[str, int] = {}


class Capped(FileUploadHandler):
    """Of a file that is too large only so much is kept that it is seen to be too large; a request beyond all bounds is ended."""

    sent = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.sent += len(raw_data)
        if self.sent > MOST_AT_ONCE:
            raise RequestDataTooBig("more than the files of one address may hold together")
        return raw_data if start <= self._most() else None

    def _most(self) -> int:
        path = getattr(self.request, "path", "")
        return next((most for beginning, most in LARGER.items() if path.startswith(beginning)), MOST_BYTES)

    def file_complete(self, file_size: int) -> None:
        return None
