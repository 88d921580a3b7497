from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "zugong.registry"

    def ready(self):
        """Tell the door how paths are called, and sheets which rosters there are and whom a name means."""
        from zugong.door.places import places
        from zugong.sheets import rosters as sheets

        from . import naming
        from .rosters import rosters
        from .rosters.names import kinds_in, organizations_named, people_named

        places.path_of, places.names_of, places.post_behind = naming.path_of, naming.names_of, naming.post_behind
        sheets.names.organizations, sheets.names.people, sheets.names.kinds = organizations_named, people_named, kinds_in
        sheets.register(rosters)
