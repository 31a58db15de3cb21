from reports.desk import approvals
from reports.desk.history import views as history
from reports.desk.looks import views as looks
from reports.desk.search import views as search
from reports.desk.today import own
from reports.desk.today import views as today
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("", today.today, NOBODY),
    page("waiting/", today.waiting_list, NOBODY),
    page("own/", own.own_list, "klien saya"),
    page("history/unusual/", looks.unusual_list, "akses tidak biasa"),
    page("history/<slug:type>/<int:record_id>/", history.record_history, "riwayat"),
    page(
        "history/<slug:type>/<int:record_id>/<int:event_id>/<slug:column>/put-back/",
        history.record_put_back,
        "riwayat",
    ),
    page("search/", search.search, "pencarian"),
    page("approvals/", approvals.approvals, "daftar keputusan"),
]
