import type { Platform } from '../../common/protocol';
import { shortVersion } from '../../common/shortNames';
import { countsOf } from './platformTree';
import { t } from '../../common/localization';

/** The content of the status item. */
export interface ServerStatus {
  severity: 'information' | 'error';
  busy: boolean;
  text: string;
  detail: string;
}

/**
 * @param state of the server.
 * @param platforms as last reported.
 * @param isKnown false until the server has reported them for the first time.
 */
export function serverStatus(
  state: 'off' | 'starting' | 'ready' | 'failed',
  platforms: readonly Platform[],
  isKnown: boolean,
): ServerStatus {
  if (state === 'failed') {
    return { severity: 'error', busy: false, text: t('The language server is not responding'), detail: '' };
  }
  if (state !== 'ready' || !isKnown) {
    return { severity: 'information', busy: true, text: t('Reading the platform…'), detail: '' };
  }
  const ready = { severity: 'information', busy: false } as const;
  if (platforms.length === 0) return { ...ready, text: t('No Platform'), detail: '' };
  const environments = new Set(platforms.flatMap(platform => platform.environments)).size;
  const versions = [...new Set(platforms.flatMap(platform => platform.frameworkVersions.map(shortVersion)))];
  const clusters = platforms.flatMap(platform => platform.clusters);
  const [clusterCount] = countsOf({ clusters, services: [] });
  const counts = [
    ...(platforms.length > 1 ? [t('{0} platforms', platforms.length)] : []),
    ...(clusters.length > 0 && clusterCount ? [clusterCount] : []),
    environments === 1 ? t('1 environment') : t('{0} environments', environments),
  ];
  return { ...ready, text: counts.join(', '), detail: versions.join(', ') };
}
