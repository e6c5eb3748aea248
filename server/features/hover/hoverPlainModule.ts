/** Hover on a call of a module without `configuration`, such as a platform's own modules: its inputs, outputs and content. */
import { localized, t } from '../../../common/localization';
import { codeSpan, strongName } from '../../../common/markdown';
import { callText } from '../../kubestack/modules/callText';
import { labelRange } from '../../kubestack/modules/moduleCall';
import { readVariable } from '../../kubestack/modules/variableDeclaration';
import { folderOfCall, mainRange } from '../../semantics/moduleCalls';
import { locationOf, type RequestContext } from '../../semantics/requestContext';
import type { Item } from '../../syntax/ast';
import type { ModuleFolder } from '../../workspace/moduleFolder';
import { parentOf } from '../../workspace/uri';
import { link, paragraphs } from '../markdown';
import { MODULE_KINDS } from '../display/moduleDetail';

/** Maximum number of names per kind. */
const MAX_NAMES = 20;

/** On the label of the call. */
export function plainModuleHover(request: RequestContext, item: Item, label: string): string | undefined {
  const source = sourceOf(request, item, label);
  return source === undefined ? undefined : describe(request, item, label, source, label);
}

/** On the source. */
export function plainSourceHover(request: RequestContext, item: Item, label: string): string | undefined {
  const source = sourceOf(request, item, label);
  return source === undefined ? undefined : describe(request, item, label, source, source);
}

function sourceOf({ model }: RequestContext, item: Item, label: string): string | undefined {
  const instance = model.tree.instancesOf(parentOf(item.uri))[0];
  const declaration = instance?.folder?.declaration('module', label);
  return instance && declaration && (callText(instance, declaration, 'source') ?? '');
}

function describe(request: RequestContext, item: Item, label: string, source: string, title: string): string {
  const folder = folderOfCall(request, parentOf(item.uri), label);
  const isLocal = /^\.\.?(?:\/|$)/.test(source);
  const main = folder && mainRange(folder);
  const name = source === '' ? t('not known') : codeSpan(source);
  const lines = [
    t('- Source: {0}', main ? link(name, locationOf(request, main)) : name),
    ...(folder ? contentsOf(request, folder) : []),
    ...containedIn(request, item, label),
  ];
  return paragraphs([
    `${strongName(title)} · ${isLocal ? t('local module') : t('Terraform module')}`,
    lines.join('\n'),
    folder
      ? undefined
      : isLocal
        ? t('The folder contains no configuration.')
        : t('Run terraform init to read the module.'),
  ]);
}

/** Required inputs first. */
function contentsOf(request: RequestContext, folder: ModuleFolder): string[] {
  const inputs = folder.namesInOrder('variable');
  const isRequired = (name: string): boolean => readVariable(folder, name)?.defaultValue === undefined;
  const required = inputs.filter(isRequired);
  const optional = inputs.filter(name => !isRequired(name));
  return [
    ...listed(request, folder, 'variable', t('Required inputs'), required),
    ...listed(request, folder, 'variable', t('Optional inputs'), optional),
    ...listed(request, folder, 'output', t('Outputs'), folder.namesInOrder('output')),
  ];
}

function listed(
  request: RequestContext,
  folder: ModuleFolder,
  kind: 'variable' | 'output',
  title: string,
  names: readonly string[],
): string[] {
  const shown = names.slice(0, MAX_NAMES).map(name => {
    const declaration = folder.declaration(kind, name);
    return declaration ? link(codeSpan(name), locationOf(request, labelRange(declaration))) : codeSpan(name);
  });
  return names.length === 0 ? [] : [`- ${title}: ${withRest(shown, names.length)}`];
}

/** Kubestack modules in the module. */
function containedIn({ model, ...request }: RequestContext, item: Item, label: string): string[] {
  const instance = model.tree.instancesOf(parentOf(item.uri))[0];
  const child = instance && model.tree.localModule(instance, label);
  const calls = child ? [...model.callsIn(child)] : [];
  const shown = calls.slice(0, MAX_NAMES).map(call => {
    const location = locationOf({ model, ...request }, labelRange(call.declaration));
    return `${link(codeSpan(call.name), location)} (${localized(MODULE_KINDS[call.module.kind])})`;
  });
  return calls.length === 0 ? [] : [t('- Kubestack modules: {0}', withRest(shown, calls.length))];
}

const withRest = (shown: readonly string[], count: number): string =>
  count > shown.length ? t('{0} and {1} more', shown.join(', '), count - shown.length) : shown.join(', ');
