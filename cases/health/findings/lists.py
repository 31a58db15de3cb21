"""Findings as a page shows them: each with its words and its versions of before."""

from cases.health.findings.models import Finding
from cases.health.findings.words import add_words


def with_versions(findings, user):
    """Give each its words, and its `versions` of before, the newest first."""
    findings = list(findings)
    stays = {finding.stay_id for finding in findings}
    before = Finding.objects.visible_to(user).filter(stay__in=stays).corrected()
    before = {each.pk: each for each in before.select_related("recorded_by")} if stays else {}
    for finding in findings:
        finding.versions, older = [], before.get(finding.corrects_id)
        while older:
            finding.versions.append(older)
            older = before.get(older.corrects_id)
    add_words([each for finding in findings for each in (finding, *finding.versions)], user)
    return findings
