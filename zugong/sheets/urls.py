from django.urls import path

from .screens import batches, mending, tables

app_name = "sheets"
urlpatterns = [
    path("sheets/", tables.index, name="index"),
    path("sheets/template/<str:kind>/", tables.template, name="template"),
    path("sheets/export/<str:kind>/", tables.export, name="export"),
    path("sheets/upload/<str:kind>/", batches.upload, name="upload"),
    path("sheets/<int:pk>/", batches.show, name="show"),
    path("sheets/<int:pk>/marked/", batches.marked, name="marked"),
    path("sheets/<int:pk>/confirm/", batches.accept, name="confirm"),
    path("sheets/<int:pk>/undo/", batches.take_back, name="undo"),
    path("sheets/<int:pk>/drop/", batches.give_up, name="drop"),
    path("sheets/<int:pk>/columns/", mending.columns, name="columns"),
    path("sheets/<int:pk>/mend/", mending.mend, name="mend"),
    path("sheets/<int:pk>/rows/<int:number>/", mending.row, name="row"),
]
