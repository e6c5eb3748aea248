/** Converting one environment to the declared type of `configuration`, and telling exactly what does not fit. */
import { t } from '../../../common/localization';
import { convert, ConversionError } from '../../hcl/conversion/convert';
import type { EvaluationDiagnostic } from '../../hcl/evaluationDiagnostic';
import { ANY } from '../../hcl/types/type';
import { containsSensitive, unknown } from '../../hcl/values/value';
import type { ModuleCall } from '../modules/moduleCall';
import { labelRange } from '../modules/moduleCall';
import type { Type, SourceRange, Value } from '../../hcl/model';

/** Parts of one environment that are taken out because they can't be converted. */
const MAX_REFUSALS = 20;

/**
 * Converts an environment to its type. A part that can't be converted becomes unknown, so that the rest is still known.
 *
 * @param refuse is told of each such part
 * @throws ConversionError where the environment itself can't be converted, or too much of it
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

/** The value with the part at a path unknown, or the nearest part above it that there is. */
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

/** The diagnostic on the deepest part of the environment that is written in the call itself. */
export function conversionDiagnostic(
  error: ConversionError,
  environment: Value,
  name: string,
  call: ModuleCall,
): EvaluationDiagnostic {
  const attribute = containsSensitive(environment) ? '' : error.path.filter(step => typeof step === 'string').join('.');
  const what = attribute === '' ? `"${name}"` : t('"{0}" in "{1}"', attribute, name);
  // Terraform's words may quote a key.
  const secret = containsSensitive(environment);
  const text = secret ? t('the reason would reveal a sensitive value') : error.message.replace(/\.$/, '');
  return {
    code: 'KS002',
    message: t('{0} has a value of the wrong type: {1}.', what, text),
    place: placeOf(error, environment, call),
  };
}

function placeOf(error: ConversionError, environment: Value, call: ModuleCall): SourceRange {
  const own = (place: SourceRange | undefined): SourceRange | undefined =>
    place?.item === call.declaration.item ? valueOnly(place) : undefined;
  let best = own(environment.origin);
  let at: Value | undefined = environment;
  for (const step of error.path) {
    at = partOf(at, step);
    if (!at) break;
    best = own(at.origin) ?? best;
  }
  return own(error.value.origin) ?? best ?? error.value.origin ?? labelRange(call.declaration);
}

const valueOnly = (place: SourceRange): SourceRange => ({
  item: place.item,
  start: place.valueStart ?? place.start,
  end: place.end,
});

function partOf(value: Value, step: string | number): Value | undefined {
  if (value.kind === 'object' || value.kind === 'map') return value.entries.get(String(step));
  if (value.kind === 'tuple' || value.kind === 'list' || value.kind === 'set') return value.elements[Number(step)];
  return undefined;
}
