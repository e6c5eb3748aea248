/** Validates requests and responses against an API's published description. */
import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

type Schema = Record<string, unknown>;

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
}

interface Operation {
  operationId?: string;
  parameters: Parameter[];
  requestBody?: Schema;
  responses: Record<string, { schema: Schema; example?: unknown }>;
}

/** The used operations of an OpenAPI document. */
export interface Description {
  source: string;
  /** Deviations from the published description, where it contradicts the Git host's own examples, documentation or client. */
  adjusted?: string[];
  /** For Azure DevOps, whose paths are case-insensitive, and written inconsistently in its description. */
  caseInsensitive?: boolean;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

export interface DescribedOperation {
  /** `POST /repos/{owner}/{repo}/pulls` */
  name: string;
  /** Values of the path's parameters, decoded. */
  path: Record<string, string>;
  /** Undefined if there is no description. */
  operation?: Operation;
}

export class DescribedApi {
  private readonly ajv = addFormats(new Ajv({ strict: false, allErrors: true, coerceTypes: false }));
  private readonly coercing = addFormats(new Ajv({ strict: false, allErrors: true, coerceTypes: 'array' }));
  private readonly validators = new Map<Schema, ValidateFunction>();

  /** @param description all of its schemas are compiled now, since compiling could exceed the timeout of a response */
  constructor(private readonly description: Description) {
    for (const ajv of [this.ajv, this.coercing]) ajv.addFormat('repo.nwo', /^[^/]+\/[^/]+$/);
    for (const operations of Object.values(description.paths))
      for (const { requestBody, responses } of Object.values(operations))
        for (const schema of [requestBody, ...Object.values(responses).map(each => each.schema)])
          if (schema) this.validators.set(schema, this.compiled(this.ajv, schema));
  }

  /** @param path of the request, encoded, without the query */
  find(method: string, path: string): DescribedOperation | undefined {
    for (const [pattern, operations] of Object.entries(this.description.paths)) {
      const operation = operations[method.toLowerCase()];
      const values = operation && valuesOf(pattern, path, this.description.caseInsensitive);
      if (operation && values) return { name: `${method} ${pattern}`, path: values, operation };
    }
    return undefined;
  }

  /** Deviations of a request from the description. */
  requestProblems({ name, operation, path }: DescribedOperation, query: URLSearchParams, body: unknown): string[] {
    if (!operation) return [];
    const known = operation.parameters.filter(parameter => parameter.in === 'query');
    const problems = [...query.keys()]
      .filter(key => !known.some(parameter => parameter.name === key || parameter.name === `${key}[]`))
      .map(key => `${name}: there is no query parameter ${key}`);
    for (const parameter of operation.parameters) {
      const value = parameter.in === 'path' ? path[parameter.name] : query.get(parameter.name);
      if (value === null || value === undefined) {
        if (parameter.required && parameter.in !== 'header') problems.push(`${name}: ${parameter.name} is missing`);
        continue;
      }
      const wrapper = { type: 'object', properties: { value: parameter.schema } };
      problems.push(
        ...this.problems(this.coercing, wrapper, { value }).map(text => `${name}: ${parameter.name} ${text}`),
      );
    }
    if (operation.requestBody) {
      problems.push(...this.problems(this.ajv, operation.requestBody, body).map(text => `${name}: body ${text}`));
      problems.push(...this.unknownFields(operation.requestBody, body).map(text => `${name}: body ${text}`));
    } else if (body !== undefined) problems.push(`${name}: takes no body`);
    return problems;
  }

  /** Deviations of a response from the description. */
  answerProblems({ name, operation }: DescribedOperation, status: number, body: unknown): string[] {
    if (!operation) return [];
    const { [String(status)]: response } = operation.responses;
    const refused = status >= 400;
    if (!response) {
      const describesRefusals = Object.keys(operation.responses).some(known => Number(known) >= 400);
      return refused && !describesRefusals ? [] : [`${name}: there is no answer ${status}`];
    }
    if (refused) return [];
    // GitHub's examples, which its models return, have fields that are missing in its schemas.
    const unknown = response.example === undefined ? this.unknownFields(response.schema, body) : [];
    return [...this.problems(this.ajv, response.schema, body), ...unknown].map(
      text => `${name}: answer ${status} ${text}`,
    );
  }

  /** The description's example of a response. */
  example({ operation }: DescribedOperation, status: number): unknown {
    return structuredClone(operation?.responses[String(status)]?.example);
  }

  private problems(ajv: Ajv, schema: Schema, value: unknown): string[] {
    const validate = this.validators.get(schema) ?? this.compiled(ajv, schema);
    this.validators.set(schema, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
  }

  private compiled(ajv: Ajv, schema: Schema): ValidateFunction {
    return ajv.compile({ ...schema, components: this.description.components });
  }

  /** Finds undescribed fields at any depth: Git hosts ignore unknown fields, so misspelled ones would go unnoticed. */
  private unknownFields(schema: Schema, value: unknown, at = ''): string[] {
    const resolved = this.resolved(schema);
    if (Array.isArray(value)) {
      const { items } = resolved as { items?: Schema };
      return items ? value.flatMap((each, index) => this.unknownFields(items, each, `${at}/${index}`)) : [];
    }
    const fields = this.fieldsOf(resolved);
    if (!fields || typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, each]) => {
      const field = fields[key];
      return field ? this.unknownFields(field, each, `${at}/${key}`) : [`${at}/${key} is no field of the description`];
    });
  }

  /** Undefined if any field is allowed, or if the allowed fields depend on the value. */
  private fieldsOf(schema: Schema): Record<string, Schema> | undefined {
    const { properties, allOf, additionalProperties } = schema as {
      properties?: Record<string, Schema>;
      allOf?: Schema[];
      additionalProperties?: unknown;
    };
    if (additionalProperties || 'anyOf' in schema || 'oneOf' in schema) return undefined;
    if (!allOf) return properties;
    const parts = allOf.map(part => this.fieldsOf(this.resolved(part)));
    return parts.includes(undefined) ? undefined : (Object.assign({}, ...parts, properties) as Record<string, Schema>);
  }

  private resolved(schema: Schema): Schema {
    const name = typeof schema['$ref'] === 'string' ? schema['$ref'].split('/').at(-1) : undefined;
    return name === undefined ? schema : this.resolved(this.description.components.schemas[name] ?? {});
  }
}

function valuesOf(pattern: string, path: string, anyCase = false): Record<string, string> | undefined {
  const names = [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const match = new RegExp(`^${pattern.replace(/\{\w+\}/g, '([^/]+)')}$`, anyCase ? 'i' : '').exec(path);
  if (!match) return undefined;
  return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]));
}
