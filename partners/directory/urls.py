from partners.directory import views as directory
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("partners/", directory.partner_list, NOBODY),
    page("partners/add/", directory.partner_add, NOBODY),
    page("partners/<int:partner_id>/", directory.partner_detail, "halaman mitra"),
    page("partners/<int:partner_id>/edit/", directory.partner_edit, NOBODY),
    page("partners/<int:partner_id>/members/add/", directory.member_add, NOBODY),
]
