/** Finds the attributes of environments, whether they are in the module call or come from a local, function, variable or variables file. */
import { memoize } from '../../../common/memoize';
import { environmentType } from '../../kubestack/inheritance/environmentConversion';
import { keyOf } from '../../semantics/configurationRanges';
import type { ObjectType, SourceRange, Type, Value } from '../../hcl/model';
import type { CallSubject } from '../engine/callSubject';
import { writtenEntries } from './writtenAttributes';

export interface GivenAttribute {
  readonly environment: string;
  /** Below the environment; `*` for elements of a list. */
  readonly path: readonly string[];
  /** The range of `name = value`, in any file. */
  readonly range: SourceRange;
  readonly keyRange: SourceRange;
  /** Before conversion; undefined if the configuration could not be evaluated. */
  readonly value: Value | undefined;
  /** Undefined if the containing object does not declare the name. */
  readonly type: Type | undefined;
  /** The containing object, with the names it declares. */
  readonly declared: ObjectType | undefined;
}

/**
 * All attributes of a call's environments, containing objects first. If a name is repeated, only the last one, which applies. Leaves out attributes
 * that functions create and sensitive attributes. Computed once for all checks of a call.
 */
export const givenAttributes = memoize<CallSubject, readonly GivenAttribute[]>(({ call, effective }) => {
  const found: GivenAttribute[] = [];
  const type = environmentType(call.module.configurationType);
  for (const [environment, { given }] of effective.environments)
    if (given) visitEntries(given, type, { environment, path: [], found });
  // For environments that could not be evaluated, use the attributes in the call itself.
  const evaluated = new Set([...effective.environments.keys()]);
  for (const { environment, path, range, keyRange, type: own, declared } of writtenEntries(call))
    if (!evaluated.has(environment))
      found.push({ environment, path, range, keyRange, value: undefined, type: own, declared });
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
    const range = entry.origin;
    if (range && !entry.sensitive)
      walk.found.push({
        environment: walk.environment,
        path,
        range,
        keyRange: keyOf(range),
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

/** Whether an attribute is in the call itself, and not in a local or variable, which others may use. */
export const isWrittenIn = ({ call }: CallSubject, { item }: SourceRange): boolean => item === call.declaration.item;

/** The name in the text, without quotes; undefined if the place has no name, since a function created the attribute. */
export function writtenName({ item, start, end }: SourceRange): string | undefined {
  const text = item.text.slice(start, end);
  return /^(?:"[^"\\$%]*"|[\p{ID_Start}_][\p{ID_Continue}-]*)$/u.test(text) ? text.replace(/^"|"$/g, '') : undefined;
}

/** The text of the expression of an attribute's value. */
export const writtenValue = ({ item, start, end, valueStart }: SourceRange): string =>
  item.text.slice(valueStart ?? start, end).trim();

/** Whether an attribute of another environment is at the same place, for example in a local that both use. */
export function isSameRange(range: SourceRange, given: Value | undefined, path: readonly string[]): boolean {
  let at: Value | undefined = given;
  for (const step of path) at = at?.kind === 'object' || at?.kind === 'map' ? at.entries.get(step) : undefined;
  const origin = at?.origin;
  return origin?.item === range.item && origin.start === range.start && origin.end === range.end;
}
