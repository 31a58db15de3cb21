"""What the rooms draw on pages of others; nothing else."""

from partners.referrals import parts as referrals  # noqa: F401
