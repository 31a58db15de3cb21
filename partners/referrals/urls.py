from partners.referrals import views as referrals
from rptc.addresses import address

urlpatterns = [
    address("referrals/", referrals.referral_list),
    address("stays/<int:stay_id>/refer/", referrals.referral_propose),
    address("referrals/<int:referral_id>/", referrals.referral_detail),
    address("referrals/<int:referral_id>/edit/", referrals.referral_edit),
    address("referrals/<int:referral_id>/decide/", referrals.referral_decide),
    address("referrals/<int:referral_id>/answer/", referrals.referral_answer),
    address("referrals/<int:referral_id>/revoke/", referrals.referral_revoke),
]
