from django.urls import path

from rptc.audit import views

app_name = "audit"

urlpatterns = [path("history/", views.access_log, name="access_log")]
