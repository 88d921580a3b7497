from django.urls import path

from .screens import bulk, files, papers, reading, views, writing

app_name = "ledgers"
urlpatterns = [
    path("ledgers/", reading.index, name="index"),
    path("ledgers/rows/<int:pk>/", reading.show, name="show"),
    path("ledgers/rows/<int:pk>/paper/", papers.of_row, name="row_paper"),
    path("ledgers/rows/<int:pk>/papers/<slug:paper>/", papers.sheet, name="sheet"),
    path("ledgers/rows/<int:pk>/change/", writing.mend, name="change"),
    path("ledgers/rows/<int:pk>/end/", writing.close, name="end"),
    path("ledgers/rows/<int:pk>/remove/", writing.take_out, name="remove"),
    path("ledgers/rows/<int:pk>/files/add/", files.add, name="attach"),
    path("ledgers/rows/<int:pk>/files/<int:file>/", files.download, name="file"),
    path("ledgers/rows/<int:pk>/files/<int:file>/remove/", files.take_off, name="detach"),
    path("ledgers/<slug:ledger>/", reading.listed, name="list"),
    path("ledgers/<slug:ledger>/suggest/", reading.suggest, name="suggest"),
    path("ledgers/<slug:ledger>/new/", writing.enter, name="enter"),
    path("ledgers/<slug:ledger>/paper/", papers.of_list, name="paper"),
    path("ledgers/<slug:ledger>/papers/<slug:paper>/", papers.roster, name="roster"),
    path("ledgers/<slug:ledger>/findings/", reading.findings, name="findings"),
    path("ledgers/<slug:ledger>/several/", bulk.choose, name="several"),
    path("ledgers/<slug:ledger>/several/end/", bulk.close_all, name="end_several"),
    path("ledgers/<slug:ledger>/several/<slug:field>/", bulk.edit, name="change_several"),
    path("ledgers/<slug:ledger>/views/new/", views.save_view, name="save_view"),
    path("ledgers/<slug:ledger>/views/remove/", views.drop_view, name="drop_view"),
]
