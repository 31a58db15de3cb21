"""What waits in the rooms; nothing else."""

from reports.desk import waiting as desk  # noqa: F401
