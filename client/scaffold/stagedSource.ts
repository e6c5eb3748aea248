/** What a platform replaces in stages, and what each stage waits for. Git and Git hosts tell it, so another feature provides it. */
import type { StagedProgress } from '../../common/replacement/stagedChange';

export interface StagedSource {
  /** The open changes of a platform, as far as they have been read. @param platform its folder */
  readonly of: (platform: string) => readonly StagedProgress[];
  /** Reads them again. */
  readonly read: (platform: string) => Promise<readonly StagedProgress[]>;
  /** @returns a function that ends the notifications */
  readonly onDidChange: (listener: () => void) => { dispose(): unknown };
}
