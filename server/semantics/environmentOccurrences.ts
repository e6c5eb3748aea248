/** Finds occurrences of an environment in its platform. */
import { now } from '../../common/now';
import { memoize } from '../../common/memoize';
import { literalKey } from '../hcl/values/objectKey';
import type { SourceRange } from '../hcl/model';
import { rangeIn, type ModuleCall } from '../kubestack/modules/moduleCall';
import { platformStructure, type PlatformStructure } from '../kubestack/platform/platformStructure';
import { visitExpression } from '../syntax/traversal';
import type { Block, Attribute, Item } from '../syntax/ast';
import type { SourceFile } from '../syntax/sourceFileModel';
import { type ModuleFolder } from '../workspace/moduleFolder';
import { resolvePath } from '../workspace/uri';
import { callsOfItem } from './moduleCalls';
import { baseKeyValue, configurationObject, keyRange } from './configurationRanges';
import { filesInFolder } from './symbolIndex';
import type { RequestContext } from './requestContext';
import { findAttribute } from '../workspace/declarations';

export interface EnvironmentOccurrence {
  readonly range: SourceRange;
  /** A key of a configuration; otherwise a base key, or a comparison with `terraform.workspace`. */
  readonly isKey: boolean;
}

/** The environments in one file. */
export interface EnvironmentOccurrencesInFile {
  readonly file: SourceFile;
  /** The same array as long as the file and the modules it calls are unchanged. */
  readonly occurrences: readonly EnvironmentOccurrence[];
  /** Whether the result depends on this file alone. */
  readonly isOfFile: boolean;
}

/** Number of files between two pauses. */
const FILES_PER_PAUSE = 128;

/** All occurrences without duplicates, a few files at a time. */
export function* environmentOccurrences(
  request: RequestContext,
  calls: readonly ModuleCall[],
  environment: string,
): Generator<readonly EnvironmentOccurrencesInFile[]> {
  const seen = new Set<string>();
  let found: EnvironmentOccurrencesInFile[] = [];
  let files = 0;
  for (const root of new Set(calls.map(call => call.instance.root))) {
    const shape = now(platformStructure(root, request.model));
    for (const folder of foldersBelow(request, root.folderUri, seen))
      for (const file of filesInFolder(folder)) {
        const inFile = occurrencesInFile(request, file, shape, environment);
        if (inFile.occurrences.length > 0) found.push(inFile);
        if (++files % FILES_PER_PAUSE > 0) continue;
        yield found;
        found = [];
      }
  }
  yield found;
}

/** The occurrences of each environment in a file; undefined if they also depend on other files. */
interface CachedOccurrences {
  /** While it is unchanged, so are the modules that the file calls. */
  readonly shape: PlatformStructure;
  readonly named: ReadonlyMap<string, EnvironmentOccurrencesInFile> | undefined;
}

const cachedOccurrences = new WeakMap<SourceFile, CachedOccurrences>();
/** Shared by the many files without environments. */
const nothing = new WeakMap<PlatformStructure, CachedOccurrences>();

function keep(file: SourceFile, shape: PlatformStructure, named: CachedOccurrences['named']): CachedOccurrences {
  let kept: CachedOccurrences = { shape, named };
  if (named?.size === 0) {
    kept = nothing.get(shape) ?? kept;
    nothing.set(shape, kept);
  }
  cachedOccurrences.set(file, kept);
  return kept;
}

function occurrencesInFile(
  request: RequestContext,
  file: SourceFile,
  shape: PlatformStructure,
  environment: string,
): EnvironmentOccurrencesInFile {
  let cached = cachedOccurrences.get(file);
  if (cached?.shape !== shape) cached = keep(file, shape, environmentsWrittenIn(request, file));
  if (cached.named) return cached.named.get(environment) ?? { file, occurrences: [], isOfFile: true };
  const occurrences = file.items.flatMap(({ item }) => [
    ...occurrencesInModule(request, item, environment),
    ...comparedWorkspaces(item).flatMap(({ name, range }) => (name === environment ? [{ range, isKey: false }] : [])),
  ]);
  return { file, occurrences, isOfFile: false };
}

function environmentsWrittenIn(request: RequestContext, file: SourceFile): CachedOccurrences['named'] {
  const found = new Map<string, EnvironmentOccurrencesInFile & { readonly occurrences: EnvironmentOccurrence[] }>();
  const add = (name: string, occurrence: EnvironmentOccurrence): void => {
    const inFile = found.get(name);
    if (inFile) inFile.occurrences.push(occurrence);
    else found.set(name, { file, occurrences: [occurrence], isOfFile: true });
  };
  for (const { item } of file.items) {
    const configuration = configurationOf(item);
    const [call] = configuration ? callsOfItem(request, item, 1) : [];
    if (configuration && call) {
      if (configuration.value.kind !== 'object' || call.declaration.overrides) return undefined;
      const base = baseKeyValue(call);
      if (base?.value.kind === 'text') add(base.value.value, { range: rangeIn(base.item, base.value), isKey: false });
      for (const { key } of configuration.value.items) {
        const name = literalKey(key);
        if (name !== undefined) add(name, { range: rangeIn(item, key), isKey: true });
      }
    }
    for (const { name, range } of comparedWorkspaces(item)) add(name, { range, isKey: false });
  }
  return found;
}

/** A module and the local modules that it calls, without duplicates. */
function* foldersBelow(request: RequestContext, uri: string, seen: Set<string>): Generator<ModuleFolder> {
  const folder = seen.has(uri) ? undefined : request.model.tree.readFolder(uri);
  if (!folder) return;
  seen.add(uri);
  yield folder;
  for (const path of folder.calledPaths()) yield* foldersBelow(request, resolvePath(uri, path), seen);
}

/** The occurrences in a module block, if it calls a Kubestack module. */
function occurrencesInModule(
  request: RequestContext,
  item: Item,
  environment: string,
): Iterable<EnvironmentOccurrence> {
  const [call] = configurationOf(item) ? callsOfItem(request, item, 1) : [];
  return call ? environmentOccurrencesInCall(request, call, environment) : [];
}

/** The argument of a module block. */
const configurationOf = ({ node }: Item): Attribute | undefined =>
  node.kind === 'block' && node.type === 'module' ? findAttribute(node, 'configuration') : undefined;

/** The keys of the environment in a call, and its base key if it names the environment. */
export function* environmentOccurrencesInCall(
  request: RequestContext,
  call: ModuleCall,
  environment: string,
): Generator<EnvironmentOccurrence> {
  yield* occurrencesInBase(call, environment);
  const configuration = configurationObject(call);
  const computed = configuration ? undefined : keyRange(request, call, environment);
  if (computed) yield { range: computed, isKey: true };
  for (const { key } of configuration?.object.items ?? []) {
    if (configuration && literalKey(key) === environment)
      yield { range: rangeIn(configuration.item, key), isKey: true };
  }
}

/** The base key of a call, if it names the environment. */
function occurrencesInBase(call: ModuleCall, environment: string): EnvironmentOccurrence[] {
  const base = baseKeyValue(call);
  return base?.value.kind === 'text' && base.value.value === environment
    ? [{ range: rangeIn(base.item, base.value), isKey: false }]
    : [];
}

/** Strings that an item compares with `terraform.workspace`. */
export const comparedWorkspaces = (item: Item): readonly { name: string; range: SourceRange }[] =>
  item.text.includes('workspace') ? comparisonsIn(item) : [];

const comparisonsIn = memoize((item: Item) => findComparisons(item, item.node));

function findComparisons(item: Item, node: Block | Attribute): { name: string; range: SourceRange }[] {
  if (node.kind === 'block') return node.body.flatMap(entry => findComparisons(item, entry));
  const found: { name: string; range: SourceRange }[] = [];
  visitExpression(node.value, expression => {
    if (expression.kind !== 'binary' || (expression.operator !== '==' && expression.operator !== '!=')) return;
    const sides = [expression.left, expression.right];
    const text = sides.find(side => side.kind === 'text');
    const isWorkspace = sides.some(
      side =>
        side.kind === 'attribute' &&
        side.name === 'workspace' &&
        side.target.kind === 'name' &&
        side.target.name === 'terraform',
    );
    if (text?.kind === 'text' && isWorkspace) found.push({ name: text.value, range: rangeIn(item, text) });
  });
  return found;
}
