/** Completion of an attribute's value: known values, and values of the platform's other modules. */
import { t } from '../../../common/localization';
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Type } from '../../hcl/model';
import { environmentType } from '../../kubestack/inheritance/environmentConversion';
import type { AttributeSchema } from '../../kubestack/schemas/schemas';
import type { CursorContext } from '../../syntax/cursor/cursorContext';
import { typeBelow } from './completionAttributes';
import { snippetText, type Suggestion } from './completionItems';
import { fitsHere, locationSuggestions } from './completionRegions';
import type { CompletionContext, ModuleAtCursor } from './completionContext';
import { usagesAt } from '../../semantics/usages';
import { distinct } from '../../../common/lists';

/** Maximum number of values of other modules. */
const MAX_USED = 20;
/** How AKS writes taints. See docs/kubestack.md#clouds. */
const AKS_EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

export function attributeValueSuggestions(completionContext: CompletionContext, module: ModuleAtCursor): Suggestion[] {
  const { context } = completionContext;
  const [environment, ...path] = context.path;
  if (environment === undefined || path.length === 0) return [];
  const type = typeBelow(environmentType(module.interface.configurationType), path);
  const isElement = path.at(-1) === '*';
  const schema = module.interface.schema?.attributes.get((isElement ? path.slice(0, -1) : path).join('.'));
  if (schema?.path === 'node_taints' && module.interface.provider === 'azurerm' && isElement)
    return aksTaints(completionContext);
  if (!type || (!isScalar(type) && !isElement)) return [];
  const listed = schema?.values ?? [];
  const name = (isElement ? path.at(-2) : path.at(-1)) ?? '';
  const used = usagesAt(completionContext)
    .flatMap(usage => usage.valuesOf(module.usageKey, path.join('.'), module.calls[0]?.declaration))
    .filter(value => fitsHere(completionContext, module, name, value));
  if (type.kind === 'bool')
    return ['true', 'false']
      .filter(() => !context.quoted)
      .map(value => ({ label: value, kind: CompletionItemKind.Keyword, rank: 0 }));
  if (type.kind === 'number')
    return distinct(used)
      .slice(0, MAX_USED)
      .filter(() => !context.quoted)
      .map(value => usedValue(completionContext, value, value));
  const texts = schema?.format === 'bool' ? distinct(listed, ['true', 'false']) : listed;
  // Elements that the list already contains are not offered again.
  const isNew = (value: string): boolean => !isElement || !context.siblings.has(value);
  return [
    ...texts.filter(isNew).map((value): Suggestion => ({
      ...usedValue(completionContext, value, quotedIn(completionContext, value)),
      kind: CompletionItemKind.EnumMember,
      detail: detailOf(schema),
      rank: 0,
    })),
    ...distinct(used)
      .filter(value => isNew(value) && !texts.includes(value))
      .slice(0, MAX_USED)
      .map(value => usedValue(completionContext, value, quotedIn(completionContext, value))),
    ...placeItems(completionContext, module, name, {
      isElement,
      isList: schema?.format === 'list',
      texts: [...texts, ...used],
    }),
  ];
}

/** In a release, a list is one string: the part after the last comma is completed. */
function placeItems(
  completionContext: CompletionContext,
  module: ModuleAtCursor,
  name: string,
  { isElement, isList, texts }: { isElement: boolean; isList: boolean; texts: readonly string[] },
): Suggestion[] {
  const { context, file } = completionContext;
  if (isList && !context.quoted) return [];
  const part = isList ? partAt(file.text, context) : undefined;
  const written = new Set([...(part?.others ?? []), ...(isElement ? context.siblings : []), ...texts]);
  return locationSuggestions(completionContext, module, name, written).map(each => ({
    ...each,
    insert: quotedIn(completionContext, each.label),
    ...(part ? { from: part.start, to: part.end } : {}),
  }));
}

/** The part of `"a,b,c"` at the cursor, and the others. */
function partAt(text: string, { start, typed, end }: CursorContext) {
  const whole = text.slice(start, Math.max(end, start + typed.length));
  const from = typed.lastIndexOf(',') + 1;
  const next = whole.indexOf(',', typed.length);
  const to = next < 0 ? whole.length : next;
  const others = `${whole.slice(0, from)}${whole.slice(to)}`.split(',').map(each => each.trim());
  return { start: start + from, end: start + to, others };
}

const isScalar = (type: Type): boolean => ['string', 'number', 'bool', 'any'].includes(type.kind);
const quotedIn = ({ context }: CompletionContext, value: string): string => (context.quoted ? value : `"${value}"`);
const detailOf = (schema: AttributeSchema | undefined): string | undefined =>
  schema && t('a known value of {0}', schema.path.split('.').at(-1) ?? '');

const usedValue = (_site: CompletionContext, value: string, insert: string): Suggestion => ({
  label: value,
  kind: CompletionItemKind.Value,
  detail: t('used by another module'),
  insert,
  rank: 1,
});

const aksTaints = (context: CompletionContext): Suggestion[] =>
  AKS_EFFECTS.map(effect => {
    const snippet = `\${1:key}=\${2:value}:${snippetText(effect)}`;
    return {
      label: `key=value:${effect}`,
      kind: CompletionItemKind.EnumMember,
      detail: t('taint in AKS format'),
      insert: quotedIn(context, `key=value:${effect}`),
      snippet: context.context.quoted ? snippet : `"${snippet}"`,
      rank: 0,
    };
  });
