from django.core.management.base import BaseCommand, CommandError

from rptc.mail import queue
from rptc.upkeep.alone import IsRunning


class Command(BaseCommand):
    help = (
        "Write the digest of the morning and alerts of what is urgent for whoever wants them, and"
        " send what lies in the queue; for a timer, every five minutes."
    )

    def handle(self, **options):
        try:
            done = queue.run()
        except IsRunning:
            self.stdout.write("Pengiriman pos-el masih berjalan.")
            return
        self.stdout.write(str(done))
        if done.broken:
            raise CommandError(
                f"{done.broken} pengguna tidak dapat disurati. Sebabnya ada di log."
            )
