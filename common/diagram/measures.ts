/** Lengths that both the layout and the drawing of a platform diagram use, in pixels at 100 %. */

export const PLATFORM_BOX = { header: 48, padding: 24, gap: 32 } as const;

export const ENVIRONMENT_BOX = { header: 52, padding: 16 } as const;

/** Lengths that depend on the room. */
export interface DiagramWidths {
  /** Width of a cluster. */
  readonly card: number;
  /** Between two environments, with a promotion arrow and its label. */
  readonly gap: number;
}
export const WIDE: DiagramWidths = { card: 272, gap: 136 };
export const COMPACT: DiagramWidths = { card: 178, gap: 60 };

/** Margin around a fitted diagram in a page. */
export const PAGE_MARGIN = 16;

/** Smallest scale at which the texts of a diagram are readable: its smallest font has 12 pixels. */
export const READABLE_SCALE = 0.75;

/** A cluster, and the node pools and services inside it. */
export const CLUSTER_CARD = {
  gap: 16,
  padding: 8,
  /** From the top to where the facts begin. */
  header: 30,
  partHeader: 24,
  partGap: 6,
  line: 16,
  /** From the last fact to the bottom. */
  below: 6,
} as const;
