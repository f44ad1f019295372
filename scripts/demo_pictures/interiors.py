"""The scenes with a roof: a library, a court, a concert hall, a lectern, a table."""

from random import Random

from scripts.demo_pictures.canvas import HEIGHT, WIDTH, Sheet, Tones, mix
from scripts.demo_pictures.motifs import crane, ridge


def shelves(sheet: Sheet, tones: Tones, chance: Random) -> None:
    """Three shelves of books; in each a gap, into which one book leans."""
    sheet.box(0, 0, WIDTH, HEIGHT, tones.ink)
    inks = [tones.mid, tones.light, tones.deep, mix(tones.mid, tones.deep, 0.5),
            mix(tones.light, tones.mid, 0.5), tones.paper]  # fmt: skip
    gaps = ((860, 1300), (300, 620), (1010, 1420))
    for row, (start, end) in enumerate(gaps):
        foot = 320 + row * 320
        sheet.box(0, foot - 284, WIDTH, 284, mix(tones.ink, tones.deep, 0.35))
        x = -chance.uniform(0, 40)
        while x < WIDTH:
            wide, high = chance.uniform(24, 64), chance.uniform(176, 262)
            if start < x + wide and x < end:
                x = lean(sheet, x, end, foot, tones)
                continue
            ink = tones.spot if chance.random() < 0.06 else chance.choice(inks)
            sheet.box(x, foot - high, wide - 3, high, ink, 3)
            band = mix(ink, tones.ink, 0.4)
            sheet.box(x, foot - high + 26, wide - 3, 8, band)
            sheet.box(x, foot - 40, wide - 3, 5, band)
            x += wide
        sheet.box(0, foot, WIDTH, 24, tones.deep)
        sheet.box(0, foot + 24, WIDTH, 12, mix(tones.ink, "#000000", 0.3))


def lean(sheet: Sheet, x: float, end: float, foot: float, tones: Tones) -> float:
    """The last book before a gap, fallen against its neighbour."""
    book = [(x + 62, foot), (x + 6, foot - 214), (x + 46, foot - 224), (x + 102, foot)]
    sheet.shape(book, tones.mid)
    sheet.line([(x + 16, foot - 180), (x + 54, foot - 190)], tones.ink, 5)
    return end


def columns(sheet: Sheet, tones: Tones, chance: Random) -> None:
    """A court's colonnade, with a harbour behind it and steps in front."""
    ridge(sheet, 560, 30, tones.light, chance)
    haze = mix(tones.light, tones.mid, 0.75)
    sheet.disc(620, 330, 62, tones.spot)
    crane(sheet, 985, 716, 330, haze)
    crane(sheet, 640, 716, 210, mix(tones.light, tones.mid, 0.4))
    sheet.box(0, 712, WIDTH, 60, haze)
    for place in range(5):
        column(sheet, 128 + place * 336, tones)
    sheet.box(0, 0, WIDTH, 92, tones.ink)
    sheet.box(0, 92, WIDTH, 22, tones.deep)
    for place in range(24):
        sheet.box(place * 68 + 12, 44, 40, 48, mix(tones.ink, tones.deep, 0.5))
    for step in range(5):
        ink = mix(tones.deep, tones.ink, step / 5)
        sheet.box(0, 772 + step * 48, WIDTH, 60, ink)
        sheet.box(0, 772 + step * 48, WIDTH, 7, mix(ink, tones.mid, 0.7))


def column(sheet: Sheet, x: float, tones: Tones) -> None:
    """A fluted column, lit from the left."""
    sheet.box(x - 92, 114, 184, 34, tones.deep)
    sheet.box(x - 78, 148, 156, 22, tones.ink)
    for flute in range(6):
        ink = mix(tones.mid, tones.ink, 0.2 + flute * 0.15)
        sheet.box(x - 66 + flute * 22, 170, 22, 566, ink)
        sheet.box(x - 66 + flute * 22, 170, 4, 566, mix(ink, tones.ink, 0.55))
    sheet.box(x - 80, 730, 160, 22, tones.ink)
    sheet.box(x - 96, 750, 192, 24, tones.deep)


def hall(sheet: Sheet, tones: Tones, chance: Random) -> None:
    """A concert hall seen from behind the listeners, the orchestra on its stage."""
    sheet.box(0, 0, WIDTH, HEIGHT, tones.ink)
    back = mix(tones.deep, tones.mid, 0.25)
    left, right = (mix(tones.ink, tones.deep, part) for part in (0.5, 0.35))
    sheet.shape([(0, 0), (430, 190), (430, 640), (0, 860)], left)
    sheet.shape([(1600, 0), (1170, 190), (1170, 640), (1600, 860)], right)
    sheet.box(430, 190, 740, 450, back)
    for place in range(10):
        sheet.box(470 + place * 72, 300, 22, 150, mix(back, tones.light, 0.25), 4)
    sheet.shape([(430, 560), (1170, 560), (1290, 690), (310, 690)], tones.paper)
    for ring in range(1, 8):
        ink = mix(tones.spot, tones.ink, ring / 11)
        sheet.arc(800, 590, 120 + ring * 96, 184, 356, ink, 7 - ring * 0.6, 0.86)
    for row, (count, size) in enumerate(((9, 17), (7, 20), (5, 23))):
        for seat in range(count):
            x = 800 + (seat - (count - 1) / 2) * (66 + row * 10)
            player(sheet, x, 572 + row * 34, size, tones.deep)
    panels = ((240, 470), (560, 300), (800, 250), (1040, 300), (1360, 470))
    for x, wide in panels:
        sheet.arc(x, 250, wide * 0.36, 205, 335, tones.light, 17, 0.3)
    for row in range(4):
        ink = mix(tones.deep, tones.ink, row / 3)
        heads(sheet, 770 + row * 74, 30 + row * 9, ink, chance)


def player(sheet: Sheet, x: float, y: float, size: float, ink: str) -> None:
    sheet.disc(x, y - size * 1.9, size * 0.55, ink)
    hem, slope, neck = y + size, size * 0.55, y - size * 1.3
    coat = [(x - size, hem), (x - slope, neck), (x + slope, neck), (x + size, hem)]
    sheet.shape(coat, ink)
    sheet.line([(x + size * 0.3, y - size), (x + size * 1.3, y - size * 0.2)], ink, 3)


def heads(sheet: Sheet, y: float, size: float, ink: str, chance: Random) -> None:
    """A row of listeners from behind."""
    x = -chance.uniform(0, size)
    while x < WIDTH + size:
        lift = chance.uniform(-6, 6)
        sheet.disc(x, y + lift, size, ink)
        sheet.box(x - size * 1.35, y + size * 0.95 + lift, size * 2.7, 300, ink, size)
        x += size * 2.9
    sheet.box(0, y + size * 2.2, WIDTH, HEIGHT, ink)


def lectern(sheet: Sheet, tones: Tones, chance: Random) -> None:
    """An empty lectern with two microphones before a curtain."""
    x = -20.0
    while x < WIDTH:
        wide = chance.uniform(46, 92)
        for part, depth in ((0, 0.0), (0.3, 0.3), (0.62, 0.62)):
            ink = mix(tones.deep, tones.ink, depth)
            sheet.box(x + wide * part, 0, wide * (1 - part) + 1, 800, ink)
        x += wide
    sheet.box(0, 790, WIDTH, 210, mix(tones.ink, "#000000", 0.25))
    sheet.disc(800, 880, 470, mix(tones.deep, tones.mid, 0.35), 0.17)
    sheet.disc(800, 884, 250, tones.mid, 0.16)
    sheet.shape([(700, 880), (668, 500), (932, 500), (900, 880)], tones.light)
    shade = mix(tones.light, tones.mid, 0.45)
    sheet.shape([(800, 880), (800, 500), (932, 500), (900, 880)], shade)
    sheet.shape([(626, 470), (974, 470), (946, 522), (654, 522)], tones.paper)
    sheet.box(676, 872, 248, 24, tones.ink, 6)
    for side in (-1, 1):
        x, y = 800 + side * 38, 355
        sheet.line(
            [(800 + side * 90, 470), (800 + side * 56, 404), (x, y)], tones.ink, 7
        )
        sheet.disc(x, y - 8, 19, tones.ink, 1.35)
        sheet.disc(x - 4, y - 14, 7, tones.spot, 1.2)


def table(sheet: Sheet, tones: Tones, chance: Random) -> None:
    """A long table with empty chairs; behind it, flags of no country."""
    sheet.box(0, 600, WIDTH, 400, tones.light)
    for place in range(7):
        flag(sheet, 190 + place * 190, tones, chance)
    for place in range(6):
        x = 800 + (place - 2.5) * 206
        sheet.box(x - 54, 590, 108, 150, tones.ink, 26)
        sheet.box(x - 40, 604, 80, 100, mix(tones.ink, tones.deep, 0.6), 18)
    sheet.shape([(190, 690), (1410, 690), (1560, 810), (40, 810)], tones.paper)
    sheet.box(40, 808, 1520, 36, tones.mid)
    sheet.shape([(110, 844), (1490, 844), (1450, 1000), (150, 1000)], tones.deep)
    for place in range(6):
        x = 800 + (place - 2.5) * 216
        page = [(x - 44, 732), (x + 36, 732), (x + 40, 776), (x - 48, 776)]
        sheet.shape(page, "#ffffff")
        sheet.line([(x - 30, 746), (x + 20, 746)], tones.light, 4)
        sheet.line([(x - 32, 760), (x + 4, 760)], tones.light, 4)
        sheet.box(x + 58, 734, 18, 42, tones.mid, 6)


def flag(sheet: Sheet, x: float, tones: Tones, chance: Random) -> None:
    """A furled flag on its stand: two or three folds in tones that mean nothing."""
    cloths = [tones.deep, tones.mid, tones.ink, mix(tones.mid, tones.deep, 0.5)]
    first, second = chance.sample(cloths, 2)
    fall = chance.uniform(-16, 16)
    sheet.line([(x, 690), (x, 118)], tones.ink, 8)
    sheet.disc(x, 108, 13, tones.ink)
    hem = (x + 92, 470 + fall)
    sheet.shape([(x, 140), (x + 66, 210), hem, (x + 58, 520), (x, 500)], first)
    tip = (x + 46, 540 + fall)
    sheet.shape([(x, 140), (x + 40, 260), tip, (x + 14, 566), (x, 520)], second)
    sheet.shape([(x + 66, 210), hem, (x + 74, 496)], mix(first, tones.ink, 0.35))


INDOORS = {motif.__name__: motif for motif in (shelves, columns, hall, lectern, table)}
