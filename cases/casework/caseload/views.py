from django.shortcuts import render

from cases.casework.caseload.gathering import caseload
from rptc.admission import may_open


@may_open("cases.view_caseload")
def caseload_list(request):
    """Numbers by social worker; each opens its rows."""
    return render(request, "cases/casework/caseload_list.html", {"loads": caseload(request.user)})
