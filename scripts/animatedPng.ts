/** Encodes a sequence of pictures as an animated PNG that is small enough for a README: all frames share 255 colors and store only changes. */
import { crc32, deflateSync } from 'node:zlib';

/** A picture and its duration. */
export interface Frame {
  /** Red, green, blue and opacity of each pixel, row by row. The opacity is ignored. */
  readonly pixels: Uint8Array;
  readonly milliseconds: number;
}

/** The first entry of the palette means an unchanged pixel. */
const UNCHANGED = 0;
/** Maximum value of a byte. */
const COLORS = 255;
/** Number of colors that are kept exactly: the areas and texts of a theme have few colors. All others are shades at the edges of letters. */
const EXACT_COLORS = 96;
/** Shades with the same upper half of each byte look alike. */
const SIMILAR = 0xf0f0f0;

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const PALETTE_IMAGE = 3;

/**
 * Encodes frames of the same size, which are repeated endlessly.
 *
 * @throws RangeError if there are no frames, or if their sizes differ
 */
export function animatedPng(width: number, height: number, frames: readonly Frame[]): Buffer {
  if (frames.length === 0 || frames.some(({ pixels }) => pixels.length !== 4 * width * height))
    throw new RangeError(`Every frame needs ${width} × ${height} pixels.`);
  const pictures = frames.map(({ pixels }) => colorsOf(pixels));
  const palette = paletteOf(pictures);
  const indexed = indexedBy(palette, pictures);
  let sequence = 0;
  const parts = frames.flatMap(({ milliseconds }, index) => {
    const data = deflateSync(rowsOf(indexed[index]!, indexed[index - 1], width), { level: 9 });
    const control = chunk('fcTL', frameControl(sequence++, width, height, milliseconds, index > 0));
    return [control, index === 0 ? chunk('IDAT', data) : chunk('fdAT', integers(sequence++), data)];
  });
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', integers(width, height), Buffer.from([8, PALETTE_IMAGE, 0, 0, 0])),
    chunk('acTL', integers(frames.length, 0)),
    chunk('PLTE', Buffer.from([0, ...palette].flatMap(color => [color >> 16, (color >> 8) & 0xff, color & 0xff]))),
    chunk('tRNS', Buffer.from([0])),
    ...parts,
    chunk('IEND'),
  ]);
}

/** One number for each pixel: 0xRRGGBB. */
function colorsOf(pixels: Uint8Array): Uint32Array {
  return Uint32Array.from(
    { length: pixels.length / 4 },
    (_, index) => (pixels[4 * index]! << 16) | (pixels[4 * index + 1]! << 8) | pixels[4 * index + 2]!,
  );
}

/** The most frequent colors, and the most frequent shade of each group of similar ones. */
function paletteOf(pictures: readonly Uint32Array[]): number[] {
  const counts = new Map<number, number>();
  for (const picture of pictures) for (const color of picture) counts.set(color, (counts.get(color) ?? 0) + 1);
  const colors = [...counts].sort(([, a], [, b]) => b - a);
  if (colors.length <= COLORS) return colors.map(([color]) => color);
  const groups = new Map<number, { readonly shade: number; count: number }>();
  for (const [shade, count] of colors.slice(EXACT_COLORS)) {
    const group = groups.get(shade & SIMILAR);
    if (group) group.count += count;
    else groups.set(shade & SIMILAR, { shade, count });
  }
  const shades = [...groups.values()].sort((a, b) => b.count - a.count).slice(0, COLORS - EXACT_COLORS);
  return [...colors.slice(0, EXACT_COLORS).map(([color]) => color), ...shades.map(({ shade }) => shade)];
}

/** The pictures as indexes of palette entries. A color that is not in the palette is replaced by the nearest one. */
function indexedBy(palette: readonly number[], pictures: readonly Uint32Array[]): Uint8Array[] {
  const entries = new Map(palette.map((color, index) => [color, index + 1]));
  const entryOf = (color: number): number => {
    const cached = entries.get(color);
    if (cached !== undefined) return cached;
    const distances = palette.map(other => distance(color, other));
    const entry = distances.indexOf(Math.min(...distances)) + 1;
    entries.set(color, entry);
    return entry;
  };
  return pictures.map(picture => Uint8Array.from(picture, entryOf));
}

function distance(a: number, b: number): number {
  return [16, 8, 0].reduce((sum, bits) => sum + (((a >> bits) & 0xff) - ((b >> bits) & 0xff)) ** 2, 0);
}

/** Rows in PNG's format: before each row is a byte with its filter, which is "none". */
function rowsOf(picture: Uint8Array, previous: Uint8Array | undefined, width: number): Buffer {
  const changed = picture.map((entry, index) => (entry === previous?.[index] ? UNCHANGED : entry));
  const rows = Array.from({ length: picture.length / width }, (_, row) =>
    changed.subarray(row * width, (row + 1) * width),
  );
  return Buffer.concat(rows.flatMap(row => [Buffer.from([0]), row]));
}

/** Frame control data: position, duration, and whether the frame is drawn over the previous one. */
function frameControl(sequence: number, width: number, height: number, milliseconds: number, over: boolean): Buffer {
  const times = Buffer.alloc(4);
  times.writeUInt16BE(milliseconds, 0);
  times.writeUInt16BE(1_000, 2);
  return Buffer.concat([integers(sequence, width, height, 0, 0), times, Buffer.from([0, over ? 1 : 0])]);
}

function integers(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeUInt32BE(value, 4 * index));
  return bytes;
}

function chunk(type: string, ...content: Buffer[]): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), ...content]);
  return Buffer.concat([integers(named.length - 4), named, integers(crc32(named))]);
}
