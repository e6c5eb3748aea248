/**
 * The attributes that environments are given: written in the module call, or brought by a local, a function, a variable or a variables file.
 */
import { memoize } from '../../../common/memoize';
import { environmentType } from '../../kubestack/inheritance/environmentConversion';
import { keyOf } from '../../semantics/configurationRanges';
import type { ObjectType, SourceRange, Type, Value } from '../../hcl/model';
import type { CallSubject } from '../engine/callSubject';
import { writtenEntries } from './writtenAttributes';

export interface GivenAttribute {
  readonly environment: string;
  /** Below the environment; `*` stands for the elements of a list. */
  readonly path: readonly string[];
  /** `name = value`, wherever it is written. */
  readonly place: SourceRange;
  readonly keyPlace: SourceRange;
  /** Before conversion; undefined where it is not known how Terraform evaluates it. */
  readonly value: Value | undefined;
  /** Undefined where the object around it does not declare the name. */
  readonly type: Type | undefined;
  /** Names that are declared beside it. */
  readonly declared: ObjectType | undefined;
}

/**
 * Every attribute that an environment of a call is given, outermost first. Of a name that is written twice, the last: it wins. What a function
 * makes without a place of its own is left out, and so is what is sensitive. Computed once for all checks of a call.
 */
export const givenAttributes = memoize<CallSubject, readonly GivenAttribute[]>(({ call, effective }) => {
  const found: GivenAttribute[] = [];
  const type = environmentType(call.module.configurationType);
  for (const [environment, { given }] of effective.environments)
    if (given) visitEntries(given, type, { environment, path: [], found });
  // Where the configuration is not understood, what is written in the call is still there to be read.
  const evaluated = new Set([...effective.environments.keys()]);
  for (const { environment, path, place, keyPlace, type: own, declared } of writtenEntries(call))
    if (!evaluated.has(environment))
      found.push({ environment, path, place, keyPlace, value: undefined, type: own, declared });
  return found;
});

interface Walk {
  readonly environment: string;
  readonly path: readonly string[];
  readonly found: GivenAttribute[];
}

function visitEntries(value: Value, type: Type | undefined, walk: Walk): void {
  if (value.sensitive || (value.kind !== 'object' && value.kind !== 'map')) return;
  const declared = type?.kind === 'object' ? type : undefined;
  for (const [name, entry] of value.entries) {
    const path = [...walk.path, name];
    const own = declared ? declared.attributes.get(name)?.type : type?.kind === 'map' ? type.element : undefined;
    const place = entry.origin;
    if (place && !entry.sensitive)
      walk.found.push({
        environment: walk.environment,
        path,
        place,
        keyPlace: keyOf(place),
        value: entry,
        type: own,
        declared,
      });
    if (own) visitValue(entry, own, { ...walk, path });
  }
}

function visitValue(value: Value, type: Type, walk: Walk): void {
  if (value.sensitive) return;
  if ('elements' in value && (type.kind === 'list' || type.kind === 'set'))
    for (const element of value.elements) visitValue(element, type.element, { ...walk, path: [...walk.path, '*'] });
  else visitEntries(value, type, walk);
}

/** Whether an attribute is written in the call itself, and not in a local or a variable that others may use as well. */
export const isWrittenIn = ({ call }: CallSubject, { item }: SourceRange): boolean => item === call.declaration.item;

/** The name as it is written, without quotes; undefined where the place has none, since a function made it. */
export function writtenName({ item, start, end }: SourceRange): string | undefined {
  const text = item.text.slice(start, end);
  return /^(?:"[^"\\$%]*"|[\p{ID_Start}_][\p{ID_Continue}-]*)$/u.test(text) ? text.replace(/^"|"$/g, '') : undefined;
}

/** The expression that gives an attribute its value, as it is written. */
export const writtenValue = ({ item, start, end, valueStart }: SourceRange): string =>
  item.text.slice(valueStart ?? start, end).trim();

/** Whether what an environment is given at a path is written at the same place, as in a local that several environments use. */
export function isSamePlace(place: SourceRange, given: Value | undefined, path: readonly string[]): boolean {
  let at: Value | undefined = given;
  for (const step of path) at = at?.kind === 'object' || at?.kind === 'map' ? at.entries.get(step) : undefined;
  const origin = at?.origin;
  return origin?.item === place.item && origin.start === place.start && origin.end === place.end;
}
