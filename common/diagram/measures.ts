/** Lengths that both the layout and the drawing of a platform diagram use, in pixels at 100 %. */

export const PLATFORM_BOX = { header: 48, padding: 24, gap: 32 } as const;

/** `gap` has room for a promotion arrow with its label. */
export const ENVIRONMENT_BOX = { header: 52, padding: 16, gap: 136 } as const;

/** A cluster, and the node pools and services inside it. */
export const CLUSTER_CARD = {
  width: 272,
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
