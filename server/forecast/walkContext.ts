import type { EvaluationBudget } from '../hcl/budget';
import type { Value } from '../hcl/model';
import type { ModuleStep } from './addresses';
import type { ForecastProblem, ForecastSide, ProblemKind } from './forecastSide';
import type { RepeatedResource, ResourceModule } from './resourceNode';
import type { SharedValues } from './sharedValues';

/** What the modules of one side in one environment share. */
export interface WalkContext {
  readonly side: ForecastSide;
  readonly environment: string;
  /** What all environments of the side share. */
  readonly shared: SharedValues;
  /** @param module the path of the module with the problem */
  report(kind: ProblemKind, problem: ForecastProblem, module: readonly ModuleStep[]): void;
  /** Notes that instances of a module, or of modules in it, may be missing. */
  leaveOut(module: readonly ModuleStep[]): void;
  /** Whether the budget is used up: then nothing more is evaluated. */
  readonly isExhausted: boolean;
  /** Takes the steps for work that evaluates nothing. @returns whether the budget permits it */
  afford(steps: number): boolean;
  /** The same for instances and blocks, before they are made. */
  affordParts(count: number): boolean;
  /** The budget of evaluating one declaration. */
  budget(): EvaluationBudget;
  spent(budget: EvaluationBudget): void;
  /** Runs an evaluation; undefined if it depends on itself, or on a chain that is too long. */
  guard<T>(key: string, compute: () => T): T | undefined;
  /** All instances of a resource or data source, as expressions see them. */
  resourceValue(resource: RepeatedResource<ResourceModule>): Value;
}
