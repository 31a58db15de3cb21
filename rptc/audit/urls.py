from rptc.addresses import page
from rptc.audit import views

app_name = "audit"

urlpatterns = [
    page("history/", views.access_log, "catatan akses"),
    page("history/exports/", views.export_list, "daftar unduhan"),
]
