/** Arguments of resources whose values the provider refuses, as a module makes them of a configuration. */
import type { SourceRange } from '../hcl/model';
import type { ModuleCall } from '../kubestack/modules/moduleCall';

export interface RefusedArgument {
  readonly call: ModuleCall;
  /** Those in which the value is refused. */
  readonly environments: readonly string[];
  /** Names the value, the argument, and what is allowed. */
  readonly message: string;
  /** Where the value is written, or the expression of the module that makes it. */
  readonly range: SourceRange | undefined;
}
