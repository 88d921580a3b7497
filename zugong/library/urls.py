from django.urls import path

from . import screens

app_name = "library"
urlpatterns = [
    path("library/", screens.index, name="index"),
    path("library/<slug:key>/", screens.show, name="show"),
    path("library/text/<int:pk>/", screens.text, name="text"),
]
