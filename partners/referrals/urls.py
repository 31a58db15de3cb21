from django.urls import path

from partners.referrals import views as referrals

urlpatterns = [
    path("referrals/", referrals.referral_list, name="referral_list"),
    path("stays/<int:stay_id>/refer/", referrals.referral_propose, name="referral_propose"),
    path("referrals/<int:referral_id>/", referrals.referral_detail, name="referral_detail"),
    path("referrals/<int:referral_id>/edit/", referrals.referral_edit, name="referral_edit"),
    path("referrals/<int:referral_id>/decide/", referrals.referral_decide, name="referral_decide"),
    path("referrals/<int:referral_id>/answer/", referrals.referral_answer, name="referral_answer"),
    path("referrals/<int:referral_id>/revoke/", referrals.referral_revoke, name="referral_revoke"),
]
