/**
 * Rename (F2): what can be renamed at a position, and the changes for it. On failure, the result is a sentence with the reason. See {@link
 * prepareRename}, {@link renameAt}.
 */
import { t } from '../../../common/localization';
import type { Position, WorkspaceEdit } from 'vscode-languageserver-types';
import { RULES_FILE_ENDING } from '../../../common/rules/rules';
import { rulesNameAt } from '../../features/rulesFiles';
import { editOrProblem, type Explanation } from '../../edits/workspaceEdit';
import { fileOf, rangeOf, type RequestContext } from '../../semantics/requestContext';
import { kubestackSymbolAt } from '../../semantics/resolveAt';
import { isNativeConfiguration } from '../../edits/draft';
import type { RefactoringProblem } from '../refactoring';
import { identifierProblem } from './nameRules';
import { renameEnvironment } from './renameEnvironment';
import { renameModule } from './renameModules';
import { renameName } from './renameName';
import { prepareRulesRename, renamedInRules } from './renameRulesName';
import type { Renamed, RenameElsewhere, RenameTarget } from './renameResult';
import type { NamedSymbol, SymbolOccurrence } from '../../semantics/codeSymbol';

/** The name at the cursor, without quotes. */
export function prepareRename(
  request: RequestContext,
  uri: string,
  position: Position,
): RenameTarget | RefactoringProblem {
  if (uri.endsWith(RULES_FILE_ENDING)) return prepareRulesRename(request, uri, position);
  if (!isNativeConfiguration(uri))
    return { problem: t('JSON files are assumed to be generated, so nothing in them can be renamed.') };
  const found = kubestackSymbolAt(request, uri, position);
  const file = fileOf(request, uri);
  const name = found && nameOf(found);
  if (!found || !file || name === undefined) return { problem: whyNot(found) };
  const start = file.lines.offsetAt(found.range.start);
  const written = file.text.slice(start, file.lines.offsetAt(found.range.end));
  // An output of a framework's module resolves to the module, which has another name.
  const inner = written.replace(/^"|"$/g, '');
  if (inner !== name && !inner.endsWith(`.${name}`)) return { problem: whyNot(undefined) };
  const at = written.lastIndexOf(name);
  return { range: rangeOf(file.lines, start + at, start + at + name.length), placeholder: name };
}

/**
 * @param elsewhere renames an environment in further files
 * @returns also why the changes need confirmation, for clients that can't show it with the edit
 */
export function* renameAt(
  request: RequestContext,
  uri: string,
  position: Position,
  newName: string,
  elsewhere?: RenameElsewhere,
): Generator<unknown, { edit: WorkspaceEdit; explanation: Explanation | undefined } | RefactoringProblem> {
  const target = prepareRename(request, uri, position);
  if ('problem' in target) return target;
  const wanted = newName.trim();
  if (wanted === target.placeholder) return { edit: {}, explanation: undefined };
  const renamed = uri.endsWith(RULES_FILE_ENDING)
    ? yield* renamedInRules(request, rulesNameAt(request, uri, position)!, wanted, elsewhere)
    : yield* renamedSymbol(request, kubestackSymbolAt(request, uri, position)!, wanted, elsewhere);
  if ('problem' in renamed) return renamed;
  const { draft, explanation } = renamed;
  const changes = yield* draft.changes();
  const made = yield* editOrProblem(request, changes, explanation ? [explanation] : []);
  return 'problem' in made ? made : { ...made, explanation };
}

function* renamedSymbol(
  request: RequestContext,
  { symbol }: SymbolOccurrence,
  newName: string,
  elsewhere: RenameElsewhere | undefined,
): Generator<unknown, Renamed> {
  if (symbol.kind === 'environment')
    return yield* renameEnvironment(request, symbol.calls, symbol.environment, newName, elsewhere);
  if (symbol.kind !== 'named') return { problem: whyNot(undefined) };
  const problem = identifierProblem(symbol.of, newName);
  if (problem !== undefined) return { problem };
  return yield* symbol.of === 'module' ? renameModule(request, symbol, newName) : renameName(request, symbol, newName);
}

/** The name that the user would type. */
function nameOf({ symbol }: SymbolOccurrence): string | undefined {
  if (symbol.kind === 'environment') return symbol.environment;
  if (symbol.kind !== 'named' || !canRename(symbol)) return undefined;
  return symbol.name.slice(symbol.name.lastIndexOf('.') + 1);
}

/** Only symbols that are declared in the workspace; a provider needs an alias. */
const canRename = ({ of, name, folderUri }: NamedSymbol): boolean =>
  !folderUri.includes('/.terraform/') && of !== 'resource' && (of !== 'provider' || name.includes('.'));

function whyNot(found: SymbolOccurrence | undefined): string {
  const symbol = found?.symbol;
  if (symbol?.kind === 'attribute')
    return t('"{0}" is an attribute that the framework defines, so it can\'t be renamed.', symbol.path.join('.'));
  if (symbol?.kind === 'source') return t("A module source can't be renamed. Edit it instead.");
  if (symbol?.kind === 'named' && symbol.of === 'provider')
    return t('The provider "{0}" has no alias, so it can\'t be renamed.', symbol.name);
  if (symbol?.kind === 'named' && symbol.of === 'resource')
    return t('Rename resources manually with a moved block; otherwise Terraform would destroy and recreate them.');
  return t('Nothing at this position can be renamed.');
}
