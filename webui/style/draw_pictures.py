#!/usr/bin/env python3
"""Draws the default pictures that clients need as raster images: favicon.png, avatar.png, group.png, header.png.

Needs nothing but Python. Run it in this folder after a change of shapes or colours and commit its output.
"""
import struct
import zlib

PAPER, SUNKEN, GREEN, TINT, SAND = 0xFBFAF7, 0xF2F0EA, 0x0E5A52, 0xE3F1EE, 0xDAD6CC
MARK = [(14, 15.5, 3.2), (3.4, 18.6, 2.4), (5.6, 10.6, 2.4), (14, 6.4, 2.4), (22.4, 10.6, 2.4), (24.6, 18.6, 2.4)]


def circle(cx, cy, r):
    return lambda x, y: (x - cx) ** 2 + (y - cy) ** 2 <= r * r


def ellipse(cx, cy, rx, ry):
    return lambda x, y: ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1


def box(x0, y0, x1, y1):
    return lambda x, y: x0 <= x <= x1 and y0 <= y <= y1


def mark(left, top, scale):
    """The assembly: a ring of people around the one who speaks."""
    shapes = [circle(left + x * scale, top + y * scale, r * scale) for x, y, r in MARK]
    shapes.append(box(left + 4 * scale, top + 23.9 * scale, left + 24 * scale, top + 25.5 * scale))
    return shapes


def draw(name, width, height, ground, layers, samples=3):
    """Writes a palette PNG. A layer is (colour, shapes); later layers lie on top; None as ground is transparent."""
    colours = [ground if ground is not None else 0xFFFFFF] + [colour for colour, _ in layers]
    blends, rows = {}, []
    for py in range(height):
        row = bytearray([0])
        for px in range(width):
            hits = [0] * len(colours)
            for i in range(samples * samples):
                x, y = px + (i % samples + .5) / samples, py + (i // samples + .5) / samples
                top = 0
                for number, (_, shapes) in enumerate(layers, 1):
                    if any(shape(x, y) for shape in shapes):
                        top = number
                hits[top] += 1
            row.append(blends.setdefault(tuple(hits), len(blends)))
        rows.append(bytes(row))
    palette, alpha = bytearray(), bytearray()
    total = samples * samples
    for hits in blends:
        parts = hits if ground is not None else (0,) + hits[1:]
        weight = sum(parts) or 1
        for shift in (16, 8, 0):
            palette.append(round(sum(h * (c >> shift & 255) for h, c in zip(parts, colours)) / weight))
        alpha.append(255 if ground is not None else round(255 * sum(parts) / total))

    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))

    with open(name, 'wb') as out:
        out.write(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>2I5B', width, height, 8, 3, 0, 0, 0))
                  + chunk(b'PLTE', bytes(palette)) + (chunk(b'tRNS', bytes(alpha)) if ground is None else b'')
                  + chunk(b'IDAT', zlib.compress(b''.join(rows), 9)) + chunk(b'IEND', b''))


if __name__ == '__main__':
    draw('favicon.png', 64, 64, None, [(GREEN, mark(4, 4, 2))])
    draw('avatar.png', 240, 240, TINT, [(GREEN, [circle(120, 92, 42), ellipse(120, 238, 82, 88)])])
    draw('group.png', 240, 240, GREEN, [(PAPER, mark(36, 34, 6))])
    draw('header.png', 900, 300, SUNKEN, [(SAND, [box(0, 252, 900, 254)]), (GREEN, mark(366, 84, 6))], samples=2)
