"""Written into the queue of post_office, and sent from there. Commands alone come here, as the
owner of the tables: the web process neither loads the package nor may read its tables, and no page
waits for a mail server.

One run at a time, whatever started it: two senders would send twice (post_office locks by a file,
which knows one machine alone). Each mail is written in one transaction with the row that says so
(`Digest`, `Alert`): broken off, there are both or neither.
"""

import logging
from dataclasses import dataclass
from datetime import time, timedelta

from django.conf import settings
from django.db import transaction

from rptc import days
from rptc.accounts.models import User
from rptc.mail import texts
from rptc.mail.models import Alert, Digest, MailChoice
from rptc.mail.pressing import number_for, urgent_for
from rptc.policies import tell_reader
from rptc.upkeep.alone import alone

log = logging.getLogger("rptc.mail")
# Any number that nothing else locks.
LOCK = 6_110_312
# In the morning; who gets none by noon reads Hari Ini itself.
MORNING, NOON = time(6), time(12)
# An alert that could not be sent for so long tells nothing new.
STALE = timedelta(hours=12)


@dataclass(frozen=True)
class Run:
    digests: int
    alerts: int
    sent: int
    # Not sent this time: tried again, or given up.
    failed: int
    # Of so many users nothing could be written; the log says why.
    broken: int = 0

    def __str__(self):
        said = f"{self.digests} ringkasan, {self.alerts} pemberitahuan ditulis; "
        if not settings.EMAIL_HOST:
            return f"{said}tidak dikirim, RPTC_MAIL tidak diatur."
        return f"{said}{self.sent} terkirim, {self.failed} gagal."


def run() -> Run:
    """All that is to be told now, written down and sent. Raises IsRunning."""
    with alone(LOCK):
        digests, alerts, broken = write_all()
        sent, failed = send_all() if settings.EMAIL_HOST else (0, 0)
    return Run(digests, alerts, sent, failed, broken)


def write_all() -> tuple[int, int, int]:
    """(digests, alerts) that were written, and of how many users none could be: what fails for one
    of them keeps no other from being told."""
    choices = MailChoice.objects.told()
    # Whoever is not told any more: switched on again, all is told that is urgent then.
    Alert.objects.exclude(user__in=choices.filter(urgent_alerts=True).values("user")).delete()
    users = User.objects.with_powers().in_bulk(list(choices.values_list("user", flat=True)))
    is_morning = MORNING <= days.now().astimezone(days.WITA).time() < NOON
    digests = alerts = broken = 0
    for key, user in choices.order_by("pk").values_list("pk", "user"):
        try:
            digests += is_morning and write_digest(key, users[user])
            alerts += write_alert(key, users[user])
        except Exception:
            log.exception("No mail could be written for user %s.", user)
            broken += 1
    return digests, alerts, broken


@transaction.atomic
def write_digest(key: int, user: User) -> bool:
    """Once a day, by the choice as it stands now."""
    choice = _choice(key, morning_digest=True)
    today = days.today()
    if choice is None or Digest.objects.filter(user=user, day=today).exists():
        return False
    Digest.objects.create(user=user, day=today)
    # What the database answers about whoever reads, it answers about them.
    tell_reader(user)
    waits = number_for(user)
    if waits.number:
        _put(choice, texts.digest(waits), until=days.at(today, NOON))
    return waits.number > 0


@transaction.atomic
def write_alert(key: int, user: User) -> bool:
    """One mail of all that became urgent since the last one."""
    choice = _choice(key, urgent_alerts=True)
    if choice is None:
        return False
    tell_reader(user)
    urgent, told = urgent_for(user), {}
    for alert in Alert.objects.filter(user=user):
        told[alert.what, alert.number] = alert.pk
    Alert.objects.filter(pk__in=[told[row] for row in told.keys() - urgent]).delete()
    fresh = sorted(urgent - told.keys())
    Alert.objects.bulk_create(Alert(user=user, what=what, number=number) for what, number in fresh)
    if fresh:
        _put(choice, texts.alert(len(fresh)), until=days.now() + STALE, priority="high")
    return bool(fresh)


def _choice(key, **wanted):
    """Locked, so that one at a time tells this user; None where they have just said no."""
    rows = MailChoice.objects.told().filter(pk=key, **wanted)
    return rows.select_for_update(of=("self",)).first()


def _put(choice, said, *, until, priority="medium"):
    from post_office import mail

    subject, text = said
    mail.send(choice.address, subject=subject, message=text, expires_at=until, priority=priority)


def send_all() -> tuple[int, int]:
    """(sent, not sent) of all that lies in the queue and is not too old. What fails is tried again
    after some minutes (settings.POST_OFFICE). What was written for an account that was closed
    since, or for an address that nobody gives any more, is not sent."""
    from post_office.mail import get_queued, send_queued
    from post_office.models import STATUS, Email

    # Written before a server was set, it has no sender that one would take.
    waiting = Email.objects.filter(status__in=[STATUS.queued, STATUS.requeued])
    told = MailChoice.objects.told()
    unsent = waiting.exclude(to__in=list(told.values_list("address", flat=True)))
    _tell_elsewhere(told, {address for email in unsent for address in email.to})
    unsent.delete()
    waiting.update(from_email=settings.DEFAULT_FROM_EMAIL)
    sent = failed = 0
    while get_queued().exists():
        some, given_up, again = send_queued()
        sent, failed = sent + some, failed + given_up + again
    return sent, failed


def _tell_elsewhere(told, addresses):
    """Whoever has given another address since was told of nothing yet: the next run tells all that
    is urgent then."""
    before = MailChoice.pgh_event_model.objects.filter(address__in=addresses)
    moved = told.filter(pk__in=list(before.values_list("pgh_obj", flat=True)))
    Alert.objects.filter(user__in=list(moved.values_list("user", flat=True))).delete()
