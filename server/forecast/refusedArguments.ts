/** The arguments that the provider refuses in the resources of one call, evaluated without a change. */
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import type { RefusedArgument } from '../semantics/refusedArgument';
import type { RequestContext } from '../semantics/requestContext';
import { evaluateLocals, MAX_EFFECT_STEPS } from './attributeEffect';
import type { ForecastProblem } from './forecastSide';
import type { ResourceInstance } from './moduleNode';
import { PlannedWalk } from './plannedWalk';
import { refusedValues } from './refusedValues';
import type { ResourceFacts, ResourceType } from './resourceFacts';
import { mapPausing } from '../scheduling/pausing';

/**
 * The refused values of one environment. What exists is not read, so that values which come from other resources are unknown.
 * @param call a call in the root module of a platform; nothing is found if its module isn't on this machine
 */
export function* refusedIn(
  { model }: RequestContext,
  call: ModuleCall,
  environment: string,
  facts: ResourceFacts,
): Generator<undefined, readonly ForecastProblem[]> {
  const only = { call: call.name };
  const side = { model, root: call.instance, folderOf: () => undefined, only, maxSteps: MAX_EFFECT_STEPS };
  const walk = new PlannedWalk(side, environment, facts, undefined);
  yield* walk.prepare();
  const limited: { readonly instance: ResourceInstance; readonly ofType: ResourceType }[] = [];
  yield* walk.visitInstances(false, instance => {
    const ofType = facts.resource(instance.resource.block.type);
    if (ofType && ofType.constraints.size > 0) limited.push({ instance, ofType });
  });
  // Nothing else is evaluated.
  if (limited.length > 0) yield* evaluateLocals(walk);
  return yield* mapPausing(limited, ({ instance, ofType }) => refusedValues(instance, ofType));
}

/** The problems of all environments: the same one once, with the environments that have it. */
export function inEnvironments(
  call: ModuleCall,
  problems: ReadonlyMap<string, readonly ForecastProblem[]>,
): readonly RefusedArgument[] {
  const found = new Map<string, RefusedArgument & { environments: string[] }>();
  for (const [environment, ofEnvironment] of problems)
    for (const { message, range } of ofEnvironment) {
      const same = found.get(message);
      if (same) same.environments.push(environment);
      else found.set(message, { call, environments: [environment], message, range });
    }
  return [...found.values()];
}
