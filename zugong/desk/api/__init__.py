"""The rooms for other systems: the same rights, scopes and acts as on the pages, as JSON."""
