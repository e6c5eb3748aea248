/** Completion of references: modules and their outputs, locals, variables, paths, the workspace. */
import { type Localizable, localizable, localized, t } from '../../../common/localization';
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { folderUsage } from '../../kubestack/modules/folderUsage';
import type { ModuleInstance } from '../../kubestack/modules/moduleInstance';
import type { ModuleKind } from '../../../common/protocol';
import type { ModuleFolder } from '../../workspace/moduleFolder';
import { calledFolder } from '../../kubestack/modules/moduleTree';
import { readVariable } from '../../kubestack/modules/variableDeclaration';
import { attributesAt } from './completionAttributes';
import type { Suggestion } from './completionItems';
import type { CompletionContext } from './completionContext';
import { typeText } from '../../hcl/types/type';
import { descriptionText } from '../markdown';
import { looksLikeCluster } from './moduleKind';

const PATHS: Readonly<Record<string, Localizable>> = {
  module: localizable('The path of this module, relative to the root module.'),
  root: localizable('The path of the root module.'),
  cwd: localizable('The directory in which Terraform was started.'),
};
/** `current_metadata` of a cluster. See docs/kubestack.md#inputs-and-outputs. */
export const METADATA: Readonly<Record<string, Localizable>> = {
  name: localizable('The name of the cluster: prefix, environment and region.'),
  domain: localizable("The cluster's domain, without its name."),
  fqdn: localizable('The fully qualified domain name of the cluster.'),
  labels: localizable('Labels that identify the cluster, as a map.'),
  label_namespace: localizable('The prefix of the label keys.'),
  tags: localizable('The same metadata as a list.'),
};
const ROOTS: Readonly<Record<string, Localizable>> = {
  module: localizable('An output of a module.'),
  local: localizable('A value of a `locals` block.'),
  var: localizable('A variable of this module.'),
  path: localizable('A folder.'),
  terraform: localizable('The selected workspace, which is the planned environment.'),
};

/** References that complete the typed text. Only Kubestack's if another extension completes the rest. */
export function referenceSuggestions(context: CompletionContext): Suggestion[] {
  const [root, ...steps] = context.context.reference;
  const all = context.alone || context.module !== undefined;
  if (root === undefined) return all ? roots(context) : [];
  if (root === 'module') return moduleSuggestions(context, steps);
  if (!all || steps.length > 0) return [];
  switch (root) {
    case 'local':
      return locals(context);
    case 'var':
      return variables(context);
    case 'path':
      return Object.entries(PATHS).map(([label, documentation]) => ({
        label,
        kind: CompletionItemKind.Folder,
        documentation: localized(documentation),
      }));
    case 'terraform':
      return [{ label: 'workspace', kind: CompletionItemKind.Constant, documentation: t('The planned environment.') }];
    case 'each':
      return isRepeatedBy(context, 'for_each')
        ? ['key', 'value'].map(label => ({ label, kind: CompletionItemKind.Variable }))
        : [];
    case 'count':
      return isRepeatedBy(context, 'count') ? [{ label: 'index', kind: CompletionItemKind.Variable }] : [];
    default:
      return [];
  }
}

function roots(context: CompletionContext): Suggestion[] {
  const offered = Object.entries(ROOTS).flatMap(([name, documentation]) =>
    hasAny(context, name) ? [[name, localized(documentation)] as const] : [],
  );
  const repeated = [
    ...(isRepeatedBy(context, 'for_each')
      ? [['each', t('The element of for_each that this instance is created for.')] as const]
      : []),
    ...(isRepeatedBy(context, 'count') ? [['count', t('The index of this instance.')] as const] : []),
  ];
  return [...offered, ...repeated].map(([label, documentation]) => ({
    label,
    kind: CompletionItemKind.Variable,
    insert: label === 'terraform' ? 'terraform.workspace' : label,
    documentation,
    rank: 6,
  }));
}

function hasAny({ instance }: CompletionContext, root: string): boolean {
  if (root === 'module') return !isEmpty(instance?.folder?.names('module'));
  if (root === 'local') return !isEmpty(instance?.folder?.locals());
  return root === 'var' ? !isEmpty(instance?.folder?.names('variable')) : true;
}

function isEmpty(names: Iterable<string> | undefined): boolean {
  for (const _ of names ?? []) return false;
  return true;
}

/** Names in the block at the cursor are read from its text. A reference to itself would be a cycle. */
function locals({ context, instance }: CompletionContext): Suggestion[] {
  const around = context.blocks[0]?.type === 'locals' ? context.blocks[0].names : [];
  const own = context.blocks[0]?.type === 'locals' ? context.argument : undefined;
  const names = new Set([...(instance?.folder?.locals() ?? []), ...around]);
  return [...names]
    .filter(name => name !== own)
    .sort()
    .map(name => ({ label: name, kind: CompletionItemKind.Variable, detail: t('local value') }));
}

const isRepeatedBy = ({ context }: CompletionContext, argument: string): boolean =>
  context.argument !== argument && context.blocks[0]?.names.has(argument) === true;

function variables({ instance }: CompletionContext): Suggestion[] {
  const folder = instance?.folder;
  if (!folder) return [];
  return [...folder.names('variable')].sort().map(name => {
    const variable = readVariable(folder, name);
    return {
      label: name,
      kind: CompletionItemKind.Variable,
      detail: variable && typeText(variable.type),
      ...(variable?.description === undefined ? {} : { documentation: descriptionText(variable.description) }),
    };
  });
}

function moduleSuggestions(context: CompletionContext, steps: readonly string[]): Suggestion[] {
  const { instance } = context;
  const [name, output, ...rest] = steps;
  if (!instance) return [];
  if (name === undefined) return moduleNames(context, instance);
  const call = context.request.model.call(instance, name);
  if (!call && !context.alone && !context.module) return [];
  if (output === undefined) return outputsOf(context, instance, name, call);
  return call && rest.length === 0 ? outputKeys(context, call, output) : [];
}

/** Clusters first, since they are referenced most. */
function moduleNames(context: CompletionContext, instance: ModuleInstance): Suggestion[] {
  if (!instance.folder) return [];
  const own = context.context.blocks[0]?.type === 'module' ? context.context.blocks[0].labels[0] : undefined;
  const offersAll = context.alone || context.module !== undefined;
  const suggestions: Suggestion[] = [];
  for (const offered of modulesOf(instance.folder)) {
    const { label } = offered.suggestion;
    if (label === own || label === '') continue;
    const isDecided = offered.hasKind || (offersAll && !offered.mayBeCluster);
    const suggestion = isDecided ? offered.suggestion : undecidedModule(context, instance, offered);
    if (!suggestion) continue;
    const isOwnCluster = suggestion.rank === CLUSTER_RANK && own?.startsWith(label) && own[label.length] === '_';
    suggestions.push(isOwnCluster ? { ...suggestion, rank: 0 } : suggestion);
  }
  return suggestions;
}

const CLUSTER_RANK = 1;

interface OfferedModule {
  readonly suggestion: Suggestion;
  /** Whether the source of the call is sufficient to determine its kind. */
  readonly hasKind: boolean;
  /** Whether its label is like those of clusters. */
  readonly mayBeCluster: boolean;
}

const offeredModules = new WeakMap<
  ModuleFolder,
  { readonly revisions: string; readonly modules: readonly OfferedModule[] }
>();

/** The modules of a folder, sorted by name. Each answer needs all of them, but only declarations and variables files change them. */
function modulesOf(folder: ModuleFolder): readonly OfferedModule[] {
  const revisions = `${folder.declarationsRevision} ${folder.variableFilesRevision}`;
  const cached = offeredModules.get(folder);
  if (cached?.revisions === revisions) return cached.modules;
  const usage = folderUsage(folder);
  const modules = [...folder.names('module')].sort().map(name => {
    const kind = usage.kindOf(name)?.kind;
    return {
      suggestion: suggestedModule(name, kind),
      hasKind: kind !== undefined,
      mayBeCluster: looksLikeCluster(name),
    };
  });
  offeredModules.set(folder, { revisions, modules });
  return modules;
}

/** Undefined for a module that this extension doesn't offer beside another one. */
function undecidedModule(
  { request, alone, module }: CompletionContext,
  instance: ModuleInstance,
  { suggestion, mayBeCluster }: OfferedModule,
): Suggestion | undefined {
  const call = request.model.call(instance, suggestion.label);
  if (!call && !alone && !module) return undefined;
  return mayBeCluster ? suggestedModule(suggestion.label, call?.module.kind) : suggestion;
}

const suggestedModule = (name: string, kind: ModuleKind | undefined): Suggestion => ({
  label: name,
  kind: CompletionItemKind.Module,
  detail: kind === 'nodePool' ? t('node pool') : kind === 'other' || !kind ? 'module' : kind,
  rank: kind === 'cluster' ? CLUSTER_RANK : kind ? 2 : 3,
});

function outputsOf(
  { request }: CompletionContext,
  instance: ModuleInstance,
  name: string,
  call: ModuleCall | undefined,
): Suggestion[] {
  const schema = call?.module.schema;
  const declaration = instance.folder?.declaration('module', name);
  const folderUri = call?.module.folderUri ?? (declaration && calledFolder(instance, declaration));
  const own = folderUri === undefined ? undefined : request.model.tree.readFolder(folderUri);
  const names = own ? own.namesInOrder('output') : [...(schema?.outputs.keys() ?? [])];
  return names.map(label => {
    const output = schema?.outputs.get(label);
    return {
      label,
      kind: CompletionItemKind.Property,
      detail: output?.sensitive ? t('output · sensitive') : t('output'),
      ...(output?.hint === undefined ? {} : { documentation: descriptionText(localized(output.hint)) }),
      rank: /^current_/.test(label) ? 0 : 1,
    };
  });
}

/** Keys of `current_metadata` and `current_config`, after a dot or in brackets. */
function outputKeys(completionContext: CompletionContext, call: ModuleCall, output: string): Suggestion[] {
  const { context } = completionContext;
  const write = (label: string): Pick<Suggestion, 'insert'> =>
    context.expected === 'index' && !context.quoted ? { insert: `"${label}"` } : {};
  if (output === 'current_metadata' && call.module.kind === 'cluster') {
    return Object.entries(METADATA).map(([label, documentation]) => ({
      label,
      kind: CompletionItemKind.Field,
      documentation: localized(documentation),
      ...write(label),
    }));
  }
  if (output !== 'current_config') return [];
  return attributesAt(call.module, []).map(({ name, type, schema }) => ({
    label: name,
    kind: CompletionItemKind.Field,
    detail: typeText(type),
    ...(schema?.hint === undefined ? {} : { documentation: descriptionText(localized(schema.hint)) }),
    rank: schema && schema.required !== 'no' ? 0 : 1,
    ...write(name),
  }));
}
