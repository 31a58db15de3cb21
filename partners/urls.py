from django.urls import path

from partners import portal, views

app_name = "partners"

urlpatterns = [
    path("partners/", views.partner_list, name="partner_list"),
    path("partners/add/", views.partner_add, name="partner_add"),
    path("partners/<int:partner_id>/", views.partner_detail, name="partner_detail"),
    path("partners/<int:partner_id>/edit/", views.partner_edit, name="partner_edit"),
    path("partners/<int:partner_id>/members/add/", views.member_add, name="member_add"),
    path("referrals/", views.referral_list, name="referral_list"),
    path("stays/<int:stay_id>/refer/", views.referral_propose, name="referral_propose"),
    path("referrals/<int:referral_id>/", views.referral_detail, name="referral_detail"),
    path("referrals/<int:referral_id>/edit/", views.referral_edit, name="referral_edit"),
    path("referrals/<int:referral_id>/decide/", views.referral_decide, name="referral_decide"),
    path("referrals/<int:referral_id>/answer/", views.referral_answer, name="referral_answer"),
    path("referrals/<int:referral_id>/revoke/", views.referral_revoke, name="referral_revoke"),
    path("portal/", portal.portal, name="portal"),
    path("portal/referrals/<int:referral_id>/", portal.portal_referral, name="portal_referral"),
    path("portal/referrals/<int:referral_id>/answer/", portal.portal_answer, name="portal_answer"),
]
