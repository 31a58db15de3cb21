"""A picture as it is kept: decoded, turned upright, made small and saved anew as JPEG.

Nothing of the file that was sent is stored: EXIF, position, colour profile, comments and whatever
was hung on behind the picture stay behind. What cannot be decoded within bounds is refused, in
words for the person who took it.
"""

import base64
import hashlib
import io
import struct
import zlib
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from PIL import Image, ImageFile, ImageOps

MAX_BYTES = 8 * 1024 * 1024
STORED_BYTES = 300_000
SMALLEST_SIDE = 32
THUMBNAIL_SIDE = 160
# JPEG is decoded at a fraction of its size; the others whole, 4 bytes a pixel.
MAX_PIXELS = {"JPEG": 64_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
# Each scan of a progressive JPEG goes over all its pixels again; cameras write about ten.
MAX_SCANNED = 1_000_000_000
START_OF_SCAN = b"\xff\xda"
# Longest side and quality, until the picture is small enough.
TRIES = [(1280, 85), (1280, 75), (1280, 60), (1024, 60), (800, 50), (640, 40)]

FOREIGN = [
    (b"GIF8", "Gambar GIF tidak diterima. Kirim foto JPEG, PNG atau WebP."),
    (b"%PDF", "Berkas PDF bukan foto. Foto suratnya, lalu kirim fotonya."),
    (
        b"PK\x03\x04",
        "Berkas ini bukan foto, melainkan kumpulan berkas. Kirim fotonya satu per satu.",
    ),
]
HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}
HEIC_REFUSED = (
    "Foto HEIC belum dapat dibaca. Di iPhone: buka Pengaturan, Kamera, Format, pilih Paling"
    " Kompatibel, lalu foto lagi; atau pilih JPEG saat mengirim."
)
UNREADABLE = "Berkas ini bukan foto yang dapat dibaca. Kirim foto JPEG, PNG atau WebP."
BROKEN = "Foto ini rusak atau tidak lengkap. Ambil atau kirim lagi."
TOO_LARGE = "Foto ini terlalu besar. Paling besar 8 MB; kecilkan ukuran foto di kamera."

# What Pillow raises on a file that was made to hurt it.
DECODER_ERRORS = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    LookupError,
    TypeError,
    ArithmeticError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


@dataclass(frozen=True)
class Picture:
    """A JPEG of our own making."""

    content: bytes
    sha256: str


def encode(upload, *, longest: int = TRIES[0][0]) -> Picture:
    """The picture in an uploaded file, as it is kept: no side longer than `longest` pixels.
    Raises ValidationError on anything else."""
    if upload.size > MAX_BYTES:
        raise ValidationError(TOO_LARGE)
    sent = upload.read(MAX_BYTES + 1)
    if not sent:
        raise ValidationError("Berkas ini kosong. Ambil atau kirim fotonya lagi.")
    if reason := _foreign(sent):
        raise ValidationError(reason)
    content = _small_enough(_decode(sent), longest)
    return Picture(content, hashlib.sha256(content).hexdigest())


def _foreign(sent: bytes) -> str:
    """Why a kind of file that people do send is not a photo; empty for all others."""
    if sent[4:8] == b"ftyp" and sent[8:12] in HEIC:
        return HEIC_REFUSED
    return next((reason for magic, reason in FOREIGN if sent.startswith(magic)), "")


def _decode(sent: bytes) -> Image.Image:
    """The picture, upright, at most 1280 pixels a side, on white, without anything around it."""
    # WeasyPrint, once loaded, lets torn pictures pass for the whole process.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        image = Image.open(io.BytesIO(sent), formats=list(MAX_PIXELS))
    except DECODER_ERRORS:
        raise ValidationError(UNREADABLE) from None
    try:
        _check_bounds(image, sent)
        image.thumbnail((TRIES[0][0],) * 2)
        return _on_white(ImageOps.exif_transpose(_eight_bits(image)))
    except DECODER_ERRORS:
        raise ValidationError(BROKEN) from None


def _check_bounds(image: Image.Image, sent: bytes):
    """Refuse before a pixel is decoded what would eat the machine."""
    # A camera's JPEG of several pictures (MPO): the first one is the photo.
    kind = "JPEG" if image.format == "MPO" else image.format
    width, height = image.size
    if width * height > MAX_PIXELS[kind]:
        raise ValidationError("Foto ini terlalu luas. Kecilkan ukuran foto di kamera.")
    if min(width, height) < SMALLEST_SIDE:
        raise ValidationError("Foto ini terlalu kecil untuk dilihat.")
    if kind != "JPEG" and getattr(image, "is_animated", False):
        raise ValidationError("Gambar bergerak tidak diterima. Kirim satu foto.")
    if kind == "JPEG" and sent.count(START_OF_SCAN) * width * height > MAX_SCANNED:
        raise ValidationError(BROKEN)


def _eight_bits(image: Image.Image) -> Image.Image:
    """Deep greys would be cut off at 255 by a plain conversion, not scaled."""
    if image.mode in {"I", "I;16", "I;16B", "I;16L", "I;16N"}:
        exif = image.info.get("exif")
        image = image.convert("I").point(lambda grey: grey / 256).convert("L")
        if exif:
            image.info["exif"] = exif
    return image


def _on_white(image: Image.Image) -> Image.Image:
    """A fresh picture: whatever Pillow knows of the old file (comments, profiles) stays there."""
    clean = Image.new("RGB", image.size, "white")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        clean.paste(image, mask=image.getchannel("A"))
    else:
        clean.paste(image.convert("RGB"))
    return clean


def _small_enough(image: Image.Image, longest: int) -> bytes:
    for side, quality in TRIES:
        image.thumbnail((min(side, longest),) * 2)
        written = io.BytesIO()
        image.save(written, "JPEG", quality=quality, optimize=True)
        if written.tell() <= STORED_BYTES:
            break
    return written.getvalue()


def data_uri(content: bytes) -> str:
    """The picture as an address of its own: a PDF fetches nothing from anywhere."""
    return f"data:image/jpeg;base64,{base64.b64encode(content).decode()}"


def thumbnail(content: bytes) -> bytes:
    """A stored picture, small enough for a line of a printed list."""
    image = Image.open(io.BytesIO(content), formats=["JPEG"])
    image.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    written = io.BytesIO()
    image.save(written, "JPEG", quality=70)
    return written.getvalue()
