from cases.arrivals import views as arrivals
from cases.arrivals.receptions import views as receptions
from rptc.addresses import page

urlpatterns = [
    page("stays/arrivals/", arrivals.stay_arrivals, "kedatangan"),
    page("stays/arrivals/tonight/", receptions.reception_tonight, "penerimaan malam ini"),
    page("receptions/<int:reception_id>/letter/", receptions.reception_letter, "surat"),
]
