from partners.portal import views as portal
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("portal/", portal.portal, "portal mitra"),
    page("portal/places/", portal.portal_places, NOBODY),
    page("portal/referrals/<int:referral_id>/", portal.portal_referral),
    page("portal/referrals/<int:referral_id>/answer/", portal.portal_answer, "jawaban mitra"),
]
