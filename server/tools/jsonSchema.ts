/** The subset of JSON Schema that describes the inputs and answers of tools, and a validator for inputs. */
import { ownProperty } from '../../common/ownProperty';

export interface JsonSchema {
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
}

/** Schema of an object without additional properties. */
export interface ObjectSchema extends JsonSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required: readonly string[];
  readonly additionalProperties: boolean;
}

/** @param required names of required properties */
export const objectSchema = (
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[] = [],
): ObjectSchema => ({ type: 'object', properties, required, additionalProperties: false });

export const listSchema = (items: JsonSchema): JsonSchema => ({ type: 'array', items });

/**
 * Validates a value.
 * @param place how the message refers to the value
 * @returns a sentence with the place and a valid alternative; undefined if the value is valid
 */
export function schemaProblem(schema: JsonSchema, value: unknown, place = 'input'): string | undefined {
  switch (schema.type) {
    case 'object':
      return objectProblem(schema, value, place);
    case 'array':
      return listProblem(schema, value, place);
    case 'string':
      return stringProblem(schema, value, place);
    case 'integer':
      return integerProblem(schema, value, place);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `\`${place}\` must be true or false.`;
    default:
      return undefined;
  }
}

function objectProblem(schema: JsonSchema, value: unknown, place: string): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return `\`${place}\` must be an object.`;
  const given = value as Readonly<Record<string, unknown>>;
  const { properties = {}, required = [], additionalProperties } = schema;
  const nameOf = (name: string): string => (place === 'input' ? name : `${place}.${name}`);
  for (const name of required) if (ownProperty(given, name) === undefined) return `\`${nameOf(name)}\` is missing.`;
  for (const [name, each] of Object.entries(given)) {
    const known = ownProperty(properties, name);
    if (!known && additionalProperties === false)
      return `There is no \`${shown(nameOf(name))}\`. Use: ${Object.keys(properties).join(', ')}.`;
    const problem = known && each !== undefined ? schemaProblem(known, each, nameOf(name)) : undefined;
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function listProblem({ items = {}, maxItems = 1000 }: JsonSchema, value: unknown, place: string): string | undefined {
  if (!Array.isArray(value)) return `\`${place}\` must be a list.`;
  if (value.length > maxItems) return `\`${place}\` must have at most ${maxItems} items.`;
  for (const [index, each] of value.entries()) {
    const problem = schemaProblem(items, each, `${place}[${index}]`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function stringProblem(schema: JsonSchema, value: unknown, place: string): string | undefined {
  if (typeof value !== 'string') return `\`${place}\` must be a string.`;
  const { enum: values, minLength = 0, maxLength = 4096 } = schema;
  if (values && !values.includes(value)) return `\`${place}\` must be one of ${values.join(', ')}.`;
  if (value.length < minLength) return `\`${place}\` must not be empty.`;
  return value.length > maxLength ? `\`${place}\` must have at most ${maxLength} characters.` : undefined;
}

function integerProblem({ minimum, maximum }: JsonSchema, value: unknown, place: string): string | undefined {
  if (typeof value !== 'number' || !Number.isInteger(value)) return `\`${place}\` must be a whole number.`;
  if (minimum !== undefined && value < minimum) return `\`${place}\` must be at least ${minimum}.`;
  return maximum !== undefined && value > maximum ? `\`${place}\` must be at most ${maximum}.` : undefined;
}

const shown = (name: string): string => (name.length > 60 ? `${name.slice(0, 60)}…` : name);
