from rptc.addresses import address
from rptc.audit import views

app_name = "audit"

urlpatterns = [address("history/", views.access_log)]
