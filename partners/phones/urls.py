from partners.phones import views as phones
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("partners/<int:partner_id>/phones/", phones.partner_phones, NOBODY),
    page("partner-phones/<int:partner_phone_id>/renew/", phones.partner_phone_renew, NOBODY),
    page("partner-phones/<int:partner_phone_id>/lock/", phones.partner_phone_lock, NOBODY),
]
