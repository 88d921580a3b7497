"""WSGI entry."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zugong.settings")
application = get_wsgi_application()

from zugong.door import maintenance  # noqa: E402 - Django first

maintenance.watch()
