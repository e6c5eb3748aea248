/** Converting one environment to the declared type of `configuration`, and telling exactly what does not fit. */
import { convert, type ConversionError } from '../../hcl/conversion/convert';
import type { EvaluationDiagnostic } from '../../hcl/evaluationDiagnostic';
import { ANY } from '../../hcl/types/type';
import { containsSensitive } from '../../hcl/values/value';
import type { ModuleCall } from '../modules/moduleCall';
import { labelRange } from '../modules/moduleCall';
import type { Type, SourceRange, Value } from '../../hcl/model';

/** @throws ConversionError */
export function convertEnvironment(value: Value, configurationType: Type): Value {
  return convert(value, environmentType(configurationType));
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
  const what = attribute === '' ? `"${name}"` : `"${attribute}" in "${name}"`;
  // Terraform's words may quote a key.
  const secret = containsSensitive(environment);
  const text = secret ? 'the reason would reveal a sensitive value' : error.message.replace(/\.$/, '');
  return {
    code: 'KS002',
    message: `${what} has a value of the wrong type: ${text}.`,
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
