"""Pictures made for a test: a phone's JPEG, and files that were made to do harm."""

import io
import os
import random
import struct
import zipfile
import zlib

from PIL import Image, ImageDraw, PngImagePlugin

GPS = {1: "S", 2: (5.0, 8.0, 53.0), 3: "E", 4: (119.0, 24.0, 46.0)}
CAMERA = "Kamera Rahasia"
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf>rahasia-xmp</rdf></x:xmpmeta>"
PNG_MAGIC = b"\x89PNG\r\n\x1a\n"


def drawing(size=(120, 150), mode="RGB", seed=1):
    """A face as a child draws it; each seed another one."""
    dice = random.Random(seed)  # noqa: S311
    image = Image.new("RGB", size, tuple(dice.randrange(120, 256) for _ in range(3)))
    pen = ImageDraw.Draw(image)
    width, height = size
    pen.ellipse((width * 0.2, height * 0.15, width * 0.8, height * 0.85), fill="peru")
    for x in (0.38, 0.62):
        pen.ellipse((width * (x - 0.04), height * 0.4, width * (x + 0.04), height * 0.46))
    pen.arc((width * 0.35, height * 0.5, width * 0.65, height * 0.72), 20, 160, fill="black")
    return image.convert(mode)


def saved(image, kind, **options):
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def jpeg(seed=1, size=(120, 150)):
    return saved(drawing(size, seed=seed), "JPEG", quality=90)


def png():
    return saved(drawing(), "PNG")


def webp():
    return saved(drawing(), "WEBP")


def from_a_phone(size=(400, 300)):
    """With all that a phone writes into it: place, camera, comment, profile; lying on its side."""
    image = drawing(size)
    exif = image.getexif()
    exif[0x0112] = 6
    exif[0x0110] = CAMERA
    exif.get_ifd(0x8825).update(GPS)
    return saved(
        image, "JPEG", exif=exif, comment=b"rahasia-komentar", icc_profile=b"rahasia-icc" * 20,
        xmp=XMP, quality=90,
    )  # fmt: skip


def png_chunk(name, data):
    body = name + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def png_of(width, height, *chunks, depth=8, colour=2):
    """A PNG that says how large it is; whether there is anything in it is another matter."""
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return PNG_MAGIC + header + b"".join(chunks) + png_chunk(b"IEND", b"")


def png_with_text(size):
    """A text that is small as it is sent, and large once it is read."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "A" * size, zip=True)
    return saved(drawing(), "PNG", pnginfo=info)


def jpeg_that_says(width, height):
    """A small JPEG whose header claims another size."""
    content = bytearray(jpeg())
    at = content.index(b"\xff\xc0")
    content[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(content)


def jpeg_of_many_scans():
    """Each scan goes over the whole picture again."""
    content = saved(drawing((4000, 4000)), "JPEG", progressive=True)
    scan = content.rindex(b"\xff\xda")
    return content[:-2] + content[scan:-2] * 200 + b"\xff\xd9"


def heic(brand=b"heic"):
    return struct.pack(">I", 24) + b"ftyp" + brand + b"\x00" * 4 + b"mif1" + brand + b"\x00" * 200


def animation(kind):
    frames = [drawing(seed=n) for n in range(3)]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def archive():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        file.writestr("../../foto.jpg", jpeg())
    return written.getvalue()


def noise(size):
    return Image.frombytes("RGB", size, os.urandom(size[0] * size[1] * 3))


SCRIPT = b"<script>alert(document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
HTML = b"<!doctype html><html><body>" + SCRIPT + b"</body></html>"
PDF = b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF"
GIF_AND_SCRIPT = b"GIF89a/*" + b"\x00" * 20 + b"*/=1;alert(document.cookie)//"
PHP = b"<?php system($_GET['c']); ?>"


def refused():
    """{what: (file name, content)}: nothing of these is a photo."""
    whole, half_png, half_webp = jpeg(), png(), webp()
    files = {
        "svg": ("foto.svg", SVG),
        "svg as jpg": ("foto.jpg", SVG),
        "svg with a bom": ("foto.png", b"\xef\xbb\xbf<?xml version='1.0'?>" + SVG),
        "html": ("foto.html", HTML),
        "html as jpg": ("foto.jpg", HTML),
        "html as webp": ("foto.webp", HTML),
        "script": ("foto.jpg.js", SCRIPT),
        "php": ("foto.php.jpg", PHP),
        "shell": ("foto.jpg", b"#!/bin/sh\nrm -rf /\n"),
        "pdf": ("ktp.pdf", PDF),
        "pdf as jpg": ("ktp.jpg", PDF),
        "zip": ("foto.zip", archive()),
        "zip as png": ("foto.png", archive()),
        "program": ("foto.exe", b"MZ" + os.urandom(2000)),
        "linux program": ("foto.jpg", b"\x7fELF" + os.urandom(2000)),
        "gif": ("foto.gif", saved(drawing(), "GIF")),
        "gif as jpg": ("foto.jpg", saved(drawing(), "GIF")),
        "gif and script": ("foto.gif", GIF_AND_SCRIPT),
        "animated gif": ("foto.gif", animation("GIF")),
        "animated webp": ("foto.webp", animation("WEBP")),
        "animated png": ("foto.png", animation("PNG")),
        "bmp": ("foto.bmp", saved(drawing(), "BMP")),
        "tiff": ("foto.tif", saved(drawing(), "TIFF")),
        "ico": ("foto.ico", saved(drawing(), "ICO")),
        "eps": ("foto.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n"),
        "ppm": ("foto.ppm", saved(drawing(), "PPM")),
        "heic": ("IMG_0001.HEIC", heic()),
        "heic as jpg": ("IMG_0001.jpg", heic(b"mif1")),
        "avif": ("foto.avif", heic(b"avif")),
        "mp4": ("foto.mp4", heic(b"isom")),
        "nothing": ("foto.jpg", b""),
        "one byte": ("foto.jpg", b"\xff"),
        "zeros": ("foto.png", b"\x00" * 5000),
        "chance": ("foto.jpg", os.urandom(5000)),
        "only the magic of jpeg": ("foto.jpg", b"\xff\xd8\xff\xe0"),
        "only the magic of png": ("foto.png", PNG_MAGIC),
        "only the magic of webp": ("foto.webp", b"RIFF\x24\x00\x00\x00WEBPVP8 "),
        "jpeg magic before html": ("foto.jpg", b"\xff\xd8\xff\xe0" + HTML),
        "png magic before html": ("foto.png", PNG_MAGIC + HTML),
        "png magic before jpeg": ("foto.png", PNG_MAGIC + whole),
        "torn jpeg": ("foto.jpg", whole[: len(whole) // 2]),
        "torn png": ("foto.png", half_png[: len(half_png) // 2]),
        "torn webp": ("foto.webp", half_webp[: len(half_webp) // 2]),
        "jpeg header only": ("foto.jpg", whole[:200]),
        "png of 20,000 x 20,000": ("foto.png", png_of(20_000, 20_000)),
        "png of 2 billion x 2 billion": ("foto.png", png_of(2**31 - 1, 2**31 - 1)),
        "png of no size": ("foto.png", png_of(0, 0)),
        "png bomb": (
            "foto.png",
            png_of(20_000, 20_000, png_chunk(b"IDAT", zlib.compress(b"\x00" * 5_000_000, 9))),
        ),
        "png without pixels": ("foto.png", png_of(300, 300)),
        "png of a wrong checksum": ("foto.png", png()[:40] + b"\x00\x00" + png()[42:]),
        "png text of 50 MB": ("foto.png", png_with_text(50_000_000)),
        "png profile bomb": (
            "foto.png",
            png_of(
                300, 300, png_chunk(b"iCCP", b"x\x00\x00" + zlib.compress(b"A" * 50_000_000, 9))
            ),
        ),
        "jpeg that says 60,000 x 60,000": ("foto.jpg", jpeg_that_says(60_000, 60_000)),
        "jpeg of no height": ("foto.jpg", jpeg_that_says(100, 0)),
        "jpeg of 1,000 scans": ("foto.jpg", jpeg_of_many_scans()),
        "more than 8 MB": ("foto.jpg", jpeg() + b"\x00" * 8 * 1024 * 1024),
        "one pixel": ("foto.png", saved(drawing((1, 1)), "PNG")),
        "a line": ("foto.png", saved(drawing((5000, 2)), "PNG")),
    }
    return {about: (name, content) for about, (name, content) in files.items()}


def cleaned():
    """{what: (file name, content)}: pictures that carry something; what is kept does not."""
    return {
        "place and camera": ("foto.jpg", from_a_phone()),
        "html behind the picture": ("foto.jpg", jpeg() + HTML),
        "zip behind the picture": ("foto.jpg", jpeg() + archive()),
        "php in the comment": ("foto.php.jpg", saved(drawing(), "JPEG", comment=PHP)),
        "a text in a png": ("foto.png", png_with_text(1000)),
        "script behind a png": ("foto.png", png() + SCRIPT),
        "script behind a webp": ("foto.webp", webp() + SCRIPT),
        "path of a name": ("../../../etc/cron.d/foto.jpg", jpeg()),
        "windows path of a name": ("..\\..\\windows\\foto.jpg", jpeg()),
        "script in the name": ('"><script>alert(1)</script>.jpg', jpeg()),
        "zero in the name": ("foto.php\x00.jpg", jpeg()),
        "long name": ("a" * 900 + ".jpg", jpeg()),
        "no name": (".jpg", jpeg()),
        "wrong ending": ("foto.html", jpeg()),
        "cmyk": ("foto.jpg", saved(drawing(mode="CMYK"), "JPEG")),
        "grey": ("foto.jpg", saved(drawing(mode="L"), "JPEG")),
        "grey of 16 bits": ("foto.png", saved(drawing(mode="I;16"), "PNG")),
        "palette": ("foto.png", saved(drawing(mode="P"), "PNG", transparency=0)),
        "black and white": ("foto.png", saved(drawing(mode="1"), "PNG")),
        "see-through": ("foto.png", saved(drawing(mode="RGBA"), "PNG")),
        "xmp in webp": ("foto.webp", saved(drawing(), "WEBP", xmp=XMP)),
        "two pictures in one (MPO)": ("foto.jpg", saved(
            drawing(), "MPO", save_all=True, append_images=[drawing(seed=2)])),
        "noise": ("foto.jpg", saved(noise((1600, 1600)), "JPEG", quality=80)),
    }  # fmt: skip
