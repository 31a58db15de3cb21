from django.urls import register_converter

from reports.figures.recap import views as recap
from reports.figures.recap.files import FileExtension
from reports.figures.returns import views as returns
from rptc.addresses import page

register_converter(FileExtension, "extension")

urlpatterns = [
    page("recap/", recap.recap),
    page("recap/cell/", recap.recap_cell),
    page("recap/period.<extension:extension>", recap.recap_period_file),
    page("recap/<int:year>/", recap.recap_year),
    page("recap/<int:year>.<extension:extension>", recap.recap_file),
    page("recap/<int:year>/reconcile/", recap.recap_reconcile),
    page("recap/<int:year>/<int:month>/", recap.recap_month),
    page("recap/<int:year>/<int:month>.<extension:extension>", recap.recap_month_file),
    page("returns/", returns.returns),
    page("returns/people/", returns.returns_people),
    page("returns/period.csv", returns.returns_file),
    page("settings/counting-rules/", recap.counting_rule_list),
]
