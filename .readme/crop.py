"""Cut the white margins off rendered pages and put them together: ``crop.py FROM TO``."""

import sys
from pathlib import Path

from PIL import Image, ImageChops

source, target = Path(sys.argv[1]), Path(sys.argv[2])


def page(name: str, number: int) -> Image.Image:
    path = sorted(source.glob(f"{name}-*.png"))[number]
    image = Image.open(path).convert("RGB")
    footer = 0.045 if image.height > image.width else 0.07
    height = int(image.height * (1 - footer))
    image = image.crop((0, 0, image.width, height))
    box = ImageChops.difference(image, Image.new("RGB", image.size, "white")).getbbox()
    left, top, right, bottom = box or (0, 0, image.width, image.height)
    right, bottom = min(image.width, right + 12), min(height, bottom + 12)
    return image.crop((max(0, left - 12), max(0, top - 12), right, bottom))


def save(image: Image.Image, name: str, colours: int = 96) -> None:
    image.quantize(colours).save(target / name, optimize=True)


def beside(first: Image.Image, second: Image.Image, ground: str = "white") -> Image.Image:
    both = Image.new("RGB", (first.width + second.width + 24, max(first.height, second.height)), ground)
    both.paste(first, (0, 0))
    both.paste(second, (first.width + 24, 0))
    return both


save(beside(page("sheet", 0), page("sheet", 1)), "sheet.png")
save(page("sheet", 2), "checks.png")
shots = [Image.open(source / f"report-{number}.png").convert("RGB") for number in (1, 2)]
save(beside(*shots, "#c9d1db"), "report.png", 200)
