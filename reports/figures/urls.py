from django.urls import register_converter

from reports.figures.recap import views as recap
from reports.figures.recap.files import FileExtension
from reports.figures.returns import views as returns
from rptc.addresses import address

register_converter(FileExtension, "extension")

urlpatterns = [
    address("recap/", recap.recap),
    address("recap/cell/", recap.recap_cell),
    address("recap/period.<extension:extension>", recap.recap_period_file),
    address("recap/<int:year>/", recap.recap_year),
    address("recap/<int:year>.<extension:extension>", recap.recap_file),
    address("recap/<int:year>/reconcile/", recap.recap_reconcile),
    address("recap/<int:year>/<int:month>/", recap.recap_month),
    address("recap/<int:year>/<int:month>.<extension:extension>", recap.recap_month_file),
    address("returns/", returns.returns),
    address("returns/people/", returns.returns_people),
    address("returns/period.csv", returns.returns_file),
    address("settings/counting-rules/", recap.counting_rule_list),
]
