import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The framework's merge algorithms, named like their folders in `judge/`. */
export type JudgedGeneration = 'nested' | 'shallow' | 'base-keys-only' | 'merge' | 'oldest';

/** The properties of a module that determine the effective configuration. */
export interface JudgedModule {
  /** `cluster`, `node-pool` or `service`. */
  readonly kind: 'cluster' | 'node-pool' | 'service';
  readonly generation: JudgedGeneration;
  /** HCL text of the declared type of `configuration`. */
  readonly type: string;
  /** False if `configuration` and the base key are not nullable. A null base key then means its default. */
  readonly nullable: boolean;
  /** Name of the argument for the base key; undefined for versions without one. */
  readonly baseKeyArgument: string | undefined;
  /** Environments in the default of `configuration`; undefined if the argument is required. */
  readonly defaultEnvironments: readonly string[] | undefined;
  /** For clusters, the cloud's name in the module's metadata. */
  readonly metadataProvider: string | undefined;
}

interface ModuleEntry {
  readonly type: string;
  readonly notNull?: boolean;
  readonly environments?: readonly string[];
}

interface VariableTypes {
  readonly types: Readonly<Record<string, string>>;
  readonly modules: Readonly<Record<string, Readonly<Record<string, ModuleEntry>>>>;
}

/** Commit of the framework after its newest release, from which the declared types were read. */
export const headCommit = 'e70912c9678842452798826a9ae7d97bc7bb1f30';

/** Declared types of every module and release, see `judge/README.md`. */
export const variableTypes = JSON.parse(
  readFileSync(path.join(__dirname, '../../terraform/judge/variableTypes.json'), 'utf8'),
) as VariableTypes;

const framework = /terraform-kubestack(?:\.git)?\/\/(?<path>[\w/-]+?)\/?\?(?:.*&)?ref=(?<ref>[^&]+)/;
const catalog = /^(?:kbst\.xyz\/catalog|(?:registry\.terraform\.io\/)?kubestack-modules)\/[a-z0-9-]+\/kustomization$/;
const metadataProviders: Readonly<Record<string, string>> = {
  aws: 'aws',
  azurerm: 'azure',
  google: 'gcp',
  scaleway: 'scw',
};

/**
 * Looks up a module by its source.
 *
 * @param source of the framework with `?ref=` (a release since v0.1, or a commit, which is treated as head), or of the catalog
 * @throws Error for other sources, and for paths that don't exist in the release
 */
export function judgedModule(source: string): JudgedModule {
  if (catalog.test(source)) return catalogModule();
  const { path: modulePath, ref } = framework.exec(source)?.groups ?? {};
  if (modulePath === undefined || ref === undefined) throw new Error(`no module of Kubestack: ${source}`);
  const entry = moduleEntry(modulePath, ref);
  if (entry === undefined) throw new Error(`no ${modulePath} in ${ref}`);
  return {
    kind: modulePath.endsWith('/node-pool') ? 'node-pool' : modulePath.includes('/cluster') ? 'cluster' : 'service',
    generation: generationOf(ref),
    type: variableTypes.types[entry.type] ?? entry.type,
    nullable: entry.notNull !== true,
    baseKeyArgument: baseKeyArgument(ref),
    defaultEnvironments: entry.environments,
    metadataProvider: metadataProviders[modulePath.replace(/\/.*/, '')],
  };
}

/** Whether `judgedModule` supports the source. */
export function isJudgedSource(source: string): boolean {
  if (catalog.test(source)) return true;
  const { path: modulePath, ref } = framework.exec(source)?.groups ?? {};
  return modulePath !== undefined && ref !== undefined && moduleEntry(modulePath, ref) !== undefined;
}

function moduleEntry(modulePath: string, ref: string): ModuleEntry | undefined {
  const release = releaseNumber(ref);
  if (release === undefined) return variableTypes.modules[headCommit]?.[modulePath];
  if (release >= 14_00) return variableTypes.modules[ref]?.[modulePath.replace('cluster-local', 'cluster')];
  if (!/\/cluster(?:-local)?$/.test(modulePath)) return undefined;
  return { type: release >= 4_00 ? 'strings' : 'map(any)' };
}

function catalogModule(): JudgedModule {
  return {
    kind: 'service',
    generation: 'shallow',
    type: variableTypes.types['catalog'] ?? '',
    nullable: true,
    baseKeyArgument: 'configuration_base_key',
    defaultEnvironments: ['apps', 'ops', 'loc'],
    metadataProvider: undefined,
  };
}

function generationOf(ref: string): JudgedGeneration {
  const release = releaseNumber(ref) ?? Number.POSITIVE_INFINITY;
  if (release > 19_02) return 'nested';
  if (release > 13_00 || ref === 'v0.13.0-beta.1') return 'shallow';
  if (release === 13_00) return 'base-keys-only';
  return release >= 9_03 ? 'merge' : 'oldest';
}

function baseKeyArgument(ref: string): string | undefined {
  if (ref === 'v0.9.3-beta.0') return 'base_key';
  return generationOf(ref) === 'oldest' ? undefined : 'configuration_base_key';
}

/** `v0.19.2-beta.0` is 1902; undefined if the ref is not a release. */
function releaseNumber(ref: string): number | undefined {
  const [, minor, patch] = /^v0\.(\d+)\.(\d+)-/.exec(ref) ?? [];
  return minor === undefined || patch === undefined ? undefined : Number(minor) * 100 + Number(patch);
}
