from partners.portal import views as portal
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("portal/", portal.portal, "portal mitra"),
    page("portal/places/", portal.portal_places, NOBODY),
    page("portal/referrals/<int:referral_id>/", portal.portal_referral),
    page("portal/referrals/<int:referral_id>/photo/", portal.portal_photo, NOBODY),
    page(
        "portal/referrals/<int:referral_id>/papers/<int:referral_item_id>/scan/",
        portal.portal_scan,
    ),
    page("portal/referrals/<int:referral_id>/safety/", portal.portal_safety),
    page("portal/referrals/<int:referral_id>/arrival/", portal.portal_arrival, "kedatangan"),
    page("portal/referrals/<int:referral_id>/arrival/letter/", portal.portal_arrival_letter),
    page("portal/referrals/<int:referral_id>/answer/", portal.portal_answer, "jawaban mitra"),
    page("portal/places/<int:asked_partner_id>/", portal.portal_place, "tanya tempat"),
]
