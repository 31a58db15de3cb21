from partners.portal import incidents, months, people
from partners.portal import views as portal
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("portal/", portal.portal, "portal mitra"),
    page("portal/places/", portal.portal_places, NOBODY),
    page("portal/referrals/", portal.portal_list, "daftar rujukan portal"),
    page("portal/referrals/<int:referral_id>/", portal.portal_referral),
    page("portal/referrals/<int:referral_id>/photo/", portal.portal_photo, NOBODY),
    page(
        "portal/referrals/<int:referral_id>/papers/<int:referral_item_id>/scan/",
        portal.portal_scan,
    ),
    page("portal/referrals/<int:referral_id>/safety/", portal.portal_safety),
    page("portal/referrals/<int:referral_id>/arrival/", portal.portal_arrival, "kedatangan"),
    page("portal/referrals/<int:referral_id>/arrival/letter/", portal.portal_arrival_letter),
    page(
        "portal/referrals/<int:referral_id>/arrival/sign/",
        portal.portal_arrival_sign,
        "tanda tangan kedatangan",
    ),
    page("portal/referrals/<int:referral_id>/arrival/sheet/", portal.portal_arrival_sheet),
    page("portal/referrals/<int:referral_id>/answer/", portal.portal_answer, "jawaban mitra"),
    page("portal/referrals/<int:referral_id>/ask/", portal.portal_ask, "tanya RPTC"),
    page("portal/places/<int:asked_partner_id>/", portal.portal_place, "tanya tempat"),
    page(
        "portal/referrals/<int:referral_id>/incident/",
        incidents.portal_incident_report,
        "ada kejadian",
    ),
    page("portal/incidents/<int:partner_incident_id>/", incidents.portal_incident),
    page(
        "portal/incidents/<int:partner_incident_id>/correct/",
        incidents.portal_incident_correct,
        "laporan kejadian keliru",
    ),
    page("portal/incidents/<int:partner_incident_id>/read/", incidents.portal_incident_read),
    page("portal/people/", people.portal_people, NOBODY),
    page("portal/people/propose/", people.portal_people_propose, NOBODY),
    page("portal/people/<int:member_id>/left/", people.portal_people_left, NOBODY),
    page("portal/months/", months.portal_month, "laporan bulanan"),
    page("portal/months/<int:month_report_id>/correct/", months.portal_month_correct, "perbaiki"),
]
