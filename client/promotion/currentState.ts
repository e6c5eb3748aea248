/** Reads the repository again and evaluates the policy for one promotion. */
import { evaluatePolicy, type PromotionPurpose } from './promotionPolicy';
import type { CurrentState } from './promote';
import { readRepository, type ReadOptions } from './readRepository';
import type { RefusalKind } from './refusal';
import type { EnvironmentsByCommit, PipelineStates } from './stage';
import { stagesOf } from './stages';

export interface PromotionIntent {
  readonly environment: string;
  readonly commit: string;
  readonly purpose: PromotionPurpose;
  /** Refusals that the user has overridden. */
  readonly passed: ReadonlySet<RefusalKind>;
  readonly environments?: EnvironmentsByCommit;
}

/** @param pipelines the pipeline states of the commit */
export async function currentState(
  question: ReadOptions,
  intention: PromotionIntent,
  pipelines: PipelineStates,
  now: number,
): Promise<CurrentState> {
  const { facts, rules } = await readRepository({ ...question, fetch: true });
  const { commit, purpose, passed, environments } = intention;
  const known = environments ? { environments } : {};
  const stages = stagesOf({ facts, rules, pipelines, ...known, now });
  const index = stages.findIndex(({ environment }) => environment === intention.environment);
  const [stage, previous] = [stages[index], stages[index - 1]];
  if (!stage) throw new Error(`There is no environment ${intention.environment} any more.`);
  // The checkout was evaluated for the preview; the commit is fixed since then.
  const checked = purpose === 'promote' ? 'tag' : purpose;
  const found = evaluatePolicy({
    stage,
    ...(previous ? { previous } : {}),
    purpose: checked,
    commit,
    facts,
    rules,
    pipelines,
    ...known,
    now,
  });
  const refusals = found.filter(({ kind }) => !passed.has(kind));
  return { facts, rules, stage, refusals };
}
