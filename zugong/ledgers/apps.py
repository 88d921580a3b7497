from django.apps import AppConfig


class LedgersConfig(AppConfig):
    name = "zugong.ledgers"

    def ready(self):
        """Tell sheets that each ledger is a table too."""
        from zugong.sheets import rosters as sheets

        from .rosters import rosters

        sheets.register(rosters)
