from partners.portal import views as portal
from rptc.addresses import address

urlpatterns = [
    address("portal/", portal.portal),
    address("portal/referrals/<int:referral_id>/", portal.portal_referral),
    address("portal/referrals/<int:referral_id>/answer/", portal.portal_answer),
]
