/** How each cloud spells its zones (docs/kubestack.md#clouds). */
import type { Provider } from '../../../common/protocol';

interface ZoneSpelling {
  readonly pattern: RegExp;
  /** How a zone of a region is spelled, for messages. */
  readonly example: (region: string | undefined) => string;
  /** Whether a zone is in a region. */
  readonly isIn: (zone: string, region: string) => boolean;
}

const SPELLINGS: Readonly<Partial<Record<Provider, ZoneSpelling>>> = {
  aws: {
    // Local zones and those at the edge have more after the region: us-east-1-bos-1a.
    pattern: /^[a-z]{2,}(?:-[a-z]+)+-\d+(?:[a-z]|-[a-z0-9-]*[a-z0-9])$/,
    example: region => `${region ?? 'eu-west-1'}a`,
    isIn: (zone, region) => zone.startsWith(region) && /^(?:[a-z]$|-)/.test(zone.slice(region.length)),
  },
  google: {
    pattern: /^[a-z]+-[a-z]+\d+-[a-z0-9]+$/,
    example: region => `${region ?? 'europe-west1'}-b`,
    isIn: (zone, region) => zone.startsWith(`${region}-`),
  },
  azurerm: { pattern: /^[1-9]$/, example: () => '1', isIn: () => true },
  scaleway: {
    pattern: /^[a-z]{2}-[a-z]{3}-\d$/,
    example: region => `${region ?? 'fr-par'}-1`,
    isIn: (zone, region) => zone.startsWith(`${region}-`),
  },
};

export interface ZoneProblem {
  readonly kind: 'format' | 'region';
  /** A zone spelled as it should be. */
  readonly example: string;
}

/**
 * What is wrong with a zone; undefined where nothing is.
 * @param region where it is known; a zone given in its place (GKE takes both) stands for its region
 */
export function zoneProblem(provider: Provider, zone: string, region: string | undefined): ZoneProblem | undefined {
  const spelling = SPELLINGS[provider];
  if (!spelling) return undefined;
  const around = region === undefined ? undefined : regionOfLocation(provider, region);
  const example = spelling.example(around);
  if (!spelling.pattern.test(zone)) return { kind: 'format', example };
  return around !== undefined && !spelling.isIn(zone, around) ? { kind: 'region', example } : undefined;
}

/** `europe-west1-b` → `europe-west1` on Google Cloud. */
export const regionOfLocation = (provider: Provider, location: string): string =>
  provider === 'google' ? location.replace(/^([a-z]+-[a-z]+\d+)-[a-z0-9]+$/, '$1') : location;
