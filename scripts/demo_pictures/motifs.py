"""The scenes of the city: each draws one motif on a sheet with the tones it is given.

A scene is built back to front in flat silhouettes. `chance` is seeded by the
picture, so that two lecterns differ and the same lectern never does.
"""

from random import Random

from scripts.demo_pictures.canvas import HEIGHT, WIDTH, Sheet, Tones, mix, smooth


def ridge(sheet: Sheet, base: float, swing: float, ink: str, chance: Random) -> None:
    """A rounded silhouette from edge to edge, filled to the foot of the picture."""
    steps = range(-200, WIDTH + 401, 200)
    line = smooth([(x, base + chance.uniform(-swing, swing)) for x in steps])
    sheet.shape([*line, (WIDTH + 400, HEIGHT), (-200, HEIGHT)], ink)


def glints(sheet: Sheet, top: float, foot: float, ink: str, chance: Random) -> None:
    """Short level strokes on water, longer and wider apart towards the viewer."""
    y = top
    while y < foot:
        near = (y - top) / (foot - top)
        for _ in range(3):
            x, wide = chance.uniform(-80, WIDTH), chance.uniform(50, 120)
            sheet.box(x, y, wide * (1 + 2 * near), 3 + 5 * near, ink, 3)
        y += 18 + 34 * near


def crane(sheet: Sheet, x: float, y: float, size: float, ink: str) -> None:
    """A quay crane, its foot at (x, y)."""
    left, right, top = x - 0.16 * size, x + 0.16 * size, y - size
    for leg in (left, right):
        sheet.line([(leg, y), (leg, top)], ink, size * 0.035)
    for level in (y - size * 0.34, y - size * 0.68):
        sheet.line([(left, level), (right, level)], ink, size * 0.03)
    sheet.line([(x - 0.45 * size, top), (x + 0.9 * size, top)], ink, size * 0.05)
    mast = (x, y - size * 1.38)
    sheet.line([(x - 0.1 * size, top), mast, (x + 0.12 * size, top)], ink, 4)
    for end in (-0.42, 0.5, 0.86):
        sheet.line([mast, (x + end * size, top)], ink, max(2, size * 0.012))


def ship(sheet: Sheet, x: float, y: float, size: float, ink: str, spot: str) -> None:
    """A small freighter, its bow to the right and its waterline at y."""
    hull = [(-0.5, -0.1), (0.5, -0.13), (0.42, 0.02), (-0.46, 0.02)]
    sheet.shape([(x + a * size, y + b * size) for a, b in hull], ink)
    sheet.box(x - 0.44 * size, y - 0.3 * size, 0.16 * size, 0.22 * size, ink)
    sheet.box(x - 0.38 * size, y - 0.39 * size, 0.06 * size, 0.1 * size, spot)
    for slot in range(4):
        left = x + (-0.22 + slot * 0.15) * size
        sheet.box(left, y - 0.2 * size, 0.13 * size, 0.09 * size, ink)


def tunnel(sheet: Sheet, tones: Tones, chance: Random) -> None:
    """A cut through a strait: ships above, the boring machine below in silt."""
    ridge(sheet, 190, 36, tones.light, chance)
    for x, size in ((150, 130), (300, 96), (1440, 110)):
        crane(sheet, x, 250, size, mix(tones.light, tones.mid, 0.7))
    sheet.box(0, 246, WIDTH, HEIGHT, tones.mid)
    glints(sheet, 262, 400, tones.light, chance)
    ship(sheet, 1010, 252, 210, tones.ink, tones.spot)
    ridge(sheet, 430, 26, mix(tones.mid, tones.deep, 0.6), chance)
    ridge(sheet, 560, 26, tones.deep, chance)
    ridge(sheet, 780, 26, mix(tones.deep, tones.ink, 0.55), chance)
    silt = smooth([(980, 482), (1080, 530), (1130, 800), (1215, 905), (1300, 790),
                   (1350, 545), (1455, 488), (1215, 462)], closed=True)  # fmt: skip
    sheet.shape(silt, tones.light)
    for _ in range(130):
        x, y = chance.uniform(1090, 1340), chance.uniform(500, 850)
        if abs(x - 1215) < (905 - y) * 0.36 + 10:
            sheet.disc(x, y, chance.uniform(3, 7), tones.mid)
    bore(sheet, tones)


def bore(sheet: Sheet, tones: Tones) -> None:
    """The tube from the left edge to the machine, and the route still to be dug."""
    for x in range(1180, WIDTH, 64):
        sheet.line([(x, 668), (x + 30, 668)], tones.paper, 7)
    sheet.box(-40, 586, 1106, 164, tones.ink)
    sheet.box(-40, 604, 1090, 128, tones.paper)
    for x in range(30, 1040, 66):
        sheet.box(x, 604, 5, 128, tones.light)
    sheet.box(-40, 714, 1090, 18, tones.mid)
    sheet.box(872, 604, 180, 128, tones.deep)
    sheet.box(1046, 574, 58, 188, tones.spot, 14)
    for tooth in range(6):
        sheet.box(1104, 584 + tooth * 30, 16, 18, tones.ink, 5)
    for coach in range(3):
        left = 240 + coach * 128
        sheet.box(left, 640, 122, 70, tones.deep, 12)
        for pane in range(3):
            sheet.box(left + 14 + pane * 34, 652, 26, 24, tones.spot, 4)


def ferry(sheet: Sheet, tones: Tones, chance: Random) -> None:
    """A ferry moored at its quay."""
    sheet.box(0, 0, WIDTH, 560, mix(tones.paper, tones.light, 0.4))
    ridge(sheet, 470, 40, tones.light, chance)
    sheet.box(0, 620, WIDTH, 380, tones.mid)
    glints(sheet, 640, HEIGHT, tones.light, chance)
    sheet.shape([(150, 560), (1330, 560), (1270, 730), (230, 730)], tones.deep)
    sheet.box(190, 694, 1070, 40, tones.ink)
    decks = ((240, 480, 980), (320, 404, 820), (400, 334, 560))
    for left, top, wide in decks:
        sheet.box(left, top, wide, 84, tones.paper)
        sheet.box(left, top + 74, wide, 8, tones.mid)
        for x in range(left + 30, left + wide - 40, 54):
            sheet.box(x, top + 24, 30, 26, tones.deep, 4)
    sheet.box(690, 232, 130, 108, tones.ink)
    sheet.box(690, 262, 130, 30, tones.spot)
    sheet.line([(470, 334), (470, 220)], tones.ink, 7)
    sheet.shape([(1300, 560), (1390, 330), (1412, 338), (1332, 566)], tones.ink)
    sheet.shape([(1366, 1000), (1392, 600), (1600, 588), (1600, 1000)], tones.ink)
    for x, y in ((1450, 590), (1550, 586)):
        sheet.box(x, y - 50, 30, 56, tones.ink, 8)
        sheet.box(x - 9, y - 56, 48, 16, tones.ink, 8)
    sheet.line(smooth([(1465, 560), (1380, 640), (1250, 600)]), tones.ink, 5)


def roofs(
    sheet: Sheet, foot: float, tones: list[str], lit: str, chance: Random, size=1.0
) -> None:
    """A terrace of narrow gabled houses from edge to edge."""
    x = -40.0
    while x < WIDTH:
        wide = chance.choice((130, 150, 176)) * size
        high = chance.uniform(290, 400) * size
        wall, top = chance.choice(tones), foot - high
        sheet.shape([(x, top), (x + wide / 2, top - wide * 0.6), (x + wide, top)], wall)
        sheet.box(x, top - 1, wide, high + 2, wall)
        sheet.box(x + wide * 0.68, top - wide * 0.62, 20 * size, wide * 0.5, wall)
        for pane in range(6):
            left = x + wide * (0.18, 0.58)[pane % 2]
            glass = lit if chance.random() < 0.3 else mix(wall, lit, 0.16)
            level = top + (24 + pane // 2 * 88) * size
            sheet.box(left, level, wide * 0.24, 52 * size, glass)
        x += wide


def houses(sheet: Sheet, tones: Tones, chance: Random) -> None:
    sheet.disc(1230, 250, 96, mix(tones.paper, tones.light, 0.8))
    back = [mix(tones.paper, tones.light, part) for part in (0.55, 0.75, 0.95)]
    roofs(sheet, 820, back, tones.paper, chance)
    front = [tones.mid, mix(tones.mid, tones.deep, 0.5), tones.deep, tones.ink]
    roofs(sheet, 1000, front, tones.paper, chance)
    sheet.box(0, 968, WIDTH, 40, tones.ink)
    sheet.box(0, 288, WIDTH, 7, tones.spot)


def pipes(sheet: Sheet, tones: Tones, chance: Random) -> None:
    """The water mains under a street, leaking."""
    back = [mix(tones.light, tones.mid, part) for part in (0.2, 0.5, 0.8)]
    roofs(sheet, 330, [*back, tones.deep], tones.paper, chance, 0.56)
    sheet.box(0, 326, WIDTH, HEIGHT, tones.deep)
    sheet.box(0, 326, WIDTH, 26, tones.ink)
    ridge(sheet, 560, 22, mix(tones.deep, tones.ink, 0.45), chance)
    ridge(sheet, 850, 18, mix(tones.deep, tones.ink, 0.85), chance)
    for x, depth in ((150, 470), (480, 640), (800, 470), (1120, 640), (1440, 470)):
        main(sheet, [(x, 340), (x, depth)], 26, tones)
    main(sheet, [(-40, 470), (800, 470), (800, 640)], 44, tones)
    main(sheet, [(1440, 340), (1440, 640)], 44, tones)
    main(sheet, [(-60, 640), (WIDTH + 60, 640)], 92, tones)
    for x in (300, 960, 1300):
        sheet.box(x - 26, 580, 52, 120, tones.mid, 8)
        sheet.box(x - 12, 580, 6, 120, tones.paper, 3)
    for y, radius in ((742, 13), (800, 18), (880, 24)):
        sheet.shape([(960 - radius * 0.8, y), (960, y - radius * 2.3),
                     (960 + radius * 0.8, y)], tones.paper)  # fmt: skip
        sheet.disc(960, y, radius, tones.paper)


def main(sheet: Sheet, points: list[tuple[float, float]], width: float, tones: Tones):
    """A water main: a thick line with a lit upper edge."""
    sheet.line(points, tones.ink, width + 14)
    sheet.line(points, tones.mid, width)
    lit = [(x - width * 0.22, y - width * 0.22) for x, y in points]
    sheet.line(lit, tones.light, width * 0.16)


TOWN = {motif.__name__: motif for motif in (tunnel, ferry, houses, pipes)}
