/** Renames names of terraform: variables, locals, outputs, provider aliases, resources, and module calls. */
import { t } from '../../../common/localization';
import { append } from '../../../common/lists';
import { ITEMS_PER_PAUSE } from '../../scheduling/pausing';
import { Draft } from '../../edits/draft';
import { declarationsOf, occurrencesOf, variableValues, type IndexedOccurrence } from '../../semantics/symbolIndex';
import type { RequestContext } from '../../semantics/requestContext';
import type { NamedSymbol } from '../../semantics/codeSymbol';
import { rangeIn } from '../../kubestack/modules/moduleCall';
import { unchangeable, type Renamed } from './renameResult';
import type { RefactoringProblem } from '../refactoring';

/** Blocks such as `moved` refer to old names, which are kept. */
const HISTORY = new Set(['moved', 'removed']);

/** Replaces all occurrences of the symbol. @param newName the alias, for a provider */
export function* renameSymbol(
  request: RequestContext,
  draft: Draft,
  symbol: NamedSymbol,
  newName: string,
): Generator<undefined, RefactoringProblem | undefined> {
  const occurrences: IndexedOccurrence[] = declarationsOf(request, symbol);
  if (occurrences.length === 0)
    return { problem: t('"{0}" is not declared in a file that can be changed.', symbol.name) };
  for (const use of occurrencesOf(request, symbol)) {
    if (use) occurrences.push(use);
    else yield;
  }
  if (symbol.of === 'variable') append(occurrences, variableValues(request, symbol));
  for (const [index, { item, use }] of occurrences.entries()) {
    if (index % ITEMS_PER_PAUSE === 0) yield;
    const { node } = item as { node?: { kind: string; type?: string } };
    if (node?.kind === 'block' && HISTORY.has(node.type ?? '')) continue;
    const text = renamedText(item.text.slice(use.start, use.end), newName);
    if (!draft.replace(rangeIn(item, use), text)) return unchangeable(symbol.name, item.uri);
  }
  return undefined;
}

/** Keeps quotes, and the text before the last dot. */
function renamedText(written: string, newName: string): string {
  const quote = written.startsWith('"') ? '"' : '';
  const inner = quote === '' ? written : written.slice(1, -1);
  const before = inner.slice(0, inner.lastIndexOf('.') + 1);
  return quote + before + newName + quote;
}

export function* renameName(
  request: RequestContext,
  symbol: NamedSymbol,
  newName: string,
): Generator<undefined, Renamed> {
  const taken = isTaken(request, symbol, newName);
  if (taken) return taken;
  const draft = new Draft(request);
  return (yield* renameSymbol(request, draft, symbol, newName)) ?? { draft };
}

/** Names are unique per kind. */
export function isTaken(request: RequestContext, symbol: NamedSymbol, newName: string): RefactoringProblem | undefined {
  const folder = request.model.tree.readFolder(symbol.folderUri);
  const name = symbol.of === 'provider' ? `${symbol.name.split('.')[0]}.${newName}` : newName;
  const isThere =
    symbol.of === 'local'
      ? folder?.local(name) !== undefined
      : symbol.of !== 'resource' && folder?.declaration(symbol.of, name) !== undefined;
  if (!isThere) return undefined;
  const messages: Readonly<Record<string, string>> = {
    module: t('A module "{0}" already exists.', name),
    variable: t('A variable "{0}" already exists.', name),
    local: t('A local value "{0}" already exists.', name),
    output: t('An output "{0}" already exists.', name),
    provider: t('A provider "{0}" already exists.', name),
  };
  return { problem: messages[symbol.of] ?? '' };
}
