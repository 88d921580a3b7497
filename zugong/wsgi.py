"""WSGI entry."""

import os
import signal
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zugong.settings")
application = get_wsgi_application()

from zugong.door import maintenance  # noqa: E402 - Django first

maintenance.watch()

if sys.platform == "linux":  # a server that is killed takes its processes with it: nothing is left that holds the port
    import ctypes

    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
