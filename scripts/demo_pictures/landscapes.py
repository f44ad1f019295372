"""The scenes far from town: the open sea, a line of pylons, the ice."""

import math
from random import Random

from scripts.demo_pictures.canvas import HEIGHT, WIDTH, Point, Sheet, Tones, mix
from scripts.demo_pictures.motifs import ridge, ship


def waves(sheet: Sheet, tones: Tones, chance: Random) -> None:
    """The open sea under a low sun, darker with every row of waves."""
    sheet.disc(chance.uniform(350, 1250), 300, 130, tones.spot)
    inks = [mix(tones.light, tones.mid, step / 3) for step in range(3)]
    inks += [mix(tones.mid, tones.ink, step / 4) for step in range(1, 5)]
    for row, ink in enumerate(inks):
        length, high = 210 + row * 60, 26 + row * 9
        shift, level = chance.uniform(0, length), 350 + row * 92
        crests = [
            (x, level + high * abs(math.sin((x + shift) / length * math.pi)))
            for x in range(-10, WIDTH + 30, 6)
        ]
        sheet.shape([*crests, (WIDTH + 30, HEIGHT), (-10, HEIGHT)], ink)


def pylon(sheet: Sheet, x: float, foot: float, size: float, ink: str) -> list[float]:
    """A lattice mast; returns the heights of its three arms."""
    top, width = foot - size, max(2.0, size * 0.012)
    for side in (-1, 1):
        sheet.line([(x + side * size * 0.13, foot), (x + side * 8, top)], ink, width)
    for step in range(6):
        low, high = foot - size * step / 6, foot - size * (step + 1) / 6
        left, right = 0.13 * size * (1 - step / 6) + 6, 0.13 * size * (1 - step / 6) - 6
        sheet.line([(x - left, low), (x + right, high)], ink, width * 0.7)
        sheet.line([(x + left, low), (x - right, high)], ink, width * 0.7)
    arms = [top + size * part for part in (0.06, 0.2, 0.34)]
    for reach, y in zip((0.17, 0.24, 0.19), arms, strict=True):
        sheet.line([(x - size * reach, y), (x + size * reach, y)], ink, width)
    return arms


def pylons(sheet: Sheet, tones: Tones, chance: Random) -> None:
    """A line of pylons that comes nearer, their cables between them."""
    sheet.disc(1180, 420, 150, tones.spot)
    ridge(sheet, 600, 50, tones.light, chance)
    ridge(sheet, 700, 40, mix(tones.light, tones.mid, 0.6), chance)
    masts = ((1330, 700, 190), (1080, 760, 320), (700, 850, 520), (140, 1010, 820))
    tops = [pylon(sheet, x, foot, size, tones.ink) for x, foot, size in masts]
    for far, near, high, low in zip(masts, masts[1:], tops, tops[1:], strict=False):
        for arm, reach in enumerate((0.17, 0.24, 0.19)):
            for side in (-reach, reach):
                start = (far[0] + side * far[2], high[arm])
                end = (near[0] + side * near[2], low[arm])
                wire(sheet, start, end, 0.16 * near[2], tones.ink)
    ridge(sheet, 880, 26, tones.deep, chance)


def wire(sheet: Sheet, start: Point, end: Point, sag: float, ink: str) -> None:
    """A cable that hangs between two points."""
    hung = [
        (
            start[0] + (end[0] - start[0]) * part,
            start[1] + (end[1] - start[1]) * part + sag * 4 * part * (1 - part),
        )
        for part in (step / 20 for step in range(21))
    ]
    sheet.line(hung, ink, 2.5)


def ice(sheet: Sheet, tones: Tones, chance: Random) -> None:
    """An iceberg and its reflection behind drifting floes, a ship beside it."""
    peaks = [(60, 520), (210, 330), (330, 400), (520, 130), (640, 260), (760, 220),
             (900, 410), (1040, 380), (1180, 520)]  # fmt: skip
    sheet.box(0, 520, WIDTH, 480, tones.deep)
    below = [(x, 1040 - y * 0.98 if y < 520 else y) for x, y in peaks]
    sheet.shape([*peaks, *reversed(below)], mix(tones.deep, tones.mid, 0.55))
    sheet.shape(peaks, "#ffffff")
    for shade in ([(520, 130), (560, 520), (330, 520), (430, 390)],
                  [(760, 220), (800, 520), (690, 520)],
                  [(210, 330), (230, 520), (110, 520)]):  # fmt: skip
        sheet.shape(shade, tones.light)
    for _ in range(26):
        x, y = chance.uniform(0, WIDTH), chance.uniform(600, 980)
        size = 20 + (y - 560) * chance.uniform(0.12, 0.36)
        rim = [
            (x + size * 1.7 * math.cos(turn) * chance.uniform(0.75, 1.1),
             y + size * 0.34 * math.sin(turn) * chance.uniform(0.75, 1.1))
            for turn in (0, 0.9, 1.8, 2.7, 3.6, 4.5, 5.4)
        ]  # fmt: skip
        sheet.shape([(a, b + size * 0.12) for a, b in rim], tones.mid)
        sheet.shape(rim, tones.paper)
    ship(sheet, 1400, 536, 150, tones.ink, tones.spot)


LANDSCAPES = {motif.__name__: motif for motif in (waves, pylons, ice)}
