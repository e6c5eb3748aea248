/** Converts an environment to the declared type of `configuration`, and locates what does not match. */
import { t } from '../../../common/localization';
import { convert, ConversionError } from '../../hcl/conversion/convert';
import type { EvaluationDiagnostic } from '../../hcl/evaluationDiagnostic';
import { ANY } from '../../hcl/types/type';
import { containsSensitive, unknown } from '../../hcl/values/value';
import type { ModuleCall } from '../modules/moduleCall';
import { labelRange } from '../modules/moduleCall';
import type { Type, SourceRange, Value } from '../../hcl/model';

/** Maximum number of attributes that one environment sets. */
const MAX_ATTRIBUTES = 5_000;

/** Whether converting and merging an environment would take too long, since it is not divided into steps. */
export const setsTooMuch = (environment: Value): boolean =>
  'entries' in environment && environment.entries.size > MAX_ATTRIBUTES;

/** Maximum number of parts of an environment that are removed because they can't be converted. */
const MAX_REFUSALS = 20;

/**
 * Converts an environment to its type. A part that can't be converted becomes unknown, so that the rest stays known.
 *
 * @param refuse called for each such part
 * @throws ConversionError if the environment itself, or too much of it, can't be converted
 */
export function convertInParts(value: Value, configurationType: Type, refuse: (error: ConversionError) => void): Value {
  const type = environmentType(configurationType);
  let given = value;
  for (let count = 0; ; count++) {
    try {
      return convert(given, type);
    } catch (error) {
      if (!(error instanceof ConversionError) || count === MAX_REFUSALS) throw error;
      const rest = withUnknown(given, error.path);
      if (rest.kind === 'unknown') throw error;
      refuse(error);
      given = rest;
    }
  }
}

/** The value with the part at a path replaced by an unknown value, or its nearest existing parent. */
function withUnknown(value: Value, [step, ...rest]: readonly (string | number)[]): Value {
  const part = step === undefined ? undefined : partOf(value, step);
  if (step === undefined || !part) return { ...unknown(), ...(value.origin ? { origin: value.origin } : {}) };
  const changed = withUnknown(part, rest);
  if (value.kind === 'object' || value.kind === 'map')
    return { ...value, entries: new Map(value.entries).set(String(step), changed) };
  if ('elements' in value)
    return { ...value, elements: value.elements.map((each, index) => (index === Number(step) ? changed : each)) };
  return value;
}

/** The type of each environment. */
export const environmentType = (configurationType: Type): Type =>
  configurationType.kind === 'map' ? configurationType.element : ANY;

/** The diagnostic at the deepest part of the environment that is written in the call itself. */
export function conversionDiagnostic(
  error: ConversionError,
  environment: Value,
  name: string,
  call: ModuleCall,
): EvaluationDiagnostic {
  const attribute = containsSensitive(environment) ? '' : error.path.filter(step => typeof step === 'string').join('.');
  const what = attribute === '' ? `"${name}"` : t('"{0}" in "{1}"', attribute, name);
  // Terraform's message may quote a key.
  const secret = containsSensitive(environment);
  const text = secret ? t('the reason would reveal a sensitive value') : error.message.replace(/\.$/, '');
  return {
    code: 'KS002',
    message: t('{0} has a value of the wrong type: {1}.', what, text),
    range: rangeOf(error, environment, call),
  };
}

function rangeOf(error: ConversionError, environment: Value, call: ModuleCall): SourceRange {
  const own = (range: SourceRange | undefined): SourceRange | undefined =>
    range?.item === call.declaration.item ? valueOnly(range) : undefined;
  let best = own(environment.origin);
  let at: Value | undefined = environment;
  for (const step of error.path) {
    at = partOf(at, step);
    if (!at) break;
    best = own(at.origin) ?? best;
  }
  return own(error.value.origin) ?? best ?? error.value.origin ?? labelRange(call.declaration);
}

const valueOnly = (range: SourceRange): SourceRange => ({
  item: range.item,
  start: range.valueStart ?? range.start,
  end: range.end,
});

function partOf(value: Value, step: string | number): Value | undefined {
  if (value.kind === 'object' || value.kind === 'map') return value.entries.get(String(step));
  if (value.kind === 'tuple' || value.kind === 'list' || value.kind === 'set') return value.elements[Number(step)];
  return undefined;
}
