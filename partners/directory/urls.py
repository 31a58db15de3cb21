from partners.directory import views as directory
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("partners/", directory.partner_list, NOBODY),
    page("partners/add/", directory.partner_add, NOBODY),
    page("partners/<int:partner_id>/", directory.partner_detail, "halaman mitra"),
    page("partners/<int:partner_id>/edit/", directory.partner_edit, NOBODY),
    page("partners/<int:partner_id>/terms/", directory.partner_terms, NOBODY),
    page("partners/<int:partner_id>/places/", directory.partner_places, NOBODY),
    page("partners/<int:partner_id>/contacts/add/", directory.partner_contact_add, NOBODY),
    page(
        "partner-contacts/<int:partner_contact_id>/edit/", directory.partner_contact_edit, NOBODY
    ),
    page("partners/<int:partner_id>/papers/add/", directory.partner_paper_add, NOBODY),
    page("partner-papers/<int:partner_paper_id>/edit/", directory.partner_paper_edit, NOBODY),
    page("partners/<int:partner_id>/members/add/", directory.member_add, NOBODY),
]
