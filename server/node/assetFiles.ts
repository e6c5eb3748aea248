/** The assets of a server in Node.js: files next to its scripts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadAsset } from '../../common/assets';

/** @param assets folder with the assets */
export const readAssetIn =
  (assets: string): ReadAsset =>
  name =>
    new Uint8Array(readFileSync(join(assets, name)));
