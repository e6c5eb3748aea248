/** What a job does that matters to a platform. */
import type { Truth } from './values/truth';
import type { PipelineValue } from './values/value';
import type { TextRange } from './yaml/tree';

/** A call of terraform or tofu. */
export interface TerraformRun {
  readonly program: 'terraform' | 'tofu';
  /** Where the name of the program is written; undefined where it is not written out. */
  readonly programRange: TextRange | undefined;
  /** The subcommand: `plan`, `apply`, `workspace select`. */
  readonly command: string;
  readonly happens: Truth;
  /** The workspace that it works in; null where none was selected. */
  readonly workspace: PipelineValue;
  /** The folder that it works in, on the machine. */
  readonly directory: PipelineValue;
  /** The container that it runs in; undefined on the machine itself. */
  readonly container: ContainerRun | undefined;
  readonly range: TextRange;
}

/** A container that is started, by `docker run` or by the job. */
export interface ContainerRun {
  readonly image: PipelineValue;
  /** Variables in it. A variable that is passed on without a value is unknown. */
  readonly variables: ReadonlyMap<string, PipelineValue>;
  /** Whether it may have other variables as well. */
  readonly hasOthers: boolean;
  /** Variables outside of it, where it is started. */
  readonly outside: ReadonlyMap<string, PipelineValue>;
  /** Where each variable is passed on, by its name. */
  readonly variableRanges: ReadonlyMap<string, TextRange>;
  readonly happens: Truth;
  /** The folder of the machine that it works in. */
  readonly directory: PipelineValue;
  readonly range: TextRange;
}

/** An image that a job builds. */
export interface ImageBuild {
  readonly name: PipelineValue;
  /** The Dockerfile, on the machine. */
  readonly dockerfile: PipelineValue;
  readonly happens: Truth;
}

/** Something of which is not known what it runs: a script that is not here, an action. */
export interface OpaqueRun {
  readonly happens: Truth;
  readonly range: TextRange;
}

/** What is told of everything that a job runs. */
export interface JobRecord {
  readonly terraform: TerraformRun[];
  readonly containers: ContainerRun[];
  readonly builds: ImageBuild[];
  readonly opaque: OpaqueRun[];
  /** Programs that a step brings in. */
  readonly installs: Set<'terraform' | 'tofu'>;
}

export const emptyRecord = (): JobRecord => ({
  terraform: [],
  containers: [],
  builds: [],
  opaque: [],
  installs: new Set(),
});
