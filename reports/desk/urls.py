from reports.desk import approvals
from reports.desk.history import views as history
from reports.desk.today import views as today
from rptc.addresses import address

urlpatterns = [
    address("", today.today),
    address("history/<slug:type>/<int:record_id>/", history.record_history),
    address("approvals/", approvals.approvals),
]
