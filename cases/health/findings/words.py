"""The words of a finding: put away under the application's key, and read out to who may read
them."""

from cases.health.findings.models import Finding
from cases.people.access import mark_told
from rptc import keys

WORDS = ("complaint", "finding", "treatment", "reason")


def put_away(row, /, **words):
    keys.seal_words(row, WORDS, words)


def add_words(findings, user):
    """Give each finding its words, where this user may read them: the only place where a sealed
    text of it is opened."""
    findings = list(findings)
    mark_told(findings, Finding.objects.visible_to(user))
    for finding in findings:
        keys.read_words(finding, WORDS, is_told=finding.is_told)
    return findings
