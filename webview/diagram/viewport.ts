/** Computes the view of the diagram: pan, zoom, fit. Pure functions; `panAndZoom.ts` handles events. */
import type { Box } from '../../common/diagram/diagram';
import { PAGE_MARGIN } from '../../common/diagram/measures';

/** Position of the diagram's corner in pixels of the page, and scale. */
export interface PictureView {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const MIN_SCALE = 0.02;
const MAX_SCALE = 4;

/** Fits the whole diagram, centered, with a scale of at most 1. */
export function fitted(picture: Size, window: Size): PictureView {
  const room = {
    width: Math.max(1, window.width - 2 * PAGE_MARGIN),
    height: Math.max(1, window.height - 2 * PAGE_MARGIN),
  };
  const scale = limited(
    Math.min(1, room.width / Math.max(1, picture.width), room.height / Math.max(1, picture.height)),
  );
  return {
    x: (window.width - picture.width * scale) / 2,
    // Tall diagrams start at the top.
    y: Math.max(PAGE_MARGIN, (window.height - picture.height * scale) / 2),
    scale,
  };
}

/** @param at the point of the page that stays at the same place in the diagram */
export function zoomed(
  { x, y, scale }: PictureView,
  factor: number,
  at: { readonly x: number; readonly y: number },
): PictureView {
  const next = limited(scale * factor);
  const ratio = next / scale;
  return { x: at.x - (at.x - x) * ratio, y: at.y - (at.y - y) * ratio, scale: next };
}

export const moved = ({ x, y, scale }: PictureView, dx: number, dy: number): PictureView => ({
  x: x + dx,
  y: y + dy,
  scale,
});

/** Moves the view as little as possible so that the box is visible; if it is too large, so that its top left corner is. */
export function revealing(view: PictureView, { x, y, width, height }: Box, window: Size): PictureView {
  const shift = (start: number, length: number, room: number): number => {
    if (start < PAGE_MARGIN || length > room - 2 * PAGE_MARGIN) return PAGE_MARGIN - start;
    return Math.min(0, room - PAGE_MARGIN - (start + length));
  };
  const left = view.x + x * view.scale;
  const top = view.y + y * view.scale;
  const isSeen =
    left >= 0 && top >= 0 && left + width * view.scale <= window.width && top + height * view.scale <= window.height;
  if (isSeen) return view;
  return moved(view, shift(left, width * view.scale, window.width), shift(top, height * view.scale, window.height));
}

const limited = (scale: number): number => Math.min(MAX_SCALE, Math.max(MIN_SCALE, scale));
