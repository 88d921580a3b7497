from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "zugong.registry"

    def ready(self):
        """Tell the door how paths are called."""
        from zugong.door.places import places

        from . import naming

        places.path_of, places.names_of, places.post_behind = naming.path_of, naming.names_of, naming.post_behind
