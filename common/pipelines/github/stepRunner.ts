/** The environment in which the steps of a job run. */
import type { ShellHost } from '../shell/host';
import type { PipelineValue } from '../values/value';
import type { Truth } from '../values/truth';
import type { TextRange, YamlNode } from '../yaml/tree';
import type { ShellState } from '../shell/state';

/** A machine that runs steps. */
export interface StepRunner {
  readonly host: ShellHost;
  /** Contexts of the job: `github`, `matrix`, `inputs`, … */
  readonly contexts: ReadonlyMap<string, PipelineValue>;
  readonly succeeds: Truth;
  readonly happens: Truth;
  /** Variables of the job, and those that steps write to `GITHUB_ENV`. */
  readonly variables: Map<string, PipelineValue>;
  /** Positions of the job's variables. */
  readonly variableRanges: ReadonlyMap<string, TextRange>;
  /** Whether the runner is hosted by GitHub: a new machine for each job, without variables of its own. */
  readonly isHosted: boolean;
  /** The state that persists between the steps. */
  readonly state: ShellState;
  /** The container of the job. */
  readonly container:
    | {
        readonly image: PipelineValue;
        readonly variables: ReadonlyMap<string, PipelineValue>;
        readonly range: TextRange;
      }
    | undefined;
  /** `defaults.run`, innermost first. */
  readonly defaults: readonly (YamlNode | undefined)[];
  /** The checkout directory. */
  readonly folders: { checkout: string };
  /** Nesting depth of actions. */
  readonly depth: number;
  /** The metadata file of an action in a folder of the repository. */
  readonly readAction: (folder: string) => YamlNode | undefined;
}
