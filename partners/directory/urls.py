from partners.directory import views as directory
from rptc.addresses import address

urlpatterns = [
    address("partners/", directory.partner_list),
    address("partners/add/", directory.partner_add),
    address("partners/<int:partner_id>/", directory.partner_detail),
    address("partners/<int:partner_id>/edit/", directory.partner_edit),
    address("partners/<int:partner_id>/members/add/", directory.member_add),
]
