from django.urls import path

from cases.casework.plans import views as plans

urlpatterns = [
    path("plans/", plans.plan_list, name="plan_list"),
    path("stays/<int:stay_id>/plan/", plans.plan_write, name="plan_write"),
    path("plans/<int:plan_id>/", plans.plan_detail, name="plan_detail"),
    path("plans/<int:plan_id>/edit/", plans.plan_edit, name="plan_edit"),
    path("plans/<int:plan_id>/submit/", plans.plan_submit, name="plan_submit"),
    path("plans/<int:plan_id>/decide/", plans.plan_decide, name="plan_decide"),
    path(
        "plans/<int:plan_id>/items/<int:item_id>/close/",
        plans.plan_item_close,
        name="plan_item_close",
    ),
]
