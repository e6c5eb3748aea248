import type { KubestackExtension } from '../../../client/extension';
import { until } from './event';
import { serverReady } from './product';

/** Waits until the server has reported the platforms of the window. */
export async function platformsKnown(): Promise<KubestackExtension> {
  const parts = await serverReady();
  await until(parts.platforms.onDidChange, () => parts.platforms.state === 'loaded');
  return parts;
}
