/** Completion of `providers = {}`: the providers that a module needs, and the aliases that are declared. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Suggestion } from './completionItems';
import type { CompletionSite, ModuleAtCursor } from './completionSite';

/** Keys that are missing, each with the configuration that fits the module's name. */
export function providerKeySuggestions(site: CompletionSite, module: ModuleAtCursor): Suggestion[] {
  const { context } = site;
  const schema = module.interface.schema;
  const needed = schema?.providersFromCaller ?? [];
  const declared = Object.keys(schema?.requiredProviders ?? {}).filter(
    name => !needed.includes(name) && name !== 'tls' && name !== 'azuread' && name !== 'azure',
  );
  const inside = new Set((schema?.providersInside ?? []).map(name => name.split('.')[0]));
  const names = [...needed, ...declared.filter(name => !inside.has(name) && declaredProviders(site, name).length > 0)];
  return names
    .filter(name => !context.siblings.has(name))
    .map((name): Suggestion => {
      const best = fittingProviders(site, module.label, name)[0];
      const isNeeded = needed.includes(name);
      return {
        label: name,
        kind: CompletionItemKind.Property,
        detail: isNeeded ? 'the module needs it' : 'the module takes it',
        rank: isNeeded ? 0 : 1,
        ...(context.hasValue
          ? {}
          : { insert: `${name} = ${best ?? name}`, snippet: `${name} = \${1:${best ?? name}}` }),
      };
    });
}

/** Configurations of the provider that the key names; the one that fits the module's name first. */
export function providerValueSuggestions(site: CompletionSite, module: ModuleAtCursor | undefined): Suggestion[] {
  const { context } = site;
  if (context.quoted || context.reference.length > 1) return [];
  const type = context.reference[0] ?? (context.path[0] ?? '').split('.')[0] ?? '';
  const from = context.reference.length > 0 ? context.start - `${type}.`.length : undefined;
  return fittingProviders(site, module?.label ?? '', type).map((name, index): Suggestion => ({
    label: name,
    kind: CompletionItemKind.Reference,
    detail: name.includes('.') ? 'provider alias' : 'default provider',
    rank: index === 0 ? 0 : 1,
    ...(from === undefined ? {} : { from }),
  }));
}

function fittingProviders(site: CompletionSite, label: string, type: string): string[] {
  const alias = (name: string): string => name.slice(type.length + 1);
  const fit = (name: string): number => {
    const own = alias(name);
    return own !== '' && (label === own || label.startsWith(`${own}_`)) ? own.length : 0;
  };
  return declaredProviders(site, type).sort((a, b) => fit(b) - fit(a) || (a < b ? -1 : 1));
}

/** `aws`, `aws.alias`: as a module of the folder can pass them on. */
function declaredProviders({ instance }: CompletionSite, type: string): string[] {
  return [...(instance?.folder?.names('provider') ?? [])].filter(name => name === type || name.startsWith(`${type}.`));
}
