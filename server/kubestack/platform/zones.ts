/** Each cloud's notation of zones (docs/kubestack.md#clouds). */
import type { Provider } from '../../../common/protocol';

interface ZoneSpelling {
  readonly pattern: RegExp;
  /** Example of a zone in a region, for messages. */
  readonly example: (region: string | undefined) => string;
  /** Whether a zone is in a region. */
  readonly isIn: (zone: string, region: string) => boolean;
}

const SPELLINGS: Readonly<Partial<Record<Provider, ZoneSpelling>>> = {
  aws: {
    // Local and edge zones have a longer suffix: us-east-1-bos-1a.
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
  /** The zone in the correct notation. */
  readonly example: string;
}

/**
 * The problem of a zone; undefined if it is valid.
 * @param region if known; a zone instead of it (GKE accepts both) means its region
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
