from partners.directory import views as directory
from rptc.addresses import page

urlpatterns = [
    page("partners/", directory.partner_list),
    page("partners/add/", directory.partner_add),
    page("partners/<int:partner_id>/", directory.partner_detail),
    page("partners/<int:partner_id>/edit/", directory.partner_edit),
    page("partners/<int:partner_id>/members/add/", directory.member_add),
]
