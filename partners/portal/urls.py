from partners.portal import views as portal
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("portal/", portal.portal, "portal mitra"),
    page("portal/places/", portal.portal_places, NOBODY),
    page("portal/referrals/<int:referral_id>/", portal.portal_referral),
    page("portal/referrals/<int:referral_id>/safety/", portal.portal_safety),
    page("portal/referrals/<int:referral_id>/answer/", portal.portal_answer, "jawaban mitra"),
    page("portal/referrals/<int:referral_id>/ask/", portal.portal_ask, "tanya RPTC"),
    page("portal/places/<int:asked_partner_id>/", portal.portal_place, "tanya tempat"),
]
