"""What waits in the rooms; nothing else."""

from partners.referrals import waiting as referrals  # noqa: F401
