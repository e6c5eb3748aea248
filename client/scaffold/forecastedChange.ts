/** A change whose effect on resources is shown before it is written. */
import type { Platform } from '../../common/protocol';

export interface ForecastedChange {
  readonly platform: Platform;
  /** The command and its subject. */
  readonly title: string;
  /** Texts of files by URI, or null for files that are deleted. */
  readonly changed: Readonly<Record<string, string | null>>;
}

/** Shows what a change does to resources, and returns it in sentences. */
export type ForecastChange = (change: ForecastedChange) => Promise<readonly string[]>;
