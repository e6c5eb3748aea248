/** The bundled support dates, as of the current day. */
import type { ReadAsset } from '../../../common/assets';
import { Lifecycle, type KubernetesFile } from './lifecycle';

/**
 * Loaded on first use.
 * @param today returns the current day, as `2026-11-23`
 * @returns undefined without `data/kubernetes.json`
 */
export function lifecycleIn(readAsset: ReadAsset, today: () => string): () => Lifecycle | undefined {
  let lifecycle: Lifecycle | undefined;
  let isMissing = false;
  return () => {
    if (isMissing) return undefined;
    try {
      lifecycle = lifecycle ? lifecycle.on(today()) : new Lifecycle(read(readAsset), today());
    } catch {
      isMissing = true;
    }
    return lifecycle;
  };
}

const read = (readAsset: ReadAsset): KubernetesFile =>
  JSON.parse(new TextDecoder().decode(readAsset('data/kubernetes.json'))) as KubernetesFile;
