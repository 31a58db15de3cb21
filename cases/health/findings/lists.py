"""Findings as a page shows them: each with its words and its versions of before."""

from django.db.models import F

from cases.health.findings.models import Finding
from cases.health.findings.words import add_words
from rptc.kept import AmongThese, kept_rows
from rptc.versions import add_versions


def with_versions(findings, user):
    """Give each its words, and its `versions` of before, the newest first."""
    findings = list(findings)
    stays = {finding.stay_id for finding in findings}
    corrected = kept_rows(_corrected, user, these=stays) if findings else []
    add_words(add_versions(findings, corrected), user)
    return findings


def _corrected(user):
    findings = Finding.objects.visible_to(user).filter(AmongThese(F("stay"))).corrected()
    return findings.select_related("recorded_by")
