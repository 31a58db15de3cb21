from partners.portal import views as portal
from rptc.addresses import page

urlpatterns = [
    page("portal/", portal.portal),
    page("portal/referrals/<int:referral_id>/", portal.portal_referral),
    page("portal/referrals/<int:referral_id>/answer/", portal.portal_answer),
]
