/** The bundled regions, zones and machine types. */
import type { ReadAsset } from '../../common/assets';
import type { Regions } from '../kubestack/platform/regions';

/** Loaded on first use. Loading throws if the asset is missing. */
export function regionsIn(readAsset: ReadAsset): () => Regions {
  let read: Regions | undefined;
  return () => (read ??= JSON.parse(new TextDecoder().decode(readAsset('data/regions.json'))) as Regions);
}
