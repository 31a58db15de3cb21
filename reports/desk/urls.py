from reports.desk import approvals, unusual
from reports.desk.history import views as history
from reports.desk.today import views as today
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("", today.today, NOBODY),
    page("history/unusual/", unusual.unusual_list, "akses tidak biasa"),
    page("history/<slug:type>/<int:record_id>/", history.record_history, "riwayat"),
    page("approvals/", approvals.approvals, "daftar keputusan"),
]
