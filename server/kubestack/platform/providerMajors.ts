/**
 * The major versions of providers that the framework's modules work with. Modules accept any newer version, but use names that only some major
 * versions have. Verified in the source code of the providers; about providers that aren't listed, nothing is known.
 */
import type { Schemas } from '../schemas/schemas';

export interface ProviderMajor {
  readonly provider: string;
  /** The first release. The newest known commit counts as the last one. */
  readonly from: string;
  readonly to?: string;
  readonly least?: number;
  readonly most?: number;
  /** A name that other versions lack. */
  readonly name: string;
}

/** By provider of clusters on Azure. */
const NEEDS: readonly ProviderMajor[] = [
  { provider: 'azurerm', from: 'v0.16.0-beta.0', to: 'v0.19.1-beta.0', most: 3, name: 'automatic_channel_upgrade' },
  { provider: 'azurerm', from: 'v0.19.2-beta.0', least: 4, name: 'automatic_upgrade_channel' },
  { provider: 'azuread', from: 'v0.16.0-beta.0', most: 2, name: 'application_id' },
];

/** What clusters on Azure need at a version of the framework. */
export function providerMajors({ releases }: Pick<Schemas, 'releases'>, ref: string): readonly ProviderMajor[] {
  const position = (name: string): number => (releases.includes(name) ? releases.indexOf(name) : releases.length);
  return NEEDS.filter(
    ({ from, to }) => position(ref) >= position(from) && (to === undefined || position(ref) <= position(to)),
  );
}

/** A version constraint of `required_providers`: the newest major version that is known to work, `~> 4.0`. */
export const boundOf = ({ least, most }: ProviderMajor): string => `~> ${most ?? least}.0`;

/** All constraints of a provider that scaffolds write. */
export const boundsOf = (provider: string): string[] => NEEDS.filter(each => each.provider === provider).map(boundOf);
