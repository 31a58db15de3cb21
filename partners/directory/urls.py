from django.urls import path

from partners.directory import views as directory

urlpatterns = [
    path("partners/", directory.partner_list, name="partner_list"),
    path("partners/add/", directory.partner_add, name="partner_add"),
    path("partners/<int:partner_id>/", directory.partner_detail, name="partner_detail"),
    path("partners/<int:partner_id>/edit/", directory.partner_edit, name="partner_edit"),
    path("partners/<int:partner_id>/members/add/", directory.member_add, name="member_add"),
]
