/**
 * The major versions of providers that the framework's modules work with. Modules accept any newer version, but use names that only some major versions
 * have, and lack what others require. The changes of the major versions are those of the providers' upgrade guides (scripts/schemas/providers.json); which of them
 * concern a module, the schemas derive from its code. About providers and major versions that aren't listed, nothing is known.
 */
import { ownProperty } from '../../../common/ownProperty';
import { haveCommonVersion, parseConstraint, type VersionConstraint } from '../../../common/versionConstraint';
import type { ModuleSchema } from '../schemas/moduleSchema';
import type { ProviderChange, Schemas } from '../schemas/schemas';

type Facts = Pick<Schemas, 'moduleFor' | 'newestMajors' | 'paths' | 'providerChanges'>;

/** Modules of the framework at a version. */
export interface FrameworkModules {
  readonly paths: readonly string[];
  readonly ref: string;
}

/** All modules of the framework for clouds, by their provider: a platform that starts with a cluster gets node pools later. */
export const modulesFor = ({ paths }: Facts, clouds: readonly string[], ref: string): FrameworkModules => ({
  paths: paths.filter(path => clouds.some(cloud => path.startsWith(`${cloud}/`)) && !path.includes('-local')),
  ref,
});

/**
 * Why modules can't be planned with a major version of a provider.
 * @param source `hashicorp/azurerm`
 * @returns none if nothing known speaks against it
 */
export const breakingChanges = (
  facts: Pick<Facts, 'providerChanges'>,
  { paths, ref }: FrameworkModules,
  source: string,
  major: number,
): ProviderChange[] =>
  paths
    .flatMap(path => facts.providerChanges(path, ref))
    .filter(change => change.provider === source && isBroken(change, major));

/** The first of the breaking changes. */
export const breakingChange = (...facts: Parameters<typeof breakingChanges>): ProviderChange | undefined =>
  breakingChanges(...facts)[0];

const isBroken = ({ kind, major: since }: ProviderChange, major: number): boolean =>
  kind === 'added' ? major < since : (kind === 'removed' || kind === 'required') && major >= since;

/** The major versions of a provider that modules work with, also by their own constraints. Empty for a provider of which no changes are known. */
export function workingMajors(facts: Facts, modules: FrameworkModules, source: string): number[] {
  const newest = ownProperty(facts.newestMajors, source) ?? -1;
  const own = modules.paths.flatMap(path => {
    const schema = facts.moduleFor(path, modules.ref);
    const required = Object.values(schema?.requiredProviders ?? {}).filter(each => each.source === source);
    return [...required.flatMap(({ version }) => version ?? []), ...(schema?.innerVersions.get(source) ?? [])];
  });
  const constraints = own.flatMap(text => parseConstraint(text) ?? []);
  return Array.from({ length: newest + 1 }, (_, major) => major).filter(
    major => haveCommonVersion([constraints, majorConstraint(major)]) && !breakingChange(facts, modules, source, major),
  );
}

/** A version constraint of `required_providers`: the newest major version that is known to work, `~> 4.0`. */
export function boundOf(facts: Facts, modules: FrameworkModules, source: string): string | undefined {
  const newest = workingMajors(facts, modules, source).at(-1);
  return newest === undefined ? undefined : `~> ${newest}.0`;
}

/** The bounds of the providers that modules use, by name: those of the root module, and those that the modules require without its knowledge. */
export function boundsOf(facts: Facts, modules: FrameworkModules): ReadonlyMap<string, string> {
  const used = modules.paths.flatMap(path => {
    const schema = facts.moduleFor(path, modules.ref);
    return schema
      ? [...schema.innerVersions.keys(), ...schema.providersFromCaller.map(each => sourceOf(each, schema))]
      : [];
  });
  const known = [...new Set(used)].filter(source => Object.hasOwn(facts.newestMajors, source)).sort();
  return new Map(
    known.flatMap(source => {
      const bound = boundOf(facts, modules, source);
      return bound === undefined ? [] : [[source.slice(source.indexOf('/') + 1), bound] as const];
    }),
  );
}

/** `hashicorp/kubernetes` of the configuration `kubernetes.eks`. */
function sourceOf(configuration: string, { requiredProviders }: ModuleSchema): string {
  const name = configuration.split('.')[0]!;
  return ownProperty(requiredProviders, name)?.source ?? `hashicorp/${name}`;
}

const majorConstraint = (major: number): VersionConstraint => parseConstraint(`>= ${major}, < ${major + 1}`)!;
