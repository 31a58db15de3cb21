from reports.quality import views
from rptc.addresses import page

urlpatterns = [
    page("quality/", views.quality, "mutu data"),
    page("quality/known/", views.false_alarm_list, "memang begitu"),
    page("quality/known/<int:false_alarm_id>/end/", views.false_alarm_end),
    page("quality/origin/<int:intake_id>/mend/", views.quality_origin, "asal"),
    page("quality/<slug:quality_rule>/", views.quality_rule, "mutu data"),
    page("quality/<slug:quality_rule>/<int:hit_id>/so/", views.false_alarm_add, "memang begitu"),
]
