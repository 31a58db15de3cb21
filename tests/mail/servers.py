"""Mail servers that take nothing."""

from smtplib import SMTPRecipientsRefused

from django.core.mail.backends.base import BaseEmailBackend


class RefusesAll(BaseEmailBackend):
    """It says whom it refuses, as they do."""

    def send_messages(self, messages):
        [address] = messages[0].to
        raise SMTPRecipientsRefused({address: (550, b"No such user")})


class IsNotThere(BaseEmailBackend):
    def open(self):
        raise ConnectionRefusedError

    def send_messages(self, messages):
        raise AssertionError
