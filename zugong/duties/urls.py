from django.urls import path

from . import screens

app_name = "duties"
urlpatterns = [
    path("duties/", screens.overview, name="overview"),
    path("organizations/<int:pk>/duties/", screens.grid, name="grid"),
    path("organizations/<int:pk>/duties/<slug:duty>/<slug:period>/", screens.finding, name="finding"),
]
