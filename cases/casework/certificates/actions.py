"""A certificate is written down, mended, or ends before its day."""

from django.core.exceptions import ValidationError
from django.db import transaction

from rptc.audit.record import enter, keep
from rptc.saving import locked


@transaction.atomic
def add_certificate(certificate, *, paper=None, by):
    _keep(certificate, paper)
    return enter(certificate, "registered", by=by)


@transaction.atomic
def change_certificate(certificate, *, paper=None, by):
    """`certificate` is locked and filled by its form; without another paper the old one stays."""
    _keep(certificate, paper)
    return keep(certificate, "changed", by=by)


def _keep(certificate, paper):
    if paper:
        certificate.keep(paper)


@transaction.atomic
def end_certificate(certificate, *, ended_on, reason, by):
    """Taken away, or never real: from the day on which it was issued, it never held."""
    certificate = locked(certificate, "kind", "user")
    if certificate.ended_on:
        raise ValidationError("Sertifikat ini sudah diakhiri.")
    certificate.ended_on, certificate.end_reason, certificate.ended_by = ended_on, reason, by
    return keep(certificate, "ended", by=by)
