/**
 * Completion: what can be written at the cursor and is not set yet. The position is read from the text itself, so that incomplete blocks work,
 * too; facts about the module come from its last valid model.
 */
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
import { DEFAULT_RANK, toItems, type CompletionAbilities, type Suggestion } from './completionItems';
import { providerKeySuggestions, providerValueSuggestions } from './completionProviders';
import { referenceSuggestions } from './completionReferences';
import { completionContext, type CompletionContext, type ModuleAtCursor } from './completionContext';
import { blockSnippetSuggestions, type BlockSnippet } from './completionSnippets';
import { sourceSuggestions, versionSuggestions } from './completionSources';
import type { Regions } from '../../kubestack/platform/regions';
import type { RequestContext } from '../../semantics/requestContext';

/** Maximum number of items; with more, the editor asks again after further typing. */
const MAX_ITEMS = 500;

/** Trigger characters. */
export const COMPLETION_TRIGGERS: readonly string[] = ['.', '"', '[', '{', '=', '/'];

/**
 * @param position zero-based, UTF-16
 * @param trigger the trigger character, if any
 * @param snippets whole blocks to offer
 * @param regions zones and machine types to suggest
 */
export function completion(
  request: RequestContext,
  uri: string,
  position: Position,
  abilities: CompletionAbilities,
  trigger?: string,
  snippets: readonly BlockSnippet[] = [],
  regions?: Regions,
): CompletionList {
  const found = completionContext(request, uri, position);
  if (!found || !isAskedFor(found, trigger)) return { isIncomplete: false, items: [] };
  const site: CompletionContext = regions ? { ...found, regions } : found;
  const all = suggestionsAt(site, snippets);
  const isIncomplete = all.length > MAX_ITEMS;
  return { isIncomplete, items: toItems(isIncomplete ? likely(all, site) : all, site, abilities) };
}

/** If there are more items than the maximum: those that match the typed word, the best ranks first. */
function likely(all: readonly Suggestion[], { context }: CompletionContext): Suggestion[] {
  const typed = context.typed.toLowerCase();
  const rankOf = ({ rank }: Suggestion): number => rank ?? DEFAULT_RANK;
  return all
    .filter(({ label }) => label.toLowerCase().includes(typed))
    .sort((a, b) => rankOf(a) - rankOf(b))
    .slice(0, MAX_ITEMS);
}

/** `=`, `/` and `{` trigger completion only in a few places. */
function isAskedFor({ context }: CompletionContext, trigger: string | undefined): boolean {
  if (trigger === '=') return context.quoted && /[?&]ref=$/.test(context.typed);
  if (trigger === '/') return context.quoted && context.argument === 'source';
  return trigger !== '{' || context.expected === 'key' || (context.expected === 'value' && !context.quoted);
}

function suggestionsAt(site: CompletionContext, snippets: readonly BlockSnippet[]): Suggestion[] {
  switch (site.context.expected) {
    case 'item':
      return [...(/\.tfvars$/.test(site.uri) ? [] : blockSnippetSuggestions(site, snippets)), ...itemSuggestions(site)];
    case 'label':
      return labelSuggestions(site);
    case 'argument':
      return isInModule(site) ? moduleArgumentSuggestions(site) : blockArgumentSuggestions(site);
    case 'key':
      return keySuggestions(site);
    case 'value':
      return valueSuggestions(site);
    case 'index':
      return site.context.reference[0] === 'module' ? referenceSuggestions(site) : [];
    case 'nothing':
      return [];
  }
}

const isInModule = ({ context }: CompletionContext): boolean =>
  context.blocks.length === 1 && context.blocks[0]?.type === 'module';

function keySuggestions(site: CompletionContext): Suggestion[] {
  const { context, module } = site;
  if (!isInModule(site)) return context.blocks.at(-1)?.type === 'required_providers' ? requiredProviderKeys(site) : [];
  if (
    context.argument === 'providers' &&
    context.path.length === 0 &&
    !context.quoted &&
    context.reference.length === 0
  )
    return providerKeySuggestions(site, module);
  if (!module || context.argument !== 'configuration' || context.reference.length > 0) return [];
  return context.path.length === 0 ? environmentKeySuggestions(site) : attributeSuggestions(site, module);
}

function valueSuggestions(site: CompletionContext): Suggestion[] {
  const { context, module } = site;
  const own = ownValueSuggestions(site);
  if (own) return own;
  if (isInModule(site)) {
    const only = argumentValues(site, module);
    if (only) return only;
  }
  if (context.quoted && !context.path.includes('()'))
    return [...(module ? moduleValues(site, module) : []), ...providerBlockSuggestions(site)];
  if (context.quoted) return [];
  if (context.reference.length > 0) return referenceSuggestions(site);
  const particular = [...(module ? moduleValues(site, module) : []), ...providerBlockSuggestions(site)];
  const functions = site.alone || module ? functionSuggestions(site) : [];
  return [...particular, ...referenceSuggestions(site), ...functions];
}

/** Arguments that accept only constants of a kind; undefined for others. */
function argumentValues(site: CompletionContext, module: ModuleAtCursor | undefined): Suggestion[] | undefined {
  const { argument, path, reference } = site.context;
  if (argument === 'source') return path.length > 0 || reference.length > 0 ? [] : sourceSuggestions(site);
  if (argument === 'version') return path.length > 0 || reference.length > 0 ? [] : versionSuggestions(site);
  if (argument === 'providers') return path.length === 1 ? providerValueSuggestions(site, module) : [];
  return undefined;
}

function moduleValues(site: CompletionContext, module: ModuleAtCursor): Suggestion[] {
  const { argument, inTemplate, path, reference } = site.context;
  if (inTemplate || reference.length > 0) return [];
  if (argument === module.interface.baseKeyInput && path.length === 0) return baseKeySuggestions(site);
  if (argument === 'configuration') return attributeValueSuggestions(site, module);
  return clusterInputSuggestions(site, module);
}
