from rptc.addresses import NOBODY, page
from rptc.mail import views

app_name = "mail"

urlpatterns = [page("account/mail/", views.mail_choose, NOBODY)]
