/**
 * The interface of a called Kubestack module: its kind, the declared type of `configuration`, and how it inherits. It is read from an installed
 * copy or a local module, or else from the bundled schemas for its `?ref=`.
 */
import type { Provider } from '../../../common/protocol';
import type { Expression } from '../../syntax/ast';
import { ANY } from '../../hcl/types/type';
import { type ModuleFolder } from '../../workspace/moduleFolder';
import { baseNameOf, resolvePath } from '../../workspace/uri';
import { hasWrittenMerge, mergeOfFolder } from '../schemas/mergeGeneration';
import { providerOfLabel } from '../../../common/moduleKind';
import { kindOfPath, parseModuleSource, type FrameworkKind, type ModuleSource } from './moduleSource';
import type { MergeGeneration, ModuleSchema, Schemas } from '../schemas/schemas';
import { readVariable } from './variableDeclaration';
import type { Type } from '../../hcl/model';
import { declaredAttribute, type Declaration } from '../../workspace/declarations';

export interface ModuleInterface {
  readonly kind: FrameworkKind;
  readonly provider: Provider | undefined;
  /** As written. */
  readonly source: string;
  /** `?ref=` or `version`. */
  readonly version: string | undefined;
  readonly configurationType: Type;
  readonly merge: MergeGeneration;
  /** Name of the argument that selects the base environment, if there is one. */
  readonly baseKeyInput: string | undefined;
  readonly baseKeyNullable: boolean;
  readonly defaultBaseKey: string;
  /** Environments that exist without a `configuration` argument; undefined if it is required. */
  readonly configurationDefault: readonly string[] | undefined;
  /** The bundled schema of the module, if there is one. */
  readonly schema: ModuleSchema | undefined;
  /** Folder of the module's declarations: a local module or an installed copy. */
  readonly folderUri: string | undefined;
}

/** The inputs for recognizing a module. */
export interface InterfaceContext {
  readonly schemas: Schemas;
  /** The folder of a local module, or of the installed copy of a call. */
  readFolder(uri: string): ModuleFolder | undefined;
  /** `source` or `version` of a call, also if it is computed; undefined if unknown. */
  text(call: Declaration, name: 'source' | 'version'): string | undefined;
  /** Folder of an installed module; undefined if it is not installed. */
  installedFolder(callName: string): string | undefined;
  /** A ref of the rest of the platform, for modules without one. */
  platformRef(): string | undefined;
}

/** The interface of a module call; undefined if it is not a Kubestack module. */
export function moduleInterface(
  call: Declaration,
  callerFolder: string,
  context: InterfaceContext,
): ModuleInterface | undefined {
  const source = context.text(call, 'source');
  if (source === undefined) return undefined;
  const parsed = parseModuleSource(source);
  const label = call.block.labels[0]?.name ?? '';
  switch (parsed.form) {
    case 'local':
      return localInterface(source, label, resolvePath(callerFolder, parsed.path), undefined, context);
    case 'framework':
      return frameworkInterface(source, parsed, call, label, context);
    case 'catalog': {
      const version = context.text(call, 'version');
      const bundled = fromSchema(context.schemas.catalog(parsed.entry), source, version, undefined);
      return withOwnDeclarations({ ...bundled, kind: 'service' }, context.installedFolder(label), context);
    }
    default: {
      // An installed module from elsewhere is recognized by its variables: forks are Kubestack modules, too.
      const installed = context.installedFolder(label);
      const ref = /[?&]ref=([^&]+)/.exec(source)?.[1] ?? context.text(call, 'version');
      return installed === undefined ? undefined : localInterface(source, label, installed, ref, context);
    }
  }
}

function frameworkInterface(
  source: string,
  { path, ref }: Extract<ModuleSource, { form: 'framework' }>,
  call: Declaration,
  label: string,
  context: InterfaceContext,
): ModuleInterface | undefined {
  const framework = kindOfPath(path);
  if (!framework || framework.kind === 'other') return undefined;
  const schema = context.schemas.moduleFor(path, ref) ?? inferredSchema(path, ref, call, context.schemas);
  if (!schema) return undefined;
  const bundled = fromSchema(schema, source, ref, context.schemas.mergeGenerationOf(ref));
  return withOwnDeclarations(bundled, context.installedFolder(label), context);
}

/** The generation of a branch or commit is unknown; nested objects and lists in the configuration indicate it. */
function inferredSchema(
  path: string,
  ref: string | undefined,
  call: Declaration,
  schemas: Schemas,
): ModuleSchema | undefined {
  const head = schemas.head(path);
  const release = schemas.newestRelease(path);
  // An unknown release is newer than all known ones.
  const isRelease = ref !== undefined && /^v\d+\.\d+\.\d+/.test(ref) && !isOlderThanKnown(ref, schemas.releases);
  const typed = hasTypedValues(declaredAttribute(call, 'configuration')?.attribute.value);
  return isRelease || typed ? (head ?? release) : (release ?? head);
}

function isOlderThanKnown(ref: string, releases: readonly string[]): boolean {
  const numbers = (tag: string): number[] => (tag.match(/\d+/g) ?? []).map(Number);
  const newest = numbers(releases.at(-1) ?? 'v0');
  for (const [index, part] of numbers(ref).entries()) {
    const other = newest[index] ?? 0;
    if (part !== other) return part < other;
  }
  return false;
}

function hasTypedValues(configuration: Expression | undefined): boolean {
  if (configuration?.kind !== 'object') return false;
  return configuration.items.some(
    ({ value }) =>
      value.kind === 'object' && value.items.some(item => item.value.kind === 'object' || item.value.kind === 'tuple'),
  );
}

function fromSchema(
  schema: ModuleSchema,
  source: string,
  version: string | undefined,
  merge: MergeGeneration | undefined,
): ModuleInterface {
  return {
    kind: schema.kind,
    provider: schema.provider as Provider | undefined,
    source,
    version,
    configurationType: schema.configurationType,
    merge: merge ?? schema.merge,
    baseKeyInput: schema.baseKeyInput,
    baseKeyNullable: schema.baseKeyNullable,
    defaultBaseKey: 'apps',
    configurationDefault: schema.configurationDefault,
    schema,
    folderUri: undefined,
  };
}

/** The variables of an installed copy have precedence over the bundled schema, so that patched and forked modules are correct. */
function withOwnDeclarations(
  bundled: ModuleInterface,
  folderUri: string | undefined,
  context: InterfaceContext,
): ModuleInterface {
  const folder = folderUri === undefined ? undefined : context.readFolder(folderUri);
  const configuration = folder && readVariable(folder, 'configuration');
  if (!folder || !configuration) return bundled;
  return { ...bundled, ...declaredInputs(folder, bundled.baseKeyInput ?? 'configuration_base_key'), folderUri };
}

function declaredInputs(folder: ModuleFolder, baseKeyInput: string) {
  const configuration = readVariable(folder, 'configuration');
  const baseKey = readVariable(folder, baseKeyInput);
  const environments = configuration?.defaultValue;
  return {
    configurationType: configuration?.type ?? ANY,
    baseKeyInput: baseKey ? baseKeyInput : undefined,
    baseKeyNullable: baseKey?.nullable ?? true,
    defaultBaseKey: baseKey?.defaultValue?.kind === 'string' ? baseKey.defaultValue.value : 'apps',
    configurationDefault:
      environments?.kind === 'object' || environments?.kind === 'map' ? [...environments.entries.keys()] : undefined,
  };
}

/** A local or vendored module that declares `configuration`, and a base key or a merge of its environments. */
function localInterface(
  source: string,
  label: string,
  folderUri: string,
  ref: string | undefined,
  context: InterfaceContext,
): ModuleInterface | undefined {
  const folder = context.readFolder(folderUri);
  if (!folder?.declaration('variable', 'configuration')) return undefined;
  const baseKeyInput = ['configuration_base_key', 'base_key'].find(name => folder.declaration('variable', name));
  // The framework's internal module also has `configuration`, but with another base key.
  if (baseKeyInput === 'base_key' && baseNameOf(folderUri) === 'configuration') return undefined;
  const mergesItself = baseKeyInput === undefined && hasWrittenMerge(folder);
  if (baseKeyInput === undefined && !mergesItself) return undefined;
  const framework = kindOfPath(decodeURIComponent(folderUri));
  const inputs = declaredInputs(folder, baseKeyInput ?? 'configuration_base_key');
  const provider = framework?.provider ?? providerOfLabel(label);
  const kind = framework?.kind ?? kindByInputs(label, folder);
  const merge = mergesItself
    ? 'appsAndOps'
    : mergeOfFolder(folder, { ...inputs, kind, ref, path: framework?.path }, context);
  const schema = framework ? documentingSchema(framework.path, merge, context.schemas) : undefined;
  return {
    kind,
    provider: kind === 'service' ? undefined : provider,
    source,
    version: ref,
    merge,
    schema,
    folderUri,
    ...inputs,
  };
}

function documentingSchema(path: string, merge: MergeGeneration, schemas: Schemas): ModuleSchema | undefined {
  if (merge === 'nested') return schemas.head(path);
  if (merge === 'appsAndOps') {
    const release = schemas.releases.findLast(
      each => schemas.mergeGenerationOf(each) === merge && schemas.moduleFor(path, each),
    );
    if (release !== undefined) return schemas.moduleFor(path, release);
  }
  return schemas.newestRelease(path) ?? schemas.head(path);
}

function kindByInputs(label: string, folder: ModuleFolder): FrameworkKind {
  if (['cluster', 'cluster_metadata', 'cluster_name'].some(name => folder.declaration('variable', name)))
    return 'nodePool';
  return providerOfLabel(label) && !/_(?:feature|service)_/.test(label) ? 'cluster' : 'service';
}
