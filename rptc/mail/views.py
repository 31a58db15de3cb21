from django.conf import settings

from rptc.acting import changed, form_page, go_on
from rptc.admission import may_fill
from rptc.mail import actions
from rptc.mail.forms import MailChoiceForm


@may_fill("mail.choose_mail")
def mail_choose(request):
    """One's own address, and which mails come there."""
    choice = actions.choice_of(request.user)
    form = MailChoiceForm(request.POST or None, instance=choice)
    if changed(form, actions.choose_mail, by=request.user):
        return go_on(request, "Pilihan pos-el tersimpan.", "account_index")
    return form_page(request, form, "mail/mail_choose.html", is_sent=bool(settings.EMAIL_HOST))
