/** Writes the `configuration` of a module in the platform's schema generation. */
import { ownProperty } from '../../common/ownProperty';
import type { AttributeSchema, ModuleSchema } from '../kubestack/schemas/schemas';
import type { RequestContext } from '../semantics/requestContext';
import { attribute, groups, nested, type HclLine, type HclValue } from './hclFile';

/** An attribute of an environment, by its path in the `object` generation. */
export interface ConfigurationEntry {
  readonly path: readonly string[];
  readonly value: HclValue;
}

export const configurationEntry = (path: readonly string[], value: HclValue): ConfigurationEntry => ({ path, value });

/** Groups of entries, separated by blank lines. */
export type EntryGroups = readonly (readonly ConfigurationEntry[])[];

/** The object of one environment. */
export function environmentLines(entries: EntryGroups, schema: ModuleSchema, request: RequestContext): HclLine[] {
  const lines = schema.generation === 'object' ? nestedLines : flatLines(schema, request);
  return groups(...entries.map(lines));
}

/** Entries of the same object are written together. */
function nestedLines(entries: readonly ConfigurationEntry[]): HclLine[] {
  const lines: HclLine[] = [];
  const seen = new Set<string>();
  for (const { path, value } of entries) {
    const [first = '', ...rest] = path;
    if (rest.length === 0) lines.push(attribute(first, value));
    else if (!seen.has(first)) {
      seen.add(first);
      const inside = entries.filter(each => each.path.length > 1 && each.path[0] === first);
      lines.push(nested(first, nestedLines(inside.map(each => ({ path: each.path.slice(1), value: each.value })))));
    }
  }
  return lines;
}

/** Names and strings of the `map` generation: flat, with comma-separated lists. */
function flatLines(
  schema: ModuleSchema,
  request: RequestContext,
): (entries: readonly ConfigurationEntry[]) => HclLine[] {
  return entries =>
    entries.map(({ path, value }) => {
      const name = nameInMaps(path, schema, request);
      return attribute(name, isText(schema.attributes.get(name)) ? textOf(value) : value);
    });
}

/** The earlier name of an attribute of the `object` generation; the newest of several in this version. */
function nameInMaps(
  path: readonly string[],
  { path: module, attributes }: ModuleSchema,
  request: RequestContext,
): string {
  const own = path.length === 1 && attributes.has(path[0]!) ? path[0]! : undefined;
  const renames = Object.entries(ownProperty(request.model.schemas.renames, module) ?? {});
  const former = renames.filter(([, now]) => now === path.join('.')).map(([before]) => before);
  return own ?? former.findLast(name => attributes.has(name)) ?? former.at(-1) ?? path.join('_');
}

const isText = (schema: AttributeSchema | undefined): boolean => schema === undefined || schema.type.kind === 'string';

function textOf(value: HclValue): HclValue {
  if (Array.isArray(value)) return (value as readonly HclValue[]).map(each => String(each as string)).join(',');
  if (typeof value !== 'object' || !('object' in value)) return value;
  const pairs = value.object.flatMap(line =>
    line.kind === 'attribute' ? `${line.name}=${String(line.value as string)}` : [],
  );
  return pairs.join(',');
}
