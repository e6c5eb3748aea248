/** The modules that a change replaces, with the values that they have where they run: what *Replace Step by Step* begins with. */
import type { LostCluster } from '../../common/forecast/lostClusters';
import { ownProperty, setOwnProperty } from '../../common/ownProperty';
import type { Comparison } from '../../common/protocol';

export interface ReplacedModule {
  /** Folder of the platform. */
  readonly platform: string;
  /** Label of the module. */
  readonly name: string;
  /** The values that the old part keeps, by environment; null for attributes that it doesn't set. */
  readonly keep: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * Compares the code with a revision, or with the one that an environment runs.
 * @returns the values that a module keeps; undefined if none of them differs, or on cancel
 */
export type ChangedSince = (
  platform: string,
  name: string,
  since: { readonly revision: string } | { readonly environment: string },
) => Promise<ReplacedModule | undefined>;

/**
 * @param comparison from what an environment runs to the changed code
 * @param isBegun whether a module is being replaced already
 * @returns those with changed values: a removed module isn't replaced. Values that only a plan knows can't be kept
 */
export function replacedModules(
  platform: string,
  lost: readonly LostCluster[],
  { attributes }: Pick<Comparison, 'attributes'>,
  isBegun: (name: string) => boolean,
): ReplacedModule[] {
  const names = lost.flatMap(({ address, action }) => (action === 'replace' ? (moduleAt(address) ?? []) : []));
  return [...new Set(names)].flatMap(name => {
    const own = attributes.filter(({ module }) => module === name);
    const isKnown = own.every(({ beforeExpression, path }) => beforeExpression === undefined && isDotted(path));
    if (own.length === 0 || !isKnown || isBegun(name)) return [];
    const keep: Record<string, Record<string, unknown>> = {};
    for (const { environment, path, before = null } of own) {
      const values = ownProperty(keep, environment) ?? {};
      setOwnProperty(values, path.join('.'), before);
      setOwnProperty(keep, environment, values);
    }
    return [{ platform, name, keep }];
  });
}

/** Label of the module of the platform that a resource is in. */
export const moduleAt = (address: string): string | undefined => /^module\.([\w-]+)/.exec(address)?.[1];

const isDotted = (path: readonly string[]): boolean => path.every(step => !step.includes('.'));
