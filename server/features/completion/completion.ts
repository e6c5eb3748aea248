/**
 * Completion: what can be written at the cursor and is not set yet. The position is read from the text itself, so that incomplete blocks work,
 * too; facts about the module come from its last valid model.
 */
import { RULES_FILE_ENDING } from '../../../common/rules/rules';
import type { CompletionList, Position } from 'vscode-languageserver-types';
import { attributeSuggestions } from './completionAttributes';
import { attributeValueSuggestions } from './completionAttributeValues';
import {
  blockArgumentSuggestions,
  itemSuggestions,
  labelSuggestions,
  ownValueSuggestions,
  providerBlockSuggestions,
  requiredProviderKeys,
} from './completionBlocks';
import { baseKeySuggestions, environmentKeySuggestions } from './completionEnvironments';
import { functionSuggestions } from './completionFunctions';
import { clusterInputSuggestions, moduleArgumentSuggestions } from './completionInputs';
import { completionList, DEFAULT_RANK, type CompletionAbilities, type Suggestion } from './completionItems';
import { providerKeySuggestions, providerValueSuggestions } from './completionProviders';
import { referenceSuggestions } from './completionReferences';
import { commandFileCompletion } from './completionCommandFiles';
import { completionContext, type CompletionContext, type ModuleAtCursor } from './completionContext';
import { blockSnippetSuggestions, type BlockSnippet } from './completionSnippets';
import { rulesCompletion } from './completionRules';
import { sourceSuggestions, versionSuggestions } from './completionSources';
import type { RequestContext } from '../../semantics/requestContext';
import { commandOfFile } from '../../workspace/fileNames';

/** Maximum number of items; with more, the editor asks again after further typing. */
const MAX_ITEMS = 500;

/** Trigger characters. */
export const COMPLETION_TRIGGERS: readonly string[] = ['.', '"', '[', '{', '=', '/'];

/**
 * @param position zero-based, UTF-16
 * @param trigger the trigger character, if any
 * @param snippets whole blocks to offer
 */
export function completion(
  request: RequestContext,
  uri: string,
  position: Position,
  abilities: CompletionAbilities,
  trigger?: string,
  snippets: readonly BlockSnippet[] = [],
): CompletionList {
  if (uri.endsWith(RULES_FILE_ENDING)) return rulesCompletion(request, uri, position, abilities);
  if (commandOfFile(uri)) return commandFileCompletion(request, uri, position, abilities);
  const context = completionContext(request, uri, position);
  if (!context || !isAskedFor(context, trigger)) return { isIncomplete: false, items: [] };
  const all = suggestionsAt(context, snippets);
  const isIncomplete = all.length > MAX_ITEMS;
  return completionList(isIncomplete ? likely(all, context) : all, context, abilities, isIncomplete);
}

/** If there are more items than the maximum: those that match the typed word, the best ranks first. */
function likely(all: readonly Suggestion[], { context }: CompletionContext): Suggestion[] {
  const typed = context.typed.toLowerCase();
  // A platform can have thousands of modules: their number of ranks is small, so they need no sorting.
  const byRank = new Map<number, Suggestion[]>();
  for (const suggestion of all) {
    if (typed !== '' && !suggestion.label.toLowerCase().includes(typed)) continue;
    const { rank = DEFAULT_RANK } = suggestion;
    const same = byRank.get(rank);
    if (same) same.push(suggestion);
    else byRank.set(rank, [suggestion]);
  }
  return [...byRank]
    .sort(([a], [b]) => a - b)
    .flatMap(([, suggestions]) => suggestions.slice(0, MAX_ITEMS))
    .slice(0, MAX_ITEMS);
}

/** `=`, `/` and `{` trigger completion only in a few places. */
function isAskedFor({ context }: CompletionContext, trigger: string | undefined): boolean {
  if (trigger === '=') return context.quoted && /[?&]ref=$/.test(context.typed);
  if (trigger === '/') return context.quoted && context.argument === 'source';
  return trigger !== '{' || context.expected === 'key' || (context.expected === 'value' && !context.quoted);
}

function suggestionsAt(context: CompletionContext, snippets: readonly BlockSnippet[]): Suggestion[] {
  switch (context.context.expected) {
    case 'item':
      return [
        ...(/\.tfvars$/.test(context.uri) ? [] : blockSnippetSuggestions(context, snippets)),
        ...itemSuggestions(context),
      ];
    case 'label':
      return labelSuggestions(context);
    case 'argument':
      return isInModule(context) ? moduleArgumentSuggestions(context) : blockArgumentSuggestions(context);
    case 'key':
      return keySuggestions(context);
    case 'value':
      return valueSuggestions(context);
    case 'index':
      return context.context.reference[0] === 'module' ? referenceSuggestions(context) : [];
    case 'nothing':
      return [];
  }
}

const isInModule = ({ context }: CompletionContext): boolean =>
  context.blocks.length === 1 && context.blocks[0]?.type === 'module';

function keySuggestions(completionContext: CompletionContext): Suggestion[] {
  const { context, module } = completionContext;
  if (!isInModule(completionContext))
    return context.blocks.at(-1)?.type === 'required_providers' ? requiredProviderKeys(completionContext) : [];
  if (
    context.argument === 'providers' &&
    context.path.length === 0 &&
    !context.quoted &&
    context.reference.length === 0
  )
    return providerKeySuggestions(completionContext, module);
  if (!module || context.argument !== 'configuration' || context.reference.length > 0) return [];
  return context.path.length === 0
    ? environmentKeySuggestions(completionContext)
    : attributeSuggestions(completionContext, module);
}

function valueSuggestions(completionContext: CompletionContext): Suggestion[] {
  const { context, module } = completionContext;
  const own = ownValueSuggestions(completionContext);
  if (own) return own;
  if (isInModule(completionContext)) {
    const only = argumentValues(completionContext, module);
    if (only) return only;
  }
  if (context.quoted && !context.path.includes('()'))
    return [...(module ? moduleValues(completionContext, module) : []), ...providerBlockSuggestions(completionContext)];
  if (context.quoted) return [];
  if (context.reference.length > 0) return referenceSuggestions(completionContext);
  const particular = [
    ...(module ? moduleValues(completionContext, module) : []),
    ...providerBlockSuggestions(completionContext),
  ];
  const functions = completionContext.alone || module ? functionSuggestions(completionContext) : [];
  return [...particular, ...referenceSuggestions(completionContext), ...functions];
}

/** Arguments that accept only constants of a kind; undefined for others. */
function argumentValues(context: CompletionContext, module: ModuleAtCursor | undefined): Suggestion[] | undefined {
  const { argument, path, reference } = context.context;
  if (argument === 'source') return path.length > 0 || reference.length > 0 ? [] : sourceSuggestions(context);
  if (argument === 'version') return path.length > 0 || reference.length > 0 ? [] : versionSuggestions(context);
  if (argument === 'providers') return path.length === 1 ? providerValueSuggestions(context, module) : [];
  return undefined;
}

function moduleValues(context: CompletionContext, module: ModuleAtCursor): Suggestion[] {
  const { argument, inTemplate, path, reference } = context.context;
  if (inTemplate || reference.length > 0) return [];
  if (argument === module.interface.baseKeyInput && path.length === 0) return baseKeySuggestions(context);
  if (argument === 'configuration') return attributeValueSuggestions(context, module);
  return clusterInputSuggestions(context, module);
}
