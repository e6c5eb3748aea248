/** The bundled regions, zones and machine types. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Regions } from '../kubestack/platform/regions';

/** Read when it is first wanted. @param assets folder with the data files; reading throws when the file is not there */
export function regionsIn(assets: string): () => Regions {
  let read: Regions | undefined;
  return () => (read ??= JSON.parse(readFileSync(join(assets, 'data', 'regions.json'), 'utf8')) as Regions);
}
