/**
 * Checks that all environments of a call have one type after conversion. They nearly always do, since they are converted to the same type. But if
 * a map is unknown, terraform loses attributes of the objects in it (see `filled` in hcl/elementType.ts), and then rejects that environment beside
 * the others.
 */
import { t } from '../../../common/localization';
import { convert, ConversionError } from '../../hcl/conversion/convert';
import { hasMap } from '../../hcl/types/elementType';
import type { EvaluationDiagnostic } from '../../hcl/evaluationDiagnostic';
import type { Type, SourceRange, Value } from '../../hcl/model';
import { object } from '../../hcl/values/value';

/** @param range the range of `configuration` */
export function commonTypeDiagnostic(
  entries: ReadonlyMap<string, Value>,
  configurationType: Type,
  range: SourceRange,
): EvaluationDiagnostic | undefined {
  if (!canLoseType(configurationType) || ![...entries.values()].some(hasLostType)) return undefined;
  try {
    convert(object(entries), configurationType);
    return undefined;
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    const message = t(
      'These environments have no common type: {0}. If a list of objects contains unknown values, give all its objects the same attributes.',
      error.message.replace(/\.$/, ''),
    );
    return { code: 'KS002', message, range: lostPart(entries)?.origin ?? range };
  }
}

/** Whether the type contains an object in an object, which can lose attributes. */
export function canLoseType(type: Type): boolean {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return canLoseType(type.element);
    case 'object':
      return [...type.attributes.values()].some(({ type: inner }) => inner.kind === 'object' || canLoseType(inner));
    default:
      return false;
  }
}

/** Null, or unknown and consisting of maps. */
function hasLostType(value: Value): boolean {
  switch (value.kind) {
    case 'unknown':
    case 'null':
      return hasMap(value.type);
    case 'list':
    case 'set':
    case 'tuple':
      return value.elements.some(hasLostType);
    case 'map':
    case 'object':
      for (const entry of value.entries.values()) if (hasLostType(entry)) return true;
      return false;
    default:
      return false;
  }
}

/** The first such part of an environment. */
function lostPart(entries: ReadonlyMap<string, Value>): Value | undefined {
  for (const environment of entries.values()) {
    if (environment.kind !== 'object' && environment.kind !== 'map') continue;
    const part = [...environment.entries.values()].find(hasLostType);
    if (part) return part;
  }
  return undefined;
}
