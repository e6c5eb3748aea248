/** Converts an answer's JSON to HCL of an attribute's type, so that terraform accepts it. */
import { isRecord } from '../../common/isRecord';
import { ownProperty } from '../../common/ownProperty';
import { t } from '../../common/localization';
import { ANY } from '../hcl/types/type';
import { printKey } from '../semantics/hclPrinter';
import { attribute, type HclValue } from './hclFile';
import type { Type } from '../hcl/model';

/** `wrong`: what would be valid, as the end of a sentence. */
export type TypedValue = { readonly value: HclValue } | { readonly wrong: string };

/** @param format what a string contains in the `map` generation: comma-separated lists, maps as `k=v` */
export function typedValue(json: unknown, type: Type, format?: 'list' | 'map' | 'number' | 'bool'): TypedValue {
  switch (type.kind) {
    case 'string':
      return textValue(json, format);
    case 'number':
      return numberValue(json);
    case 'bool':
      return json === true || json === 'true'
        ? { value: true }
        : json === false || json === 'false'
          ? { value: false }
          : { wrong: t('use true or false') };
    case 'list':
    case 'set':
      return listValue(json, type.element);
    case 'map':
      return isRecord(json) ? entriesValue(json, () => type.element) : { wrong: t('use an object') };
    case 'object':
      return objectValue(json, type.attributes);
    default:
      return plainValue(json);
  }
}

function textValue(json: unknown, format: string | undefined): TypedValue {
  if (Array.isArray(json) && format === 'list' && json.every(isScalar)) return { value: json.join(',') };
  if (isRecord(json) && format === 'map' && Object.values(json).every(isScalar)) {
    const pairs = Object.entries(json).map(([key, each]) => `${key}=${String(each)}`);
    return { value: pairs.join(',') };
  }
  // 1.30 is not 1.3: strings stay strings.
  if (isScalar(json)) return { value: format === 'number' || format === 'bool' ? json : String(json) };
  return {
    wrong:
      format === 'list'
        ? t('use a list of strings')
        : format === 'map'
          ? t('use an object of strings')
          : t('use a string'),
  };
}

function numberValue(json: unknown): TypedValue {
  const number = typeof json === 'string' && /^-?\d+(?:\.\d+)?$/.test(json.trim()) ? Number(json) : json;
  return typeof number === 'number' && Number.isFinite(number) ? { value: number } : { wrong: t('use a number') };
}

function listValue(json: unknown, element: Type): TypedValue {
  const isText = typeof json === 'string' && element.kind === 'string';
  const entries: unknown = isText
    ? json
        .split(',')
        .map(each => each.trim())
        .filter(each => each !== '')
    : json;
  if (!Array.isArray(entries))
    return { wrong: element.kind === 'object' ? t('use a list of objects') : t('use a list') };
  const values: HclValue[] = [];
  for (const entry of entries) {
    const typed = typedValue(entry, element);
    if ('wrong' in typed) return { wrong: t('{0} in the list', typed.wrong) };
    values.push(typed.value);
  }
  return { value: values };
}

function objectValue(json: unknown, attributes: Extract<Type, { kind: 'object' }>['attributes']): TypedValue {
  if (!isRecord(json)) return { wrong: t('use an object of {0}', [...attributes.keys()].join(', ')) };
  const unknown = Object.keys(json).find(name => !attributes.has(name));
  if (unknown !== undefined)
    return { wrong: t('remove {0}; allowed are {1}', unknown, [...attributes.keys()].join(', ')) };
  const missing = [...attributes].find(([name, { optional }]) => !optional && ownProperty(json, name) === undefined);
  if (missing) return { wrong: t('add {0}', missing[0]) };
  return entriesValue(json, name => attributes.get(name)!.type);
}

function entriesValue(json: Readonly<Record<string, unknown>>, typeOf: (name: string) => Type): TypedValue {
  const lines = [];
  for (const [name, each] of Object.entries(json)) {
    if (each === null || each === undefined) continue;
    const typed = typedValue(each, typeOf(name));
    if ('wrong' in typed) return { wrong: t('{0} for {1}', typed.wrong, printKey(name)) };
    lines.push(attribute(name, typed.value));
  }
  return { value: { object: lines } };
}

/** Of the type of the JSON. */
function plainValue(json: unknown): TypedValue {
  if (isScalar(json)) return { value: json };
  if (Array.isArray(json)) return listValue(json, ANY);
  return isRecord(json) ? entriesValue(json, () => ANY) : { wrong: t('use a value') };
}

const isScalar = (json: unknown): json is string | number | boolean =>
  typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean';
