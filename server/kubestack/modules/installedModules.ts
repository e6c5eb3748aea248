/** Modules that `init` has installed: `.terraform/modules/modules.json` of a root module. */
import { isRecord } from '../../../common/isRecord';
import { parseJson } from '../../../common/jsonNesting';
import { resolvePath } from '../../workspace/uri';
import { ownProperty } from '../../../common/ownProperty';
import type { ModuleInstance } from './moduleInstance';
import { parseModuleSource } from './moduleSource';

/** An entry of the manifest. */
export interface InstalledModule {
  /** URI of the folder. */
  readonly folderUri: string;
  /** The source that it was installed from. */
  readonly source: string;
  /** The version from a registry; undefined for other sources. */
  readonly version: string | undefined;
}

interface Manifest {
  readonly stamp: string | undefined;
  readonly modules: ReadonlyMap<string, InstalledModule>;
}
const manifests = new WeakMap<object, Map<string, Manifest>>();

/**
 * The installed modules by the key of their call: `a.b`.
 * @param uri of the manifest
 */
export function installedModules(instance: ModuleInstance, uri: string): ReadonlyMap<string, InstalledModule> {
  const { fileSystem, stamps } = instance.workspace;
  const stamp = stamps.of(uri);
  let existing = manifests.get(fileSystem);
  if (!existing) manifests.set(fileSystem, (existing = new Map<string, Manifest>()));
  const cached = existing.get(uri);
  if (cached && cached.stamp === stamp) return cached.modules;
  const bytes = stamp === undefined ? undefined : fileSystem.read(uri);
  const modules = bytes
    ? readManifest(new TextDecoder().decode(bytes), instance.rootUri)
    : new Map<string, InstalledModule>();
  existing.set(uri, { stamp, modules });
  return modules;
}

function readManifest(text: string, rootUri: string): Map<string, InstalledModule> {
  const modules = new Map<string, InstalledModule>();
  for (const entry of entriesIn(text)) {
    const field = (name: string): string | undefined => {
      const value = ownProperty(entry, name);
      return typeof value === 'string' ? value : undefined;
    };
    const [key, dir, source] = [field('Key'), field('Dir'), field('Source')];
    if (key && dir !== undefined && source !== undefined)
      modules.set(key, { folderUri: resolvePath(rootUri, dir), source, version: field('Version') });
  }
  return modules;
}

type Json = Readonly<Record<string, unknown>>;

/** Empty for an invalid manifest: then no module counts as installed. */
function entriesIn(text: string): readonly Json[] {
  try {
    const manifest = parseJson(text);
    const modules = isRecord(manifest) ? ownProperty(manifest, 'Modules') : undefined;
    return Array.isArray(modules) ? modules.filter(isRecord) : [];
  } catch {
    return [];
  }
}

/** Whether an installed module matches a call: `init` may not have run since its source or version was changed. */
export function isInstalledFor(
  { source, version }: InstalledModule,
  wanted: string | undefined,
  wantedVersion: string | undefined,
): boolean {
  if (wanted === undefined || normalizedSource(wanted) !== normalizedSource(source)) return false;
  const exact = exactVersion(wantedVersion);
  return exact === undefined || exact === exactVersion(version);
}

/** The ref of a source in Git that is a commit or the tag of a release. */
const EXACT_REF = /[?&]ref=(?:[0-9a-f]{40}|v?\d+\.\d+\.\d+[\w.+-]*)(?:&|$)/;

/** Whether a source and version name the same module at any time: a release, or a commit. */
export const isExactSource = (source: string, version: string | undefined): boolean =>
  version === undefined ? EXACT_REF.test(source) : exactVersion(version) !== undefined;

/** The same string for all notations of a source: as written, and as terraform normalizes it in its manifest. */
function normalizedSource(source: string): string {
  const parsed = parseModuleSource(source);
  switch (parsed.form) {
    case 'framework':
      return `framework ${parsed.path} ${parsed.ref ?? ''}`;
    case 'catalog':
      return `catalog ${parsed.entry}`;
    default:
      return source
        .replace(/^git::/, '')
        .replace(/^(?:https?|ssh):\/\//, '')
        .replace(/^git@/, '')
        .replace(/^((?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org)):/, '$1/')
        .replace(/^registry\.(?:terraform\.io|opentofu\.org)\//, '')
        .replace(/\.git(?=\/\/|\?|$)/, '');
  }
}

/** `1.2.3` of `1.2.3`, `= 1.2.3` and `v1.2.3`; undefined for constraints that several versions satisfy. */
const exactVersion = (version: string | undefined): string | undefined =>
  /^=?\s*v?(\d+\.\d+\.\d+(?![\d])[\w.+-]*)$/.exec((version ?? '').trim())?.[1];
