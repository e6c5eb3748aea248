/** Completion of terraform's own blocks, their labels, arguments and values; left to other extensions that serve the document. */
import { ownProperty } from '../../../common/ownProperty';
import { localized, t } from '../../../common/localization';
import { CompletionItemKind } from 'vscode-languageserver-types';
import { withAvailability } from './availability';
import { argumentsOf, BACKEND_ARGUMENTS, BLOCK_TYPES, PROVIDER_SOURCES, TYPE_NAMES } from './blockArguments';
import { argument } from './completionInputs';
import type { Suggestion } from './completionItems';
import type { CompletionContext } from './completionContext';
import { baseNameOf } from '../../workspace/uri';
import { labelOfFile } from './labelMeaning';
import { clusterLabelsInFolder } from './moduleKind';

/** Top-level blocks; in a variables file, the variables that it does not set yet. */
export function itemSuggestions(completionContext: CompletionContext): Suggestion[] {
  const { context, alone } = completionContext;
  if (!alone) return [];
  if (/\.tfvars$/.test(completionContext.uri)) return variableNames(completionContext);
  return Object.entries(BLOCK_TYPES).flatMap(([label, { documentation, snippet }]) =>
    withAvailability(completionContext, label, localized(documentation)).map(text => ({
      label,
      kind: CompletionItemKind.Class,
      documentation: text,
      rank: 4,
      ...(context.hasValue ? {} : { insert: label, snippet }),
    })),
  );
}

function variableNames({ instance, file, context }: CompletionContext): Suggestion[] {
  const set = new Set(file.items.map(({ item }) => (item.node.kind === 'attribute' ? item.node.name : '')));
  const own = file.text.slice(context.start, context.end);
  return [...(instance?.folder?.names('variable') ?? [])]
    .filter(name => !set.has(name) || name === own)
    .sort()
    .map(label => ({
      label,
      kind: CompletionItemKind.Variable,
      detail: t('variable'),
      ...(context.hasValue ? {} : { insert: `${label} = ` }),
    }));
}

export function labelSuggestions(context: CompletionContext): Suggestion[] {
  const { header, quoted } = context.context;
  if (!header || header.labels.length > 0) return [];
  if (header.type === 'module') return moduleLabelSuggestions(context);
  if (!context.alone) return [];
  const names =
    header.type === 'provider' ? Object.keys(PROVIDER_SOURCES) : header.type === 'backend' ? BACKEND_ARGUMENTS : [];
  return names.map(label => ({ label, kind: CompletionItemKind.Module, insert: quoted ? label : `"${label}"` }));
}

/** The name that the file's name implies, if no module of the folder has it yet. */
function moduleLabelSuggestions({ uri, instance, context }: CompletionContext): Suggestion[] {
  const label = labelOfFile(baseNameOf(uri));
  if (label === undefined || instance?.folder?.declaration('module', label)) return [];
  return [
    {
      label,
      kind: CompletionItemKind.Module,
      detail: t('named after this file'),
      insert: context.quoted ? label : `"${label}"`,
    },
  ];
}

export function blockArgumentSuggestions(completionContext: CompletionContext): Suggestion[] {
  const { context, alone } = completionContext;
  if (!alone) return [];
  const types = context.blocks.map(block => block.type);
  if (types.join(' ') === 'terraform required_providers') return requiredProviders(completionContext);
  return argumentsOf(types, context.blocks.at(-1)?.labels[0])
    .filter(({ name, repeated }) => repeated || !context.siblings.has(name))
    .flatMap(({ name, documentation, snippet, required }) =>
      withAvailability(completionContext, [...types, name].join(' '), localized(documentation)).map(text => ({
        ...argument(completionContext, name, snippet),
        ...(required ? { detail: t('required') } : {}),
        documentation: text,
        rank: required ? 0 : 2,
      })),
    );
}

function requiredProviders(context: CompletionContext): Suggestion[] {
  return Object.entries(PROVIDER_SOURCES)
    .filter(([name]) => !context.context.siblings.has(name))
    .map(([name, source]) => ({
      ...argument(context, name, `${name} = {\n  source = "${source}"\n}`),
      detail: source,
      rank: name === 'kustomization' ? 0 : 2,
    }));
}

/** Keys of `aws = {│}` in `required_providers`. */
export function requiredProviderKeys(completionContext: CompletionContext): Suggestion[] {
  const { context, alone } = completionContext;
  if (!alone || context.path.length > 0 || context.quoted) return [];
  return ['source', 'version', 'configuration_aliases']
    .filter(name => !context.siblings.has(name))
    .map(name =>
      argument(completionContext, name, name === 'configuration_aliases' ? `${name} = [$1]` : `${name} = "$1"`),
    );
}

/** Values that only this argument accepts; undefined if any expression is allowed. */
export function ownValueSuggestions(completionContext: CompletionContext): Suggestion[] | undefined {
  const { context } = completionContext;
  const types = context.blocks.map(block => block.type).join(' ');
  if (types === 'variable' && context.argument === 'type')
    return completionContext.alone && !context.quoted ? typeSuggestions() : [];
  if (types === 'terraform required_providers')
    return completionContext.alone && context.path[0] === 'source' ? providerSource(completionContext) : [];
  if (types.startsWith('terraform')) return [];
  if (types === 'variable' && context.argument !== 'default') return undefined;
  // Defaults are constants, without references.
  return types === 'variable' ? [] : undefined;
}

const typeSuggestions = (): Suggestion[] =>
  Object.entries(TYPE_NAMES).map(([label, snippet]) => ({ label, kind: CompletionItemKind.TypeParameter, snippet }));

function providerSource({ context }: CompletionContext): Suggestion[] {
  const source = ownProperty(PROVIDER_SOURCES, context.argument ?? '');
  return source === undefined
    ? []
    : [{ label: source, kind: CompletionItemKind.Value, insert: context.quoted ? source : `"${source}"` }];
}

/** Provider blocks of a cluster: the cluster's name as alias, and its kubeconfig output. */
export function providerBlockSuggestions(completionContext: CompletionContext): Suggestion[] {
  const { context, instance, request } = completionContext;
  const block = context.blocks[0];
  if (block?.type !== 'provider' || context.blocks.length > 1 || !instance || context.path.length > 0) return [];
  const clusters = (): string[] => clusterLabelsInFolder(request, instance).sort();
  const provider = block.labels[0] ?? '';
  if (context.argument === 'alias' && !context.inTemplate) {
    const taken = new Set(instance.folder?.names('provider'));
    return clusters()
      .filter(name => !taken.has(`${provider}.${name}`))
      .map(name => ({
        label: name,
        kind: CompletionItemKind.Reference,
        detail: t('cluster'),
        insert: context.quoted ? name : `"${name}"`,
        rank: 0,
      }));
  }
  if (context.argument !== 'kubeconfig_raw' || context.quoted || context.reference.length > 0) return [];
  const alias = block.texts.get('alias');
  return clusters()
    .sort((a, b) => Number(b === alias) - Number(a === alias))
    .map(name => ({
      label: `module.${name}.kubeconfig`,
      kind: CompletionItemKind.Reference,
      detail: t('kubeconfig of the cluster'),
      rank: name === alias ? 0 : 1,
    }));
}
