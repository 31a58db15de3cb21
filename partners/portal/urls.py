from django.urls import path

from partners.portal import views as portal

urlpatterns = [
    path("portal/", portal.portal, name="portal"),
    path("portal/referrals/<int:referral_id>/", portal.portal_referral, name="portal_referral"),
    path("portal/referrals/<int:referral_id>/answer/", portal.portal_answer, name="portal_answer"),
]
