/** What a job runs, as far as it concerns a platform. */
import type { Truth } from './values/truth';
import type { PipelineValue } from './values/value';
import type { TextRange } from './yaml/tree';

/** A call of terraform or tofu. */
export interface TerraformRun {
  readonly program: 'terraform' | 'tofu';
  /** Position of the program's name; undefined if it is computed. */
  readonly programRange: TextRange | undefined;
  /** The subcommand: `plan`, `apply`, `workspace select`. */
  readonly command: string;
  /** Whether it is a plan that plans nothing (`-refresh-only`). */
  readonly refreshOnly: boolean;
  /** The plan file that it writes or applies; undefined if there is none. */
  readonly planFile: PipelineValue | undefined;
  /** Whether it asks for an approval that nobody can give: without a plan file, without `-auto-approve`, and without input. */
  readonly asksInVain: boolean;
  readonly happens: Truth;
  /** The workspace of the command; null if none was selected. */
  readonly workspace: PipelineValue;
  /** The working directory on the machine. */
  readonly directory: PipelineValue;
  /** The container that it runs in; undefined if it runs directly on the machine. */
  readonly container: ContainerRun | undefined;
  readonly range: TextRange;
}

/** A container that is started, by `docker run` or by the job. */
export interface ContainerRun {
  readonly image: PipelineValue;
  /** Variables inside the container. A variable that is passed on without a value is unknown. */
  readonly variables: ReadonlyMap<string, PipelineValue>;
  /** Whether it may have other variables too; `project` if only those of GitLab's projects and groups. */
  readonly hasOthers: boolean | 'project';
  /** Variables of the shell that starts it. */
  readonly outside: ReadonlyMap<string, PipelineValue>;
  /** Position at which each variable is passed on, by name. */
  readonly variableRanges: ReadonlyMap<string, TextRange>;
  readonly happens: Truth;
  /** The mounted working directory, on the machine. */
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

/** Something whose commands are unknown, such as a script outside the repository, or an action. */
export interface OpaqueRun {
  readonly happens: Truth;
  readonly range: TextRange;
}

/** Receives everything that a job runs. */
export interface JobRecord {
  readonly terraform: TerraformRun[];
  readonly containers: ContainerRun[];
  readonly builds: ImageBuild[];
  readonly opaque: OpaqueRun[];
  /** Programs that a step installs. */
  readonly installs: Set<'terraform' | 'tofu'>;
}

export const emptyRecord = (): JobRecord => ({
  terraform: [],
  containers: [],
  builds: [],
  opaque: [],
  installs: new Set(),
});

const TERRAFORM = /\b(?:terraform|tofu|terragrunt|TF_WORKSPACE)\b/;

/** Whether a text, such as a script, names terraform or a program like it. */
export const mentionsTerraform = (text: string): boolean => TERRAFORM.test(text);
