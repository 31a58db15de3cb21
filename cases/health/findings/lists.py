"""Findings as a page shows them: each with its words and its versions of before."""

from cases.health.findings.models import Finding
from cases.health.findings.words import add_words
from rptc.versions import add_versions


def with_versions(findings, user):
    """Give each its words, and its `versions` of before, the newest first."""
    findings = list(findings)
    stays = {finding.stay_id for finding in findings}
    corrected = Finding.objects.visible_to(user).filter(stay__in=stays).corrected()
    add_words(add_versions(findings, corrected.select_related("recorded_by")), user)
    return findings
