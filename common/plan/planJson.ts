/** The used parts of the output of `show -json PLANFILE`. Terraform and OpenTofu both guarantee the JSON output format 1.x. */
import { t } from '../localization';
import { fits, nullable, oneOfShapes, optional, recordOf, type Shape } from '../shape';
import { JsonExtractor, type JsonPath } from './jsonPick';

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

/** The used parts of a plan. They contain secrets, which planModel.ts masks. */
export interface PlanJson {
  changes: JsonResourceChange[];
  drift: JsonResourceChange[];
  outputs: Record<string, JsonChange>;
  checks: JsonCheck[];
  variables: Record<string, { value?: unknown }>;
  declaredVariables: Record<string, { sensitive?: boolean }>;
  version: string;
  /** Time of the plan in RFC 3339; since Terraform 1.5. */
  timestamp?: string;
}

const PATHS = {
  changes: ['resource_changes', '*'],
  drift: ['resource_drift', '*'],
  outputs: ['output_changes'],
  checks: ['checks', '*'],
  variables: ['variables'],
  declaredVariables: ['configuration', 'root_module', 'variables'],
  version: ['terraform_version'],
  timestamp: ['timestamp'],
} satisfies Record<string, JsonPath>;

const CHANGE: Shape = {
  actions: ['string'],
  replace_paths: nullable([[oneOfShapes('string', 'number')]]),
  importing: optional({ id: optional('string') }),
};

const RESOURCE_CHANGE: Shape = {
  address: 'string',
  previous_address: optional('string'),
  module_address: optional('string'),
  mode: optional('string'),
  type: 'string',
  name: 'string',
  provider_name: optional('string'),
  deposed: optional('string'),
  action_reason: optional('string'),
  change: CHANGE,
};

const CHECK: Shape = {
  address: { kind: optional('string'), to_display: 'string' },
  status: 'string',
  instances: nullable([{ problems: nullable([{ message: optional('string') }]) }]),
};

const SHAPES: Readonly<Record<keyof typeof PATHS, Shape>> = {
  changes: RESOURCE_CHANGE,
  drift: RESOURCE_CHANGE,
  outputs: recordOf(CHANGE),
  checks: CHECK,
  variables: recordOf({}),
  declaredVariables: recordOf({ sensitive: optional('boolean') }),
  version: 'string',
  timestamp: 'string',
};

/** JSON, but not that of a plan. The message contains nothing of it. */
export class PlanShapeError extends SyntaxError {}

/** Reads a plan's JSON in chunks, and keeps only the needed parts. */
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
  private readonly pick = new JsonExtractor(Object.values(PATHS), (value, path) => this.take(value, path));

  /** Whether the plan was read completely. */
  get isComplete(): boolean {
    return this.pick.isComplete;
  }

  /**
   * @throws SyntaxError if the text is not JSON or not a plan. An incomplete plan is refused, since it would hide changes from the user.
   */
  push(chunk: Uint8Array): void {
    this.pick.push(chunk);
  }

  private take(value: unknown, path: JsonPath): void {
    const { result } = this;
    const part = (Object.keys(PATHS) as (keyof typeof PATHS)[]).find(name => PATHS[name] === path)!;
    if (!fits(value, SHAPES[part]))
      throw new PlanShapeError(t("The plan's {0} are not as Terraform writes them.", String(path[0])));
    if (part === 'changes' || part === 'drift' || part === 'checks') (result[part] as unknown[]).push(value);
    else Object.assign(result, { [part]: value });
  }
}
