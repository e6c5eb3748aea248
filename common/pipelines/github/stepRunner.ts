/** What the steps of a job run with. */
import type { ShellHost } from '../shell/host';
import type { PipelineValue } from '../values/value';
import type { Truth } from '../values/truth';
import type { TextRange, YamlNode } from '../yaml/tree';
import type { ShellState } from '../shell/state';

/** A machine that runs steps. */
export interface StepRunner {
  readonly host: ShellHost;
  /** Of the job: `github`, `matrix`, `inputs`, … */
  readonly contexts: ReadonlyMap<string, PipelineValue>;
  readonly succeeds: Truth;
  readonly happens: Truth;
  /** Variables of the job; what steps write to `GITHUB_ENV` is added. */
  readonly variables: Map<string, PipelineValue>;
  /** Where the variables of the job are written. */
  readonly variableRanges: ReadonlyMap<string, TextRange>;
  /** The machine is one of GitHub's: new for each job, so that it has no variables of its own. */
  readonly isHosted: boolean;
  /** The job's machine, for what stays from step to step. */
  readonly state: ShellState;
  /** The container of the job. */
  readonly container:
    | {
        readonly image: PipelineValue;
        readonly variables: ReadonlyMap<string, PipelineValue>;
        readonly range: TextRange;
      }
    | undefined;
  /** `defaults.run`, the nearest first. */
  readonly defaults: readonly (YamlNode | undefined)[];
  /** Where the repository is checked out. */
  readonly place: { checkout: string };
  /** Actions that run actions. */
  readonly depth: number;
  /** The description of an action in a folder of the repository. */
  readonly readAction: (folder: string) => YamlNode | undefined;
}
