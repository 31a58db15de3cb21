from django.urls import path

from reports.desk import approvals
from reports.desk.history import views as history
from reports.desk.today import views as today

urlpatterns = [
    path("", today.today, name="today"),
    path("history/<slug:type>/<int:record_id>/", history.record_history, name="record_history"),
    path("approvals/", approvals.approvals, name="approvals"),
]
