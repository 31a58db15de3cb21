from cases.casework.plans import views as plans
from rptc.addresses import address

urlpatterns = [
    address("plans/", plans.plan_list),
    address("stays/<int:stay_id>/plan/", plans.plan_write),
    address("plans/<int:plan_id>/", plans.plan_detail),
    address("plans/<int:plan_id>/edit/", plans.plan_edit),
    address("plans/<int:plan_id>/submit/", plans.plan_submit),
    address("plans/<int:plan_id>/decide/", plans.plan_decide),
    address("plans/<int:plan_id>/items/<int:item_id>/close/", plans.plan_item_close),
]
