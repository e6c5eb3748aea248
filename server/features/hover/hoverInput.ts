/** Hover on an argument of a module call: its meaning for the module. */
import { localized, t } from '../../../common/localization';
import { codeSpan, strongName } from '../../../common/markdown';
import type { Type } from '../../hcl/model';
import type { Item } from '../../syntax/ast';
import { readVariable, type VariableDeclaration } from '../../kubestack/modules/variableDeclaration';
import { printShort } from '../../semantics/hclPrinter';
import { callsOfItem, folderOfCall } from '../../semantics/moduleCalls';
import type { Occurrence } from '../../semantics/occurrences';
import type { ModuleFolder } from '../../workspace/moduleFolder';
import { parentOf } from '../../workspace/uri';
import { typeText } from '../../hcl/types/type';
import { descriptionText, paragraphs } from '../markdown';
import type { RequestContext } from '../../semantics/requestContext';

/** @param use the name of an argument in a module block */
export function inputHover(request: RequestContext, item: Item, use: Occurrence): string | undefined {
  const [label = '', name = ''] = use.name.split(/\.(.*)/s);
  const [call] = callsOfItem(request, item, 1);
  if (!call) return plainInputHover(folderOfCall(request, parentOf(item.uri), label), name);
  if (name === call.module.baseKeyInput) return undefined;
  const { schema, folderUri } = call.module;
  const folder = folderUri === undefined ? undefined : request.model.tree.readFolder(folderUri);
  const variable = folder && readVariable(folder, name);
  const input = schema?.inputs.get(name);
  const type = variable?.type ?? input?.type;
  if (!type) return noSuchInput(name);
  const required = variable ? variable.defaultValue === undefined : input?.required === true;
  const isConfiguration = name === 'configuration';
  return describe({
    ...{
      name,
      type,
      required,
      sensitive: variable?.sensitive === true,
      description: variable?.description ?? (input?.hint && localized(input.hint)),
    },
    more:
      isConfiguration && call.module.configurationDefault
        ? t('Default environments: {0}.', call.module.configurationDefault.map(codeSpan).join(', '))
        : defaultText(variable),
  });
}

/** For a module without configuration; undefined if its files are missing. */
function plainInputHover(folder: ModuleFolder | undefined, name: string): string | undefined {
  if (!folder) return undefined;
  const variable = readVariable(folder, name);
  if (!variable) return noSuchInput(name);
  const { type, sensitive, description, defaultValue } = variable;
  return describe({
    name,
    type,
    sensitive,
    description,
    required: defaultValue === undefined,
    more: defaultText(variable),
  });
}

const noSuchInput = (name: string): string =>
  `${strongName(name)}\n\n${t('The module has no such input. Terraform reports an error.')}`;

/** Undefined for required inputs and for secrets. */
const defaultText = (variable: VariableDeclaration | undefined): string | undefined =>
  variable?.defaultValue === undefined || variable.sensitive
    ? undefined
    : t('Default: {0}', codeSpan(printShort(variable.defaultValue, 80)));

interface DescribedInput {
  readonly name: string;
  readonly type: Type;
  readonly required: boolean;
  readonly sensitive: boolean;
  readonly description: string | undefined;
  readonly more: string | undefined;
}

function describe({ name, type, required, sensitive, description, more }: DescribedInput): string {
  const facts = [
    codeSpan(typeText(type)),
    ...(required ? [t('required')] : []),
    ...(sensitive ? [t('sensitive')] : []),
  ];
  return paragraphs([
    `${strongName(name)} · ${facts.join(' · ')}`,
    description === undefined ? undefined : descriptionText(description),
    more,
  ]);
}
