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
 * @param path how the message refers to the value
 * @returns a sentence with the place and a valid alternative; undefined if the value is valid
 */
export function schemaProblem(schema: JsonSchema, value: unknown, path = 'input'): string | undefined {
  switch (schema.type) {
    case 'object':
      return objectProblem(schema, value, path);
    case 'array':
      return listProblem(schema, value, path);
    case 'string':
      return stringProblem(schema, value, path);
    case 'integer':
      return integerProblem(schema, value, path);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `\`${path}\` must be true or false.`;
    default:
      return undefined;
  }
}

function objectProblem(schema: JsonSchema, value: unknown, path: string): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return `\`${path}\` must be an object.`;
  const given = value as Readonly<Record<string, unknown>>;
  const { properties = {}, required = [], additionalProperties } = schema;
  const nameOf = (name: string): string => (path === 'input' ? name : `${path}.${name}`);
  for (const name of required) if (ownProperty(given, name) === undefined) return `\`${nameOf(name)}\` is missing.`;
  for (const [name, each] of Object.entries(given)) {
    const property = ownProperty(properties, name);
    if (!property && additionalProperties === false)
      return `There is no \`${shown(nameOf(name))}\`. Use: ${Object.keys(properties).join(', ')}.`;
    const problem = property && each !== undefined ? schemaProblem(property, each, nameOf(name)) : undefined;
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function listProblem({ items = {}, maxItems = 1000 }: JsonSchema, value: unknown, path: string): string | undefined {
  if (!Array.isArray(value)) return `\`${path}\` must be a list.`;
  if (value.length > maxItems) return `\`${path}\` must have at most ${maxItems} items.`;
  for (const [index, each] of value.entries()) {
    const problem = schemaProblem(items, each, `${path}[${index}]`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function stringProblem(schema: JsonSchema, value: unknown, path: string): string | undefined {
  if (typeof value !== 'string') return `\`${path}\` must be a string.`;
  const { enum: values, minLength = 0, maxLength = 4096 } = schema;
  if (values && !values.includes(value)) return `\`${path}\` must be one of ${values.join(', ')}.`;
  if (value.length < minLength) return `\`${path}\` must not be empty.`;
  return value.length > maxLength ? `\`${path}\` must have at most ${maxLength} characters.` : undefined;
}

function integerProblem({ minimum, maximum }: JsonSchema, value: unknown, path: string): string | undefined {
  if (typeof value !== 'number' || !Number.isInteger(value)) return `\`${path}\` must be a whole number.`;
  if (minimum !== undefined && value < minimum) return `\`${path}\` must be at least ${minimum}.`;
  return maximum !== undefined && value > maximum ? `\`${path}\` must be at most ${maximum}.` : undefined;
}

const shown = (name: string): string => (name.length > 60 ? `${name.slice(0, 60)}…` : name);
