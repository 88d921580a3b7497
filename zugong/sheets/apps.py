from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "zugong.sheets"

    def ready(self):
        """One larger file is taken where tables are uploaded."""
        from zugong.files.uploads import LARGER

        from .kinds import MOST_BYTES

        LARGER["/sheets/upload/"] = MOST_BYTES
