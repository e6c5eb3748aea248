/** Completion of a module call's arguments, and of values that refer to the module's cluster. */
import { ownProperty } from '../../../common/ownProperty';
import { type Localizable, localizable, localized, t } from '../../../common/localization';
import { CompletionItemKind } from 'vscode-languageserver-types';
import { declaredAttribute } from '../../workspace/declarations';
import { calledFolder } from '../../kubestack/modules/moduleTree';
import type { ModuleInterface } from '../../kubestack/modules/moduleInterface';
import { readVariable } from '../../kubestack/modules/variableDeclaration';
import { snippetText, type Suggestion } from './completionItems';
import { withAvailability } from './availability';
import type { CompletionContext, ModuleAtCursor } from './completionContext';
import { baseKeyAt, configurationSnippet, platformBaseAt } from './completionEnvironments';
import { providersSnippet } from './completionProviders';
import { typeText } from '../../hcl/types/type';
import { descriptionText } from '../markdown';
import { clusterLabelsInFolder, moduleKind } from './moduleKind';
import { valueSnippet } from './valueSnippet';

/** Meta-arguments of module calls. */
const META: Readonly<Record<string, Localizable>> = {
  count: localizable('The number of instances of the module.'),
  for_each: localizable('A map, or a set of strings. Creates one instance of the module per element.'),
  depends_on: localizable('Resources and modules that this module depends on.'),
  lifecycle: localizable('Whether the module exists, without a list of instances.'),
};
/** Of these, a module can have one. */
const INSTANCES = ['count', 'for_each', 'lifecycle'];
const META_SNIPPETS: Readonly<Record<string, string>> = {
  depends_on: 'depends_on = [$1]',
  lifecycle: 'lifecycle {\n  enabled = $1\n}',
};

/** Inputs of node pools and services → what they take of the cluster. See docs/kubestack.md#inputs-and-outputs. */
const CLUSTER_INPUTS: Readonly<Record<string, string>> = {
  cluster: 'cluster',
  cluster_metadata: 'current_metadata',
  metadata: 'current_metadata',
  cluster_name: 'current_metadata["name"]',
  metadata_fqdn: 'current_metadata["fqdn"]',
  resource_group: 'current_config["resource_group"]',
};

export function moduleArgumentSuggestions(completionContext: CompletionContext): Suggestion[] {
  const { context, module, alone } = completionContext;
  const block = context.blocks[0];
  const suggestions: Suggestion[] = [];
  const add = (suggestion: Suggestion): void => {
    if (!context.siblings.has(suggestion.label)) suggestions.push(suggestion);
  };
  if (module) for (const each of kubestackArguments(completionContext, module)) add(each);
  else if (alone) {
    add({
      ...argument(completionContext, 'source', 'source = "$1"'),
      detail: t("required · the module's source"),
      rank: 0,
    });
    if (!/^\.\.?\//.test(block?.texts.get('source') ?? './'))
      add({
        ...argument(completionContext, 'version', 'version = "$1"'),
        detail: t('version constraint, for registry modules'),
      });
    add({
      ...argument(
        completionContext,
        'providers',
        `providers = ${providersSnippet(completionContext, undefined) ?? '{\n  $1\n}'}`,
      ),
      detail: t('provider configurations passed to the module'),
    });
    for (const each of localInputs(completionContext)) add(each);
  }
  if (module || alone) {
    const hasProvider = (module?.interface.schema?.providersInside.length ?? 0) > 0;
    for (const [name, documentation] of Object.entries(META)) {
      // Terraform rejects these for a module that contains provider blocks, and for_each together with count.
      if (hasProvider || (name !== 'depends_on' && INSTANCES.some(each => context.siblings.has(each)))) continue;
      const [text] = withAvailability(completionContext, `module ${name}`, localized(documentation));
      if (text === undefined) continue;
      const snippet = ownProperty(META_SNIPPETS, name) ?? `${name} = $1`;
      add({ ...argument(completionContext, name, snippet), documentation: text, rank: 7 });
    }
  }
  return suggestions;
}

/** The base key that a call must set because the platform's base is not the default. */
interface MissingBase {
  readonly input: string;
  readonly base: string;
}

/** All environments, with the base key before them if the call would otherwise inherit from another base than the platform. */
function configurationArgument(context: CompletionContext, missing: MissingBase | undefined): Suggestion {
  if (!missing) return argument(context, 'configuration', `configuration = ${configurationSnippet(context)}`);
  const key = `${missing.input} = "${snippetText(missing.base)}"`;
  return argument(context, 'configuration', `${key}\nconfiguration = ${configurationSnippet(context, missing.base)}`);
}

function kubestackArguments(context: CompletionContext, module: ModuleAtCursor): Suggestion[] {
  const { schema, baseKeyInput } = module.interface;
  const isCatalog = schema?.path.startsWith('catalog/') ?? false;
  const inputs = schema ? [...schema.inputs.values()] : [];
  const needsProviders = (schema?.providersFromCaller.length ?? 0) > 0;
  const base = platformBaseAt(context);
  const missingBase: MissingBase | undefined =
    baseKeyInput === undefined || context.context.siblings.has(baseKeyInput) || base === baseKeyAt(context)
      ? undefined
      : { input: baseKeyInput, base };
  return [
    { ...argument(context, 'source', 'source = "$1"'), detail: t("required · the module's source"), rank: 0 },
    ...(isCatalog
      ? [{ ...argument(context, 'version', 'version = "$1"'), detail: t('required · exact service version'), rank: 0 }]
      : []),
    {
      ...argument(context, 'providers', `providers = ${providersSnippet(context, module) ?? '{\n  $1\n}'}`),
      detail: needsProviders
        ? t('needs {0}', schema!.providersFromCaller.join(', '))
        : t('provider configurations passed to the module'),
      rank: 1,
    },
    ...inputs
      .filter(({ name }) => name !== baseKeyInput)
      .map((input): Suggestion => ({
        ...(input.name === 'configuration'
          ? configurationArgument(context, missingBase)
          : argument(
              context,
              input.name,
              `${input.name} = ${inputValue(context, module, input.name) ?? valueSnippet(input.type, { schema: undefined })}`,
            )),
        detail: [typeText(input.type), input.required ? 'required' : undefined]
          .filter(fact => fact !== undefined)
          .join(' · '),
        ...(input.hint === undefined ? {} : { documentation: descriptionText(localized(input.hint)) }),
        rank: input.required ? 0 : 3,
      })),
    ...(baseKeyInput === undefined
      ? []
      : [
          {
            ...argument(context, baseKeyInput, `${baseKeyInput} = "\${1:${missingBase?.base ?? baseKeyAt(context)}}"`),
            detail: missingBase
              ? t('string · this platform inherits from "{0}"', missingBase.base)
              : t('string · default "{0}"', module.interface.defaultBaseKey),
            documentation: t('The environment that the others inherit from.'),
            rank: missingBase ? 0 : 2,
          },
        ]),
    ...ownInputs(context, module.interface, new Set(inputs.map(({ name }) => name))),
  ];
}

/** Variables of a local or installed module without a bundled schema. */
function ownInputs(
  { request, ...context }: CompletionContext,
  { folderUri, baseKeyInput }: ModuleInterface,
  written: ReadonlySet<string>,
): Suggestion[] {
  return folderUri === undefined
    ? []
    : variablesOf({ request, ...context }, folderUri).filter(
        ({ label }) => !written.has(label) && label !== baseKeyInput,
      );
}

/** Variables of a local module that is not a Kubestack module. */
function localInputs(completionContext: CompletionContext): Suggestion[] {
  const { instance, context } = completionContext;
  const declaration = instance?.folder?.declaration('module', context.blocks[0]?.labels[0] ?? '');
  const folder = instance && declaration && calledFolder(instance, declaration);
  return folder === undefined ? [] : variablesOf(completionContext, folder);
}

function variablesOf(context: CompletionContext, folderUri: string): Suggestion[] {
  const folder = context.request.model.tree.readFolder(folderUri);
  if (!folder) return [];
  return [...folder.names('variable')].sort().flatMap((name): Suggestion[] => {
    const variable = readVariable(folder, name);
    if (!variable) return [];
    const required = !declaredAttribute(variable.declaration, 'default');
    return [
      {
        ...argument(context, name, `${name} = ${valueSnippet(variable.type, { schema: undefined })}`),
        detail: [typeText(variable.type), required ? 'required' : undefined]
          .filter(fact => fact !== undefined)
          .join(' · '),
        ...(variable.description === undefined ? {} : { documentation: descriptionText(variable.description) }),
        rank: required ? 0 : 3,
      },
    ];
  });
}

/** An argument with its value, or only its name if it has a value. */
export function argument({ context }: CompletionContext, name: string, snippet: string): Suggestion {
  const isBlock = /^[\w-]+(?: "[^"]*")? \{/.test(snippet);
  const plain = isBlock ? `${name} {}` : `${name} = `;
  return {
    label: name,
    kind: isBlock ? CompletionItemKind.Struct : CompletionItemKind.Property,
    ...(context.hasValue ? {} : { insert: plain, snippet }),
  };
}

/** A reference to the cluster of a node pool or service. */
export function clusterInputSuggestions(completionContext: CompletionContext, module: ModuleAtCursor): Suggestion[] {
  const { context } = completionContext;
  const output = ownProperty(CLUSTER_INPUTS, context.argument ?? '');
  if (output === undefined || context.path.length > 0 || context.quoted || context.reference.length > 0) return [];
  return clustersFor(completionContext, module).map((name, index) => ({
    label: `module.${name}.${output}`,
    kind: CompletionItemKind.Reference,
    detail: index === 0 && module.label.startsWith(`${name}_`) ? t("cluster in this module's name") : 'cluster',
    rank: 0,
  }));
}

/** Value for the cluster with which the module's name starts. */
function inputValue(
  { instance, request }: CompletionContext,
  { label }: ModuleAtCursor,
  input: string,
): string | undefined {
  const output = ownProperty(CLUSTER_INPUTS, input);
  if (output === undefined || !instance) return undefined;
  const parts = label.split('_');
  for (let length = parts.length - 1; length > 0; length--) {
    const name = parts.slice(0, length).join('_');
    if (instance.folder?.declaration('module', name) && moduleKind(request, instance, name)?.kind === 'cluster')
      return `module.${name}.${output}`;
  }
  return undefined;
}

/** Clusters of the same cloud; the one with which the module's name starts first. */
function clustersFor(
  { instance, request }: CompletionContext,
  { label, interface: { provider } }: ModuleAtCursor,
): string[] {
  if (!instance) return [];
  const isOwn = (name: string): number => (label.startsWith(`${name}_`) ? name.length : 0);
  return clusterLabelsInFolder(request, instance, provider)
    .filter(name => name !== label && name !== '')
    .sort((a, b) => isOwn(b) - isOwn(a) || (a < b ? -1 : 1));
}
