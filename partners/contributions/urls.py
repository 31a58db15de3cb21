from partners.contributions import views as contributions
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("contributions/", contributions.contribution_figures, NOBODY),
    page(
        "contributions/print/", contributions.contribution_figures_print, "yang ditanggung mitra"
    ),
    page("contributions/list/", contributions.contribution_list, NOBODY),
    page("contributions/add/", contributions.contribution_add, NOBODY),
    page("contributions/<int:contribution_id>/", contributions.contribution_detail, NOBODY),
    page("contributions/<int:contribution_id>/edit/", contributions.contribution_edit, NOBODY),
    page("contributions/<int:contribution_id>/decide/", contributions.contribution_decide, NOBODY),
    page("contributions/<int:contribution_id>/drop/", contributions.contribution_drop, NOBODY),
    page(
        "contributions/<int:contribution_id>/withdraw/",
        contributions.contribution_withdraw,
        NOBODY,
    ),
    page("contributions/<int:contribution_id>/scan/", contributions.contribution_scan, NOBODY),
    page(
        "contributions/<int:contribution_id>/scan/add/",
        contributions.contribution_scan_add,
        NOBODY,
    ),
    page(
        "contributions/<int:contribution_id>/receipt/", contributions.contribution_receipt, NOBODY
    ),
    page(
        "contributions/<int:contribution_id>/receipt/write/",
        contributions.contribution_receipt_write,
        NOBODY,
    ),
    page("agreements/<int:agreement_id>/pledges/add/", contributions.pledge_add, NOBODY),
    page("pledges/<int:pledge_id>/edit/", contributions.pledge_edit, NOBODY),
]
