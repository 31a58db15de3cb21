from partners.agreements import views as agreements
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("agreements/", agreements.agreement_list, NOBODY),
    page("agreements/<int:agreement_id>/", agreements.agreement_detail, NOBODY),
    page("agreements/<int:agreement_id>/edit/", agreements.agreement_edit, NOBODY),
    page("agreements/<int:agreement_id>/propose/", agreements.agreement_propose, NOBODY),
    page("agreements/<int:agreement_id>/decide/", agreements.agreement_decide, NOBODY),
    page("agreements/<int:agreement_id>/drop/", agreements.agreement_drop, NOBODY),
    page("agreements/<int:agreement_id>/end/", agreements.agreement_end, NOBODY),
    page("agreements/<int:agreement_id>/resume/", agreements.agreement_resume, NOBODY),
    page("agreements/<int:agreement_id>/renew/", agreements.agreement_renew, NOBODY),
    page("agreements/<int:agreement_id>/addendum/", agreements.agreement_addendum, NOBODY),
    page("agreements/<int:agreement_id>/scan/", agreements.agreement_scan, NOBODY),
    page("agreements/<int:agreement_id>/scan/add/", agreements.agreement_scan_add, NOBODY),
    page("partners/<int:partner_id>/agreements/add/", agreements.agreement_add, NOBODY),
]
