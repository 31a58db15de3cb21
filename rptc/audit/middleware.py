import uuid
from functools import partial

import pghistory

from rptc.audit.looks import leave_line, leave_line_of_refusal
from rptc.audit.request import current_request


class HistoryContext:
    """Tells the history triggers and the log who acts in this request."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.audit_id, request.is_recorded = uuid.uuid4(), False
        request.leave_line = partial(leave_line, request)
        token = current_request.set(request)
        try:
            if request.method in {"GET", "HEAD", "OPTIONS"}:
                response = self.get_response(request)
            else:
                with pghistory.context(user=request.user.pk, request=str(request.audit_id)):
                    response = self.get_response(request)
            leave_line_of_refusal(request, response)
            return response
        finally:
            current_request.reset(token)
