/** The kind `set` of `kubestack_preview_change`: sets an attribute in one environment, and keeps what all others have. */
import { enumeration } from '../../common/localization';
import { editConfiguration, setInEnvironment } from '../checks/fixes/draftFix';
import { Draft } from '../edits/draft';
import { removeValue, sourceTextAt } from '../edits/entryText';
import type { Type } from '../hcl/model';
import { whollyKnown } from '../hcl/values/value';
import { allCalls } from '../kubestack/platform/platform';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import { declaredAttribute } from '../workspace/declarations';
import { printValue } from '../scaffold/hclFile';
import { typedValue } from '../scaffold/typedValue';
import { mergeBoundary } from '../refactoring/mergeBoundary';
import { effectiveAttributeAt, effectiveValueAt } from '../semantics/effectiveParts';
import { printHcl } from '../semantics/hclPrinter';
import type { RequestContext } from '../semantics/requestContext';
import { isWithin } from '../workspace/uri';
import { now } from '../../common/now';
import { optionalString, ToolError, type ToolInput } from './tool';
import { shownName, shownNames } from './toolValue';

interface SetValue {
  readonly draft: Draft;
  readonly notes: readonly string[];
}

/**
 * @param folderUri the platform's folder
 * @throws ToolError if the module, attribute, environment or value is not valid, or the configuration is not written out
 */
export function setValueInEnvironment(request: RequestContext, folderUri: string, input: ToolInput): SetValue {
  const { call, path } = attributeNamed(request, folderUri, optionalString(input, 'name') ?? '');
  const { environments, baseKey } = request.model.effectiveConfiguration(call);
  const environment = optionalString(input, 'environment');
  if (environment === undefined || !environments.has(environment))
    throw new ToolError(`Pass \`environment\`, one of: ${shownNames([...environments.keys()])}.`);
  const attribute = call.module.schema?.attributes.get(path[0]!);
  if (call.module.schema && !attribute)
    throw new ToolError(
      `${call.name} has no attribute ${path[0]}. Its attributes: ${[...call.module.schema.attributes.keys()].join(', ')}.`,
    );
  const type = attribute && typeBelow(attribute.type, path.slice(1), path);
  const typed = typedValue(input['value'], type ?? { kind: 'any' }, path.length === 1 ? attribute?.format : undefined);
  if ('wrong' in typed) throw new ToolError(`The value is not valid: ${typed.wrong}.`);
  const draft = new Draft(request);
  const kept = environment === baseKey ? keptValue(call, path, baseKey) : undefined;
  const others = [...environments].filter(
    ([name, inEffect]) => name !== environment && effectiveAttributeAt(inEffect, path)?.origin === 'inherited',
  );
  const value = printValue(typed.value);
  const inBase = environments.get(baseKey);
  const baseValue = environment === baseKey ? undefined : inBase && effectiveValueAt(inBase, path);
  const isInherited =
    baseValue !== undefined &&
    whollyKnown(baseValue) &&
    mergeBoundary(call, path).length === path.length &&
    isSameText(printHcl(baseValue), value, type?.kind === 'string');
  const own = ['configuration', environment, ...path];
  const isWritten =
    (kept === undefined || others.every(([name]) => setInEnvironment(draft, call, name, [[path, kept]]))) &&
    (isInherited
      ? editConfiguration(draft, call, text => removeValue(text, own))
      : setInEnvironment(draft, call, environment, [[path, value]]));
  if (!isWritten)
    throw new ToolError(`The configuration of ${call.name} is computed, so it can't be changed here. Edit its source.`);
  return {
    draft,
    notes: [
      ...notesOf(
        environment === baseKey,
        kept,
        others.map(([name]) => name),
      ),
      ...(isInherited
        ? [
            `${shownName(baseKey)} has this value, and ${shownName(environment)} inherits it: it needs no entry of its own.`,
          ]
        : []),
    ],
  };
}

/** @param isText whether a number and its text are the same, as in releases in which all attributes are strings */
function isSameText(a: string, b: string, isText: boolean): boolean {
  const [first, second] = [a, b].map(each => {
    const text = each.replace(/\s+/g, ' ');
    return isText ? text.replace(/^"(.*)"$/, '$1') : text;
  });
  return first === second;
}

function notesOf(isBase: boolean, kept: string | undefined, others: readonly string[]): string[] {
  if (!isBase) return [];
  if (kept === undefined) return ['The attribute was not set, so that all environments inherit the value.'];
  return others.length === 0
    ? []
    : [`${enumeration(others.map(shownName))} keep their value: they set it themselves now.`];
}

/** The text of the value that other environments inherit so far; undefined if there is none. */
function keptValue(call: ModuleCall, path: readonly string[], baseKey: string): string | undefined {
  const part = declaredAttribute(call.declaration, 'configuration');
  return part && sourceTextAt(part.item.text, ['configuration', baseKey, ...path]);
}

/** `MODULE.attribute.nested`; a key of a map with other characters is `["key"]`. */
function attributeNamed(
  request: RequestContext,
  folderUri: string,
  name: string,
): { call: ModuleCall; path: string[] } {
  const { model } = request;
  const roots = model.tree.rootInstances().filter(root => isWithin(root.folderUri, folderUri));
  const calls = roots.flatMap(root => [...now(allCalls(root, model))]);
  const call = calls.filter(each => name.startsWith(`${each.name}.`)).sort((a, b) => b.name.length - a.name.length)[0];
  const path =
    call && [...name.slice(call.name.length).matchAll(/\.([\w-]+)|\["([^"]+)"\]/g)].map(each => each[1] ?? each[2]!);
  if (!call || !path || path.length === 0)
    throw new ToolError(
      `Pass MODULE.ATTRIBUTE as \`name\`, such as eks_gc0_eu-west-1.default_node_pool.max_size. Modules: ${calls.map(each => each.name).join(', ')}.`,
    );
  return { call, path };
}

/** The type of a part of an attribute. @throws ToolError if an object has no such part */
function typeBelow(type: Type, path: readonly string[], whole: readonly string[]): Type {
  const [first, ...rest] = path;
  if (first === undefined) return type;
  if (type.kind === 'map') return typeBelow(type.element, rest, whole);
  if (type.kind !== 'object') return { kind: 'any' };
  const part = type.attributes.get(first);
  if (!part)
    throw new ToolError(`${whole.join('.')} does not exist. Allowed are ${[...type.attributes.keys()].join(', ')}.`);
  return typeBelow(part.type, rest, whole);
}
