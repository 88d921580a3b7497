"""WSGI entry."""

import os
import signal

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zugong.settings")
application = get_wsgi_application()

from zugong.door import maintenance  # noqa: E402 - Django first
from zugong.door.parent import end_with_parent  # noqa: E402

maintenance.watch()
end_with_parent(signal.SIGKILL)
