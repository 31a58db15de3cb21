from django.urls import path, register_converter

from reports import approvals
from reports.history import views as history
from reports.recap import views as recap
from reports.recap.files import FileExtension
from reports.returns import views as returns
from reports.today import views as today

app_name = "reports"

register_converter(FileExtension, "extension")

urlpatterns = [
    # today
    path("", today.today, name="today"),
    # history
    path("history/<slug:type>/<int:record_id>/", history.record_history, name="record_history"),
    # approvals
    path("approvals/", approvals.approvals, name="approvals"),
    # recap
    path("recap/", recap.recap, name="recap"),
    path("recap/cell/", recap.recap_cell, name="recap_cell"),
    path("recap/period.<extension:extension>", recap.recap_period_file, name="recap_period_file"),
    path("recap/<int:year>/", recap.recap_year, name="recap_year"),
    path("recap/<int:year>.<extension:extension>", recap.recap_file, name="recap_file"),
    path("recap/<int:year>/reconcile/", recap.recap_reconcile, name="recap_reconcile"),
    path("recap/<int:year>/<int:month>/", recap.recap_month, name="recap_month"),
    path(
        "recap/<int:year>/<int:month>.<extension:extension>",
        recap.recap_month_file,
        name="recap_month_file",
    ),
    # returns
    path("returns/", returns.returns, name="returns"),
    path("returns/people/", returns.returns_people, name="returns_people"),
    path("returns/period.csv", returns.returns_file, name="returns_file"),
    path("settings/counting-rules/", recap.counting_rule_list, name="counting_rule_list"),
]
