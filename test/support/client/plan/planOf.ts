import { undivided } from '../../../../common/plan/workSlice';
import type { Platform } from '../../../../common/protocol';
import type { Plan } from '../../../../common/plan/plan';
import type { JsonChange, JsonResourceChange, PlanJson } from '../../../../common/plan/planJson';
import { buildPlan, type PlanContext } from '../../../../common/plan/planModel';

/** A change in Terraform's JSON, with the properties that a test needs. */
export function change(
  address: string,
  actions: string[],
  rest: Partial<JsonChange> & Partial<JsonResourceChange> = {},
): JsonResourceChange {
  const { before, after, ...others } = rest;
  const module = /^((?:module\.[^.]+\.)*module\.[^.]+)\./.exec(address)?.[1];
  return {
    address,
    ...(module !== undefined && { module_address: module }),
    mode: 'managed',
    type: 'terraform_data',
    name: address.split('.').at(-1) ?? '',
    provider_name: 'terraform.io/builtin/terraform',
    ...others,
    change: { actions, before: before ?? null, after: after ?? null, ...others },
  };
}

const location = { uri: 'file:///a.tf', range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } } };

/** Two clusters, `b` before `a`; `b` has a pool and a service. */
export const platform: Pick<Platform, 'clusters' | 'services'> = {
  services: [{ name: 'lonely', source: './lonely', location, environments: {} }],
  clusters: [
    {
      name: 'b',
      provider: 'aws',
      location,
      environments: {},
      nodePools: [{ name: 'b_pool', location, environments: {} }],
      services: [{ name: 'b_service', source: './s', location, environments: {} }],
    },
    { name: 'a', provider: 'aws', location, environments: {}, nodePools: [], services: [] },
  ],
};

/** A plan of `ops`, or another environment. */
export function planOf(json: Partial<PlanJson>, context: Partial<PlanContext> = {}): Promise<Plan> {
  const empty: PlanJson = {
    changes: [],
    drift: [],
    outputs: {},
    checks: [],
    variables: {},
    declaredVariables: {},
    version: '1.11.4',
  };
  return buildPlan(
    { ...empty, ...json },
    {
      environment: 'ops',
      folder: '/platform',
      product: 'terraform',
      version: '1.11.4',
      inputs: { files: {} },
      diagnostics: [],
      finishedAt: 0,
      platform,
      ...context,
    },
    undivided,
  );
}
