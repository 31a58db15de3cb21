from rptc.addresses import page
from rptc.audit import views

app_name = "audit"

urlpatterns = [page("history/", views.access_log, "catatan akses")]
