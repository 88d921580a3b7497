"""Every room's addresses."""

from django.urls import include, path

from zugong.desk.api import interface

urlpatterns = [
    path("accounts/", include("zugong.door.account_urls")),
    path(interface.MOUNT, interface.urls),
    path("", include("zugong.desk.urls")),
    path("", include("zugong.plans.urls")),
    path("", include("zugong.duties.urls")),
    path("", include("zugong.records.urls")),
    path("", include("zugong.ledgers.urls")),
    path("", include("zugong.library.urls")),
    path("", include("zugong.sheets.urls")),
    path("", include("zugong.registry.urls")),
    path("", include("zugong.door.urls")),
]
