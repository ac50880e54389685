"""Pictures with something to see in them, the same on every machine."""

import io

from PIL import Image, ImageDraw


def scene(number: int, size: tuple[int, int] = (480, 360)) -> Image.Image:
    """Return a drawn picture; different numbers give pictures that look nothing alike."""
    image = Image.new("RGB", size, (40 + number * 37 % 160, 90, 200 - number * 53 % 160))
    draw = ImageDraw.Draw(image)
    state = number * 7919 + 1
    for _ in range(60):
        values = []
        for most in (size[0], size[1], size[0] // 3, size[1] // 3, 255, 255, 255):
            state = (state * 1103515245 + 12345) % 2**31
            values.append((state >> 8) % most)
        x, y, width, height, *colour = values
        draw.ellipse((x, y, x + width + 8, y + height + 8), fill=tuple(colour))
    return image


def jpeg_of(image: Image.Image, quality: int = 90) -> bytes:
    """Return a picture as a JPEG."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()
