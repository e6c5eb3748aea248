/** Hover on an argument of a Kubestack module call: what the module takes it for. */
import { codeSpan, strongName } from '../../../common/markdown';
import type { Item } from '../../syntax/ast';
import { readVariable } from '../../kubestack/modules/variableDeclaration';
import { callsOfItem } from '../../semantics/moduleCalls';
import { typeText } from './hoverAttribute';
import { descriptionText } from '../markdown';
import type { RequestContext } from '../../semantics/requestContext';

export function inputHover(request: RequestContext, item: Item, name: string): string | undefined {
  const [call] = callsOfItem(request, item, 1);
  if (!call || name === call.module.baseKeyInput) return undefined;
  const { schema, folderUri } = call.module;
  const folder = folderUri === undefined ? undefined : request.model.tree.folder(folderUri);
  const variable = folder && readVariable(folder, name);
  const input = schema?.inputs.get(name);
  const type = variable?.type ?? input?.type;
  if (!type) return `${strongName(name)}\n\nThe module has no such input. Terraform reports an error.`;
  const required = variable ? variable.defaultValue === undefined : input?.required;
  const text = variable?.description ?? input?.hint;
  const isConfiguration = name === 'configuration';
  return [
    `${strongName(name)} · ${codeSpan(typeText(type))}${required ? ' · required' : ''}`,
    text === undefined ? undefined : descriptionText(text),
    isConfiguration && call.module.configurationDefault
      ? `Default environments: ${call.module.configurationDefault.map(codeSpan).join(', ')}.`
      : undefined,
  ]
    .filter(part => part !== undefined)
    .join('\n\n');
}
