/** Reads the manifests that services apply, if they are files of the platform. */
import { now } from '../../../common/now';
import { append } from '../../../common/lists';
import type { ResolvedEnvironment } from '../../kubestack/inheritance/effectiveConfiguration';
import { readManifests, type ManifestObject, type Manifests } from '../../kubestack/platform/manifests';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { pathBetween } from '../../workspace/uri';
import type { SourceRange, Value } from '../../hcl/model';
import type { TextFile } from '../../workspace/textFiles';
import type { CheckContext } from '../engine/checkContext';
import { mapPausing } from '../../scheduling/pausing';
import { callConfiguration } from '../engine/perCall';
import { perContext } from '../engine/perContext';
import { listElements, effectiveValueAt, writtenIn, stringValue } from '../../semantics/effectiveParts';

/** An element of `resources`. */
export interface Resource {
  /** As in the configuration: absolute, or relative to the root module. */
  readonly path: string;
  readonly origin: SourceRange | undefined;
  readonly environment: string;
}

/** The lists of a service that name files with manifests. */
export const RESOURCE_LISTS = ['resources', 'additional_resources'];

/**
 * Calls that apply manifests: the overlay and catalog services. A call in a module that is bound to many clusters is listed once, since its
 * configuration is the same for all.
 */
export const serviceCalls = perContext(function* ({ calls, model }): Generator<undefined, readonly ModuleCall[]> {
  const different = new Set<unknown>();
  return yield* mapPausing(calls, call => {
    if (call.module.kind !== 'service') return [];
    const configuration = callConfiguration(call, model);
    if (different.has(configuration)) return [];
    different.add(configuration);
    return [call];
  });
});

/** The elements in the lists of resources that environments of a service set; none if they are unknown. */
export function writtenResources({ model }: CheckContext, call: ModuleCall): Resource[] {
  const effective = model.effectiveConfiguration(call);
  return RESOURCE_LISTS.flatMap(name =>
    writtenIn(effective, [name]).flatMap(({ environment, value, attribute }) =>
      knownElements(value).map(({ text, origin }) => ({ path: text, origin: origin ?? attribute.range, environment })),
    ),
  );
}

/** A path to a file in the attributes of a service other than its lists of resources. */
export interface NamedFile extends Resource {
  /** `key=` before the path of a generator's file. */
  readonly key: string;
}

/** Files of generators and patches that environments of a service set. */
export function writtenFiles({ model }: CheckContext, call: ModuleCall): NamedFile[] {
  const effective = model.effectiveConfiguration(call);
  return FILE_ATTRIBUTES.flatMap(([list, names]) =>
    writtenIn(effective, [list]).flatMap(({ environment, value }) =>
      elementsOf(value).flatMap(element =>
        names.flatMap(name => {
          const entry = 'entries' in element && !element.sensitive ? element.entries.get(name) : undefined;
          const files = entry?.kind === 'string' && !entry.sensitive ? [entry] : entry ? elementsOf(entry) : [];
          return files.flatMap(file => {
            if (file.kind !== 'string' || file.sensitive) return [];
            const key = name === 'files' ? (/^[^=/]+=/.exec(file.value)?.[0] ?? '') : '';
            return [{ path: file.value.slice(key.length), key, origin: file.origin, environment }];
          });
        }),
      ),
    ),
  );
}

/** Lists of a service → the attributes of their elements that name files. */
const FILE_ATTRIBUTES: readonly (readonly [string, readonly string[]])[] = [
  ['config_map_generator', ['files', 'envs']],
  ['secret_generator', ['files', 'envs']],
  ['patches', ['path']],
];

const elementsOf = (value: Value): readonly Value[] => ('elements' in value && !value.sensitive ? value.elements : []);

/** The known strings in a list that may have unknown elements. */
function knownElements(value: Value): { readonly text: string; readonly origin: SourceRange | undefined }[] {
  if (!('elements' in value) || value.sensitive) return [];
  return value.elements.flatMap(element =>
    element.kind === 'string' ? (listElements({ ...value, elements: [element] }) ?? []) : [],
  );
}

/** Whether a path is not a URL. */
const isLocalPath = (path: string): boolean =>
  !/^[a-z][a-z0-9+.-]*:|^git@|^(?:www\.)?github\.com\/|[?&]ref=/i.test(path) && path !== '';

const isFilePath = (path: string): boolean => /\.(?:ya?ml|json)$/i.test(path);

/** The file of a resource; undefined if the resource is a folder or does not exist. */
export const resourceFile = (context: CheckContext, path: string): TextFile | undefined =>
  isLocalPath(path) && isFilePath(path) && !path.startsWith('/') ? context.file(path) : undefined;

/** Whether the path of a resource leads outside the workspace. */
export const isOutside = (context: CheckContext, path: string): boolean =>
  isLocalPath(path) && !path.startsWith('/') && context.model.workspace.fileSystem.isOutside(context.uri(path));

/** Whether the file of a resource does not exist. Existing files that can't be read, for example because they are too large, are not missing. */
export function isMissing(context: CheckContext, path: string): boolean {
  if (isOutside(context, path)) return false;
  if (!isLocalPath(path) || !isFilePath(path) || path.startsWith('/')) return false;
  return !context.file(path) && !context.exists(path);
}

/** Whether a path leads to nothing in the workspace. */
export const isAbsent = (context: CheckContext, path: string): boolean =>
  isLocalPath(path) &&
  !path.startsWith('/') &&
  !isOutside(context, path) &&
  !context.file(path) &&
  !context.exists(path);

/** Maximum length of one file, and of all files of a platform that are read, in UTF-16 code units. */
const MAX_LENGTH = 600_000;
export const MAX_TOTAL_LENGTH = 1_500_000;

/** Whether a file alone does not exceed the limits. */
export const isReadable = ({ text }: TextFile): boolean => text.length <= MAX_LENGTH;

/** The manifests of a file of a service; undefined if it exceeds the limits. */
export function manifestsIn(context: CheckContext, file: TextFile): Manifests | undefined {
  const cached = manifestsByUri(context);
  if (cached.has(file.uri)) return cached.get(file.uri);
  return file.text.length > MAX_LENGTH ? undefined : now(readManifests(file.text));
}

/** The limit that a file of a service exceeds, alone or with those before it; undefined if it is read. */
export function exceededLength(context: CheckContext, file: TextFile): number | undefined {
  if (file.text.length > MAX_LENGTH) return MAX_LENGTH;
  const cached = manifestsByUri(context);
  return cached.has(file.uri) && !cached.get(file.uri) ? MAX_TOTAL_LENGTH : undefined;
}

/** The manifests of all services, which can be thousands of documents; undefined for a file that exceeds the limits. */
const manifestsByUri = perContext(function* (context): Generator<
  undefined,
  ReadonlyMap<string, Manifests | undefined>
> {
  const found = new Map<string, Manifests | undefined>();
  let left = MAX_TOTAL_LENGTH;
  for (const call of serviceCalls(context))
    for (const { path } of writtenResources(context, call)) {
      const file = resourceFile(context, path);
      if (!file || found.has(file.uri)) continue;
      yield;
      const { length } = file.text;
      const isRead = length <= MAX_LENGTH && length <= left;
      if (isRead) left -= length;
      found.set(file.uri, isRead ? yield* manifestsOf(file) : undefined);
    }
  return found;
});

function* manifestsOf(file: TextFile): Generator<undefined, Manifests> {
  const manifests = cached.get(file) ?? (yield* readManifests(file.text));
  cached.set(file, manifests);
  return manifests;
}

/** Manifests of unchanged files. */
const cached = new WeakMap<TextFile, Manifests>();

/** Whether a service applies only the manifests that its configuration names. Other catalog modules, and local ones, include their own. */
export const appliesOnlyNamed = ({ module: { schema, source } }: ModuleCall): boolean =>
  schema?.path === 'kustomization/overlay' || source.includes('/custom-manifests/');

/**
 * All objects that an environment of a service applies.
 * @returns undefined if some are unknown: from URLs, generators or folders, or in files that can't be read
 */
export function appliedObjects(
  context: CheckContext,
  call: ModuleCall,
  inEffect: ResolvedEnvironment,
): ManifestObject[] | undefined {
  if (!appliesOnlyNamed(call)) return undefined;
  if (['components', 'crds', 'generators', 'transformers', 'variant'].some(name => effectiveValueAt(inEffect, [name])))
    return undefined;
  const objects: ManifestObject[] = [];
  for (const name of RESOURCE_LISTS) {
    const value = effectiveValueAt(inEffect, [name]);
    const elements = value ? listElements(value) : [];
    if (!elements) return undefined;
    for (const { text } of elements) {
      const file = resourceFile(context, text);
      const manifests = file && manifestsIn(context, file);
      if (!manifests || manifests.problem) return undefined;
      append(objects, manifests.objects);
    }
  }
  return objects;
}

/** The path of the local module that contains a call, relative to the root module's folder: `modules/nginx` or `../shared/nginx`. */
export const modulePath = ({ root }: CheckContext, { instance }: ModuleCall): string =>
  pathBetween(root.folderUri, instance.folderUri);

/** The names of the objects in a list, such as `replicas`, with their places. */
export function namedEntries(value: Value): { name: string; origin: Value['origin'] }[] {
  if (!('elements' in value) || value.sensitive) return [];
  return value.elements.flatMap(element => {
    const entry = element.kind === 'object' ? element.entries.get('name') : undefined;
    const name = stringValue(entry);
    return name === undefined || !entry ? [] : [{ name, origin: entry.origin ?? element.origin }];
  });
}
