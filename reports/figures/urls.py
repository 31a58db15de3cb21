from django.urls import path, register_converter

from reports.figures.recap import views as recap
from reports.figures.recap.files import FileExtension
from reports.figures.returns import views as returns

register_converter(FileExtension, "extension")

urlpatterns = [
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
    path("returns/", returns.returns, name="returns"),
    path("returns/people/", returns.returns_people, name="returns_people"),
    path("returns/period.csv", returns.returns_file, name="returns_file"),
    path("settings/counting-rules/", recap.counting_rule_list, name="counting_rule_list"),
]
