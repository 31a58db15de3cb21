from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class TotalSize(FileUploadHandler):
    """Refuses a flood before it fills the disk: Django itself bounds everything but files."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if content_length > settings.FILE_UPLOAD_MAX_TOTAL_SIZE:
            raise RequestDataTooBig("The files of this request are too large together.")

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        """The handlers after this one keep the file."""
