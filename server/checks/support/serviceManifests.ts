/** The manifests that services apply, as far as they are files of the platform. */
import { memoize } from '../../../common/memoize';
import { append } from '../../../common/lists';
import type { ResolvedEnvironment } from '../../kubestack/inheritance/effectiveConfiguration';
import { readManifests, type ManifestObject, type Manifests } from '../../kubestack/platform/manifests';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { pathBetween } from '../../workspace/uri';
import type { SourceRange, Value } from '../../hcl/model';
import type { TextFile } from '../../workspace/textFiles';
import type { CheckContext } from '../engine/checkContext';
import { mapInTurn } from '../../scheduling/inTurn';
import { callConfiguration } from './perCall';
import { perContext } from '../engine/perContext';
import { listElements, effectiveValueAt, writtenIn } from './effectiveParts';

/** An element of `resources`. */
export interface Resource {
  /** As the module reads it: relative to the root module, where it is relative. */
  readonly path: string;
  readonly origin: SourceRange | undefined;
  readonly environment: string;
}

const LISTS = ['resources', 'additional_resources'];

/**
 * Calls that apply manifests: the overlay, and catalog services. A module that is bound to many clusters has the same configuration for each:
 * it is one.
 */
export const serviceCalls = perContext(function* ({ calls, model }): Generator<undefined, readonly ModuleCall[]> {
  const different = new Set<unknown>();
  return yield* mapInTurn(calls, call => {
    if (call.module.kind !== 'service') return [];
    const configuration = callConfiguration(call, model);
    if (different.has(configuration)) return [];
    different.add(configuration);
    return [call];
  });
});

/** What the environments of a service write in their lists of resources; none where they are not known. */
export function writtenResources({ model }: CheckContext, call: ModuleCall): Resource[] {
  const effective = model.effectiveConfiguration(call);
  return LISTS.flatMap(name =>
    writtenIn(effective, [name]).flatMap(({ environment, value, attribute }) =>
      knownElements(value).map(({ text, origin }) => ({ path: text, origin: origin ?? attribute.place, environment })),
    ),
  );
}

/** The elements of a list that are known, beside others that are not. */
function knownElements(value: Value): { readonly text: string; readonly origin: SourceRange | undefined }[] {
  if (!('elements' in value) || value.sensitive) return [];
  return value.elements.flatMap(element =>
    element.kind === 'string' ? (listElements({ ...value, elements: [element] }) ?? []) : [],
  );
}

/** Not fetched from anywhere. */
export const isLocalPath = (path: string): boolean =>
  !/^[a-z][a-z0-9+.-]*:|^git@|^(?:www\.)?github\.com\/|[?&]ref=/i.test(path) && path !== '';

const isFilePath = (path: string): boolean => /\.(?:ya?ml|json)$/i.test(path);

/** The file that a resource names; undefined for folders, and where there is none. */
export const resourceFile = (context: CheckContext, path: string): TextFile | undefined =>
  isLocalPath(path) && isFilePath(path) && !path.startsWith('/') ? context.file(path) : undefined;

/** Whether a resource names a file that is outside the workspace. */
export const isOutside = (context: CheckContext, path: string): boolean =>
  isLocalPath(path) && !path.startsWith('/') && context.model.workspace.fileSystem.isOutside(context.uri(path));

/** Whether a resource names a file that is not there. What is there and can't be read, as it is too long, is not missing. */
export function isMissing(context: CheckContext, path: string): boolean {
  if (isOutside(context, path)) return false;
  if (!isLocalPath(path) || !isFilePath(path) || path.startsWith('/')) return false;
  return !context.file(path) && !context.exists(path);
}

/** Longer files would keep the editor waiting. */
const MAX_LENGTH = 600_000;

/** Kept as long as the file is the same; undefined for a file that is too long to be read while somebody types. */
export const manifestsIn = (file: TextFile): Manifests | undefined =>
  file.text.length > MAX_LENGTH ? undefined : manifestsOf(file);

const manifestsOf = memoize(({ text }: TextFile) => readManifests(text));

/**
 * Everything that an environment of a service applies.
 * @returns undefined where some of it is not known: fetched, generated, built of folders, or not to be read
 */
export function appliedObjects(
  context: CheckContext,
  call: ModuleCall,
  inEffect: ResolvedEnvironment,
): ManifestObject[] | undefined {
  // Other modules of the catalog, and local ones, bring manifests of their own.
  const { schema, source } = call.module;
  if (schema?.path !== 'kustomization/overlay' && !source.includes('/custom-manifests/')) return undefined;
  if (['components', 'crds', 'generators', 'transformers', 'variant'].some(name => effectiveValueAt(inEffect, [name])))
    return undefined;
  const objects: ManifestObject[] = [];
  for (const name of LISTS) {
    const value = effectiveValueAt(inEffect, [name]);
    const elements = value ? listElements(value) : [];
    if (!elements) return undefined;
    for (const { text } of elements) {
      const file = resourceFile(context, text);
      const manifests = file && manifestsIn(file);
      if (!manifests || manifests.problem) return undefined;
      append(objects, manifests.objects);
    }
  }
  return objects;
}

/** Path of the local module that a call stands in, from the root module's folder: `modules/nginx`, or `../shared/nginx`. */
export const modulePath = ({ root }: CheckContext, { instance }: ModuleCall): string =>
  pathBetween(root.folderUri, instance.folderUri);
