"""What mails leave behind is forgotten: their texts, then that there were any."""

from datetime import timedelta

from rptc import days
from rptc.upkeep.nightly import Work, register
from rptc.words import angka

TEXT_IS_KEPT, ROW_IS_KEPT = timedelta(days=7), timedelta(days=90)


def forget_mail():
    from post_office.models import STATUS, Email, Log

    from rptc.mail.models import Digest

    now = days.now()
    Email.objects.filter(created__lt=now - ROW_IS_KEPT).delete()
    Digest.objects.filter(day__lt=days.today() - ROW_IS_KEPT).delete()
    old = Email.objects.filter(created__lt=now - TEXT_IS_KEPT)
    emptied = old.exclude(subject="", message="").update(
        subject="", message="", html_message="", headers=None, context=None
    )
    Log.objects.filter(email__in=old).update(message="")
    since = Email.objects.filter(created__gte=now - days.ONE_DAY)
    sent, failed = (since.filter(status=each).count() for each in (STATUS.sent, STATUS.failed))
    return (
        f"{angka(sent)} terkirim, {angka(failed)} gagal sejak kemarin;"
        f" isi {angka(emptied)} pos-el lama dikosongkan."
    )


register(Work("Pos-el", forget_mail))
