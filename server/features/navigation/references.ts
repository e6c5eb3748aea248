/** Find references: every occurrence that uses, sets or overrides the symbol at the cursor. */
import { append } from '../../../common/lists';
import type { Location, Position, Range } from 'vscode-languageserver-types';
import type { SourceRange } from '../../hcl/model';
import { keyRanges } from '../../semantics/configurationRanges';
import { environmentOccurrences, type EnvironmentOccurrencesInFile } from '../../semantics/environmentOccurrences';
import { calledModule } from './definition';
import { distinctLocations, locationsOf } from './navigationHandler';
import {
  declarationsOf,
  filesInFolder,
  rangeOfOccurrence,
  occurrencesInFile,
  occurrencesOf,
  searchOf,
  type IndexedOccurrence,
} from '../../semantics/symbolIndex';
import { callersOf, folderOfCall } from '../../semantics/moduleCalls';
import { occurrencesIn } from '../../semantics/occurrences';
import type { RequestContext } from '../../semantics/requestContext';
import { kubestackSymbolAt } from '../../semantics/resolveAt';
import { baseKeyOf, environmentKeys } from '../../kubestack/inheritance/environmentKeys';
import { platformStructure } from '../../kubestack/platform/platformStructure';
import { rangeIn } from '../../kubestack/modules/moduleCall';
import type {
  AttributeSymbol,
  EnvironmentSymbol,
  NamedSymbol,
  SourceSymbol,
  CodeSymbol,
} from '../../semantics/codeSymbol';

/** Maximum number of references. */
export const MAX_REFERENCES = 5_000;

/**
 * Yields at intervals, so that the caller can stop.
 * @param position zero-based, UTF-16
 * @param withDeclaration whether to include the declaration
 */
export function* references(
  request: RequestContext,
  uri: string,
  position: Position,
  withDeclaration: boolean,
): Generator<undefined, Location[] | null> {
  const here = kubestackSymbolAt(request, uri, position);
  if (!here) return null;
  if (here.symbol.kind === 'environment') return yield* environmentReferences(request, here.symbol);
  const occurrences: SourceRange[] = [];
  for (const range of rangesOf(request, here.symbol, withDeclaration)) {
    if (!range) yield;
    else if (occurrences.push(range) >= MAX_REFERENCES) break;
  }
  return locationsOf(request, occurrences);
}

function rangesOf(
  request: RequestContext,
  symbol: Exclude<CodeSymbol, EnvironmentSymbol>,
  withDeclaration: boolean,
): Generator<SourceRange | undefined> {
  switch (symbol.kind) {
    case 'named':
      return namedReferences(request, symbol, withDeclaration);
    case 'source':
      return sourceReferences(request, symbol, withDeclaration);
    case 'attribute':
      return attributeReferences(request, symbol, withDeclaration);
  }
}

function* namedReferences(
  request: RequestContext,
  symbol: NamedSymbol,
  withDeclaration: boolean,
): Generator<SourceRange | undefined> {
  if (withDeclaration) yield* declarationsOf(request, symbol).map(rangeOfOccurrence);
  for (const found of occurrencesOf(request, symbol)) yield found && rangeOfOccurrence(found);
}

/** Every `source` that refers to the same folder. */
function* sourceReferences(
  request: RequestContext,
  symbol: SourceSymbol,
  withDeclaration: boolean,
): Generator<SourceRange | undefined> {
  const folder = folderOfCall(request, symbol.folderUri, symbol.label);
  if (!folder) return;
  if (withDeclaration) yield* calledModule(request, symbol);
  for (const { folderUri, label } of callersOf(request, folder.uri)) {
    yield undefined;
    const item = request.model.workspace.folder(folderUri)?.declaration('module', label)?.item;
    const use = item && occurrencesIn(item).find(each => each.kind === 'source');
    if (item && use) yield rangeIn(item, use);
  }
}

/** The environment's keys in every module of the platform, and its other occurrences. */
function* environmentReferences(
  request: RequestContext,
  { calls, environment }: Pick<EnvironmentSymbol, 'calls' | 'environment'>,
): Generator<undefined, Location[]> {
  const found: Location[] = [];
  let areOfFiles = true;
  for (const files of environmentOccurrences(request, calls, environment)) {
    yield;
    for (const inFile of files) append(found, locationsInFile(request, inFile));
    areOfFiles &&= files.every(({ isOfFile }) => isOfFile);
    if (found.length >= MAX_REFERENCES) break;
  }
  // A text that several calls share, such as a local, was found for each of them.
  return (areOfFiles ? found : distinctLocations(found)).slice(0, MAX_REFERENCES);
}

/** Precomputes the occurrences of environments. Yields at intervals. */
export function* prepareEnvironmentReferences(request: RequestContext): Generator<undefined> {
  const { model } = request;
  for (const root of model.tree.rootInstances()) {
    const [first] = (yield* platformStructure(root, model)).calls;
    const call = first && model.call(first.instance, first.name);
    for (const environment of call ? environmentKeys(call, model) : [])
      yield* environmentReferences(request, { calls: [call!], environment });
  }
}

const ranges = new WeakMap<EnvironmentOccurrencesInFile['occurrences'], readonly Range[]>();

/** Cached with the occurrences, as there may be thousands of them. */
function locationsInFile(
  request: RequestContext,
  { file, occurrences, isOfFile }: EnvironmentOccurrencesInFile,
): Location[] {
  if (occurrences.length === 0) return [];
  const located = (): Location[] =>
    locationsOf(
      request,
      occurrences.map(({ range }) => range),
    );
  if (!isOfFile) return located();
  let cached = ranges.get(occurrences);
  if (!cached) ranges.set(occurrences, (cached = located().map(({ range }) => range)));
  const uri = request.client.clientUri(file.uri);
  return cached.map(range => ({ uri, range }));
}

/** The base value and its overrides, and reads through `current_config` in other modules. */
function* attributeReferences(
  request: RequestContext,
  { calls, path }: AttributeSymbol,
  withDeclaration: boolean,
): Generator<SourceRange | undefined> {
  const [call] = calls;
  if (!call) return;
  const base = baseKeyOf(call, request.model);
  for (const { environment, range } of keyRanges(request, call, path))
    if (withDeclaration || environment !== base) yield range;
  for (const found of readsOf(request, call.instance.folderUri, call.name, path))
    yield found && rangeOfOccurrence(found);
}

/** `module.a.current_config["region"]` in the module that calls "a". */
function* readsOf(
  request: RequestContext,
  folderUri: string,
  label: string,
  path: readonly string[],
): Generator<IndexedOccurrence | undefined> {
  const folder = request.model.workspace.folder(folderUri);
  if (!folder || path.length !== 1) return;
  const search = searchOf('calledOutput', `${label}.current_config`);
  for (const file of filesInFolder(folder)) {
    yield undefined;
    for (const found of occurrencesInFile(file, search)) {
      if (found.use.attribute === path[0]) yield found;
    }
  }
}
