from partners.incidents import views as incidents
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("partner-incidents/", incidents.partner_incident_list, "daftar kejadian di mitra"),
    # It names nobody.
    page("partner-incidents/alerts/", incidents.partner_incident_alerts, NOBODY),
    page("partner-incidents/<int:partner_incident_id>/", incidents.partner_incident_detail),
    page(
        "referrals/<int:referral_id>/incident/",
        incidents.partner_incident_record,
        "catat kejadian di mitra",
    ),
    page(
        "partner-incidents/<int:partner_incident_id>/add/",
        incidents.partner_incident_add,
        "tambah keterangan",
    ),
    page(
        "partner-incidents/<int:partner_incident_id>/handle/",
        incidents.partner_incident_handle,
        "jawab kejadian di mitra",
    ),
    page(
        "partner-incidents/<int:partner_incident_id>/drop/",
        incidents.partner_incident_drop,
        "bukan kejadian",
    ),
    page(
        "partner-incidents/<int:partner_incident_id>/decide/",
        incidents.partner_incident_decide,
        "putuskan penjemputan",
    ),
    page("partner-incidents/<int:partner_incident_id>/told/", incidents.partner_incident_told),
]
