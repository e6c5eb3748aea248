/** Completion of `providers = {}`: the providers that a module requires, and the declared aliases. */
import { t } from '../../../common/localization';
import { largest } from '../../../common/lists';
import { CompletionItemKind } from 'vscode-languageserver-types';
import { snippetText, type Suggestion } from './completionItems';
import type { CompletionContext, ModuleAtCursor } from './completionContext';
import { distinct } from '../../../common/lists';
import { labelMeaning, providersOf } from './labelMeaning';

/** Missing keys, each with the configuration that matches the module's name. */
export function providerKeySuggestions(
  completionContext: CompletionContext,
  module: ModuleAtCursor | undefined,
): Suggestion[] {
  const { context } = completionContext;
  if (!module) return keysBySite(completionContext);
  const schema = module.interface.schema;
  const needed = schema?.providersFromCaller ?? [];
  const declared = Object.keys(schema?.requiredProviders ?? {}).filter(
    name => !needed.includes(name) && name !== 'tls' && name !== 'azuread' && name !== 'azure',
  );
  const inside = new Set((schema?.providersInside ?? []).map(name => name.split('.')[0]));
  const names = [
    ...needed,
    ...declared.filter(name => !inside.has(name) && declaredProviders(completionContext, name).length > 0),
  ];
  return names
    .filter(name => !context.siblings.has(name))
    .map((name): Suggestion => {
      const isNeeded = needed.includes(name);
      return {
        ...providerKey(completionContext, name, providerFor(completionContext, module.label, name)),
        detail: isNeeded ? t('required by the module') : t('used by the module'),
        rank: isNeeded ? 0 : 1,
      };
    });
}

/** If there is no source: the providers for the kind of module in the label, then all others of the folder. */
function keysBySite(context: CompletionContext): Suggestion[] {
  const label = context.context.blocks[0]?.labels[0] ?? '';
  const meaning = labelMeaning(label);
  const usual = meaning ? providersOf(meaning) : [];
  const configured = [...(context.instance?.folder?.names('provider') ?? [])].map(name => name.split('.')[0]!).sort();
  return distinct(usual, configured)
    .filter(name => !context.context.siblings.has(name))
    .map(name => ({
      ...providerKey(context, name, providerFor(context, label, name)),
      detail: usual.includes(name) ? t("matches this module's name") : t('configured in this folder'),
      rank: usual.includes(name) ? 0 : 1,
    }));
}

const providerKey = ({ context }: CompletionContext, name: string, value: string): Suggestion => ({
  label: name,
  kind: CompletionItemKind.Property,
  ...(context.hasValue ? {} : { insert: `${name} = ${value}`, snippet: `${name} = \${1:${snippetText(value)}}` }),
});

/** `{ aws = aws.eks_… }` on several lines, with all required providers. Undefined if they are unknown. */
export function providersSnippet(context: CompletionContext, module: ModuleAtCursor | undefined): string | undefined {
  const label = module?.label ?? context.context.blocks[0]?.labels[0] ?? '';
  const meaning = labelMeaning(label);
  const names = module ? (module.interface.schema?.providersFromCaller ?? []) : meaning ? providersOf(meaning) : [];
  if (names.length === 0) return undefined;
  const width = largest(names.map(name => name.length));
  const lines = names.map((name, index) => {
    const value = snippetText(providerFor(context, label, name));
    return `  ${name.padEnd(width)} = \${${index + 1}:${value}}`;
  });
  return `{\n${lines.join('\n')}\n}`;
}

/** The configuration to pass: the one named like the cluster, declared or not, or else the first. */
function providerFor(context: CompletionContext, label: string, type: string): string {
  const fitting = fittingProviders(context, label, type);
  const [best] = fitting;
  if (best !== undefined && fitOf(best, label, type) > 0) return best;
  const cluster = labelMeaning(label)?.cluster;
  // A new cluster has its own, which are written next; another cluster's would be wrong.
  if (cluster !== undefined && (best === undefined || !fitting.includes(type))) return `${type}.${cluster}`;
  return fitting.includes(type) ? type : (best ?? type);
}

/** Configurations of the provider of a key; the one that matches the module's name first. */
export function providerValueSuggestions(
  completionContext: CompletionContext,
  module: ModuleAtCursor | undefined,
): Suggestion[] {
  const { context } = completionContext;
  if (context.quoted || context.reference.length > 1) return [];
  const type = context.reference[0] ?? (context.path[0] ?? '').split('.')[0] ?? '';
  const from = context.reference.length > 0 ? context.start - `${type}.`.length : undefined;
  return fittingProviders(completionContext, module?.label ?? '', type).map((name, index): Suggestion => ({
    label: name,
    kind: CompletionItemKind.Reference,
    detail: name.includes('.') ? 'provider alias' : t('default provider'),
    rank: index === 0 ? 0 : 1,
    ...(from === undefined ? {} : { from }),
  }));
}

function fittingProviders(context: CompletionContext, label: string, type: string): string[] {
  const fit = (name: string): number => fitOf(name, label, type);
  return declaredProviders(context, type).sort((a, b) => fit(b) - fit(a) || (a < b ? -1 : 1));
}

/** Length of the module label's prefix that is the alias; 0 for other aliases. */
function fitOf(name: string, label: string, type: string): number {
  const own = name.slice(type.length + 1);
  return own !== '' && (label === own || label.startsWith(`${own}_`)) ? own.length : 0;
}

/** `aws`, `aws.alias`: the form in which a module of the folder can pass them on. */
function declaredProviders({ instance }: CompletionContext, type: string): string[] {
  return (instance?.folder?.namesInOrder('provider') ?? []).filter(
    name => name === type || name.startsWith(`${type}.`),
  );
}
