"""What the server did in the last fortnight, while nobody watched."""

from datetime import timedelta

from rptc.upkeep.models import Job

NIGHTS = 14
# nights ago on which one part failed
FAILED = 5


def add(story):
    Job.objects.bulk_create(_night(story, ago) for ago in range(NIGHTS, 0, -1))


def _night(story, ago):
    began_at = story.ago(ago, 4)
    parts = [
        f"Sesi: {9 + ago % 4} sesi lama dihapus.",
        f"Berkas ganda: {3 + ago // 5} pasangan menunggu keputusan.",
        "Rujukan: 0 rujukan kedaluwarsa.",
    ]
    failed = "Berkas ganda" if ago == FAILED else ""
    said = [part for part in parts if not failed or not part.startswith(failed)]
    ended_at = began_at + timedelta(seconds=38)
    return Job(
        began_at=began_at, ended_at=ended_at, kind="nightly", said="\n".join(said), failed=failed
    )
