/** Decodes animated PNGs from `scripts/animatedPng.ts`, so that tests can compare the displayed frames. */
import * as assert from 'node:assert/strict';
import { crc32, inflateSync } from 'node:zlib';

/** A displayed frame: one number for each pixel, 0xRRGGBB. */
export interface DrawnFrame {
  readonly colors: readonly number[];
  readonly milliseconds: number;
}

export interface AnimatedPicture {
  readonly width: number;
  readonly height: number;
  readonly frames: readonly DrawnFrame[];
}

interface Chunk {
  readonly type: string;
  readonly content: Buffer;
}

/** @throws AssertionError if the file is not such a picture */
export function readAnimatedPicture(file: Buffer): AnimatedPicture {
  assert.equal(file.subarray(0, 8).toString('latin1'), '\u0089PNG\r\n\u001a\n');
  const chunks = chunksOf(file);
  const contentOf = (type: string): Buffer => chunks.find(chunk => chunk.type === type)!.content;
  const [width, height] = [contentOf('IHDR').readUInt32BE(0), contentOf('IHDR').readUInt32BE(4)];
  const controls = chunks.filter(({ type }) => type === 'fcTL').map(({ content }) => content);
  const data = chunks.filter(({ type }) => type === 'IDAT' || type === 'fdAT');
  assert.equal(contentOf('acTL').readUInt32BE(0), controls.length);
  assert.deepEqual(
    sequenceOf(chunks),
    Array.from({ length: controls.length + data.length - 1 }, (_, index) => index),
  );
  let colors: number[] = [];
  const frames = controls.map((control, index) => {
    const { type, content } = data[index]!;
    const rows = inflateSync(type === 'IDAT' ? content : content.subarray(4));
    colors = draw(rows, width, height, contentOf('PLTE'), colors);
    return { colors, milliseconds: (1_000 * control.readUInt16BE(20)) / control.readUInt16BE(22) };
  });
  return { width, height, frames };
}

function chunksOf(file: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 8; at < file.length;) {
    const end = at + 8 + file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    assert.equal(file.readUInt32BE(end), crc32(file.subarray(at + 4, end)), type);
    chunks.push({ type, content: file.subarray(at + 8, end) });
    at = end + 4;
  }
  assert.equal(chunks.at(-1)?.type, 'IEND');
  return chunks;
}

const sequenceOf = (chunks: readonly Chunk[]): number[] =>
  chunks.filter(({ type }) => type === 'fcTL' || type === 'fdAT').map(({ content }) => content.readUInt32BE(0));

/** Draws a frame. The first palette entry means an unchanged pixel. */
function draw(rows: Buffer, width: number, height: number, palette: Buffer, before: readonly number[]): number[] {
  assert.equal(rows.length, (width + 1) * height);
  return Array.from({ length: width * height }, (_, pixel) => {
    const entry = rows[Math.floor(pixel / width) * (width + 1) + 1 + (pixel % width)]!;
    return entry === 0 ? before[pixel]! : palette.readUIntBE(3 * entry, 3);
  });
}
