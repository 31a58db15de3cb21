from rptc.classes import Emptied, Keeps, Until

CLASSES = {
    "mail.MailChoice": Keeps(
        Until.ACCOUNT, Emptied.DELETED, k1="id user morning_digest urgent_alerts", k2="address"
    ),
    "mail.Digest": Keeps(Until.USE, Emptied.DELETED, k1="id user day"),
    # It names no klien, but leads to the row that does.
    "mail.Alert": Keeps(Until.USE, Emptied.DELETED, k1="id user what told_at", k2="number"),
    # Of the package that keeps the queue. Addresses are those of users; `manage.py nightly`
    # empties the texts after a week and deletes the rows after a season (rptc/mail/nightly.py).
    "post_office.Email": Keeps(
        Until.USE,
        Emptied.DELETED,
        k1="id from_email status recipient_delivery_status priority created last_updated"
        " scheduled_time expires_at message_id number_of_retries template backend_alias",
        k2="to cc bcc subject message html_message headers context",
    ),
    # What the other server answered may repeat the address.
    "post_office.Log": Keeps(
        Until.USE, Emptied.DELETED, k1="id email date status exception_type", k2="message"
    ),
    # Not used: texts stand in the code, and nothing is attached.
    "post_office.EmailTemplate": Keeps(
        Until.USE,
        Emptied.DELETED,
        k1="id name description created last_updated subject content html_content language"
        " default_template",
    ),
    "post_office.Attachment": Keeps(
        Until.USE, Emptied.DELETED, k1="id mimetype", k2="file name headers"
    ),
    "post_office.Attachment_emails": Keeps(Until.USE, Emptied.DELETED, k1="id attachment email"),
}
