/** The parts of `show -json PLANFILE` that we read: terraform's JSON output format 1.x, which is a promise of both products. */
import { JsonPick, type JsonPath } from './jsonPick';

export interface JsonChange {
  actions: readonly string[];
  before?: unknown;
  after?: unknown;
  after_unknown?: unknown;
  before_sensitive?: unknown;
  after_sensitive?: unknown;
  replace_paths?: readonly (readonly (string | number)[])[];
  importing?: { id?: string; unknown?: boolean };
}

export interface JsonResourceChange {
  address: string;
  previous_address?: string;
  module_address?: string;
  mode?: 'managed' | 'data';
  type: string;
  name: string;
  provider_name?: string;
  deposed?: string;
  action_reason?: string;
  change: JsonChange;
}

export interface JsonCheck {
  address: { kind?: string; to_display: string };
  status: string;
  instances?: readonly { problems?: readonly { message?: string }[] }[];
}

/** What is read of a plan. It has secrets in it: see planModel.ts for what may leave. */
export interface PlanJson {
  changes: JsonResourceChange[];
  drift: JsonResourceChange[];
  outputs: Record<string, JsonChange>;
  checks: JsonCheck[];
  variables: Record<string, { value?: unknown }>;
  declaredVariables: Record<string, { sensitive?: boolean }>;
  version: string;
}

const paths = {
  changes: ['resource_changes', '*'],
  drift: ['resource_drift', '*'],
  outputs: ['output_changes'],
  checks: ['checks', '*'],
  variables: ['variables'],
  declaredVariables: ['configuration', 'root_module', 'variables'],
  version: ['terraform_version'],
} satisfies Record<string, JsonPath>;

/** Reads a plan's JSON piece by piece, and keeps of it only what is needed. */
export class PlanJsonReader {
  readonly result: PlanJson = {
    changes: [],
    drift: [],
    outputs: {},
    checks: [],
    variables: {},
    declaredVariables: {},
    version: '',
  };
  readonly #pick = new JsonPick(Object.values(paths), (value, path) => this.#take(value, path));

  /** @throws SyntaxError when it is no JSON. */
  push(chunk: Buffer): void {
    this.#pick.push(chunk);
  }

  #take(value: unknown, path: JsonPath): void {
    const { result } = this;
    if (path === paths.changes) result.changes.push(value as JsonResourceChange);
    else if (path === paths.drift) result.drift.push(value as JsonResourceChange);
    else if (path === paths.checks) result.checks.push(value as JsonCheck);
    else if (path === paths.outputs) result.outputs = value as PlanJson['outputs'];
    else if (path === paths.variables) result.variables = value as PlanJson['variables'];
    else if (path === paths.declaredVariables) result.declaredVariables = value as PlanJson['declaredVariables'];
    else result.version = String(value);
  }
}
