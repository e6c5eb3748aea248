/** Programs in the shell lines of coding agents, by what they do with their arguments. */
import {
  CONTAINERS,
  FILE_COMMANDS,
  INTERPRETERS,
  OTHER_RUNNERS,
  SHELLS,
  TASK_FILES,
  WRAPPERS,
} from '../../common/pipelines/shell/programs';

/** Programs that run the command in their arguments, besides those of pipelines. */
export const MORE_WRAPPERS: ReadonlySet<string> = new Set([
  ...[
    'env',
    'timeout',
    'xargs',
    'watch',
    'setsid',
    'doas',
    'su',
    'ssh',
    'find',
    'parallel',
    'retry',
    'unbuffer',
    'script',
    'trap',
  ],
]);
/** Programs that run what a file, their input or an argument in another language tells. */
export const MORE_INTERPRETERS: ReadonlySet<string> = new Set(
  'powershell cmd at batch crontab expect osascript php lua fish csh tcsh nu busybox'.split(' '),
);
/** Task runners that run a default task without arguments. */
export const HAS_DEFAULT: ReadonlySet<string> = new Set(['make', 'gmake', 'just', 'task']);
/** Programs that only read their arguments. Every other one may run a command that is among them. */
export const READERS: ReadonlySet<string> = new Set(
  [
    ...FILE_COMMANDS,
    ...'echo printf rg cd pushd pwd tree file jq basename dirname realpath export test true'.split(' '),
  ].filter(name => !['sed', 'awk', 'find', 'mise', 'asdf'].includes(name)),
);
/** Words after which another command begins in the arguments of many programs. */
export const BEFORE_COMMAND = /^(?:--|exec|run)$/;
/** Variables that decide which programs others run. */
export const DECIDES_PROGRAM =
  /^(?:GIT_(?:CONFIG|SSH|EDITOR|SEQUENCE_EDITOR|PAGER|EXTERNAL_DIFF|ASKPASS|PROXY_COMMAND|EXEC_PATH)\w*|BASH_ENV|LD_\w+|DYLD_\w+|PROMPT_COMMAND|TF_REATTACH_PROVIDERS|TF_CLI_CONFIG_FILE)=(?!(?:true|cat|:)?$)/;

/** Commands of clouds, which delete clusters without Terraform. */
export const CLOUD_PROGRAMS: ReadonlySet<string> = new Set(['aws', 'gcloud', 'az', 'scw', 'eksctl', 'doctl', 'gsutil']);
/** Words of those that delete. */
export const DELETES =
  /^(?:--)?(?:batch-)?(?:delete|terminate|destroy|purge|rm|rb|remove|deregister|drain|schedule-key-deletion)(?:-|$)/i;
/** Commands of Docker that run nothing of the repository. */
export const HARMLESS_DOCKER =
  /^(?:build|buildx|images?|ps|logs|pull|inspect|version|info|login|logout|tag|stop|rm|rmi|ls)$/;
/** Programs that change the files in their arguments. */
export const WRITERS: ReadonlySet<string> = new Set([
  ...['rm', 'mv', 'cp', 'tee', 'sed', 'truncate', 'dd', 'install', 'ln', 'chmod', 'perl', 'patch', 'unlink', 'shred'],
  ...['curl', 'wget', 'rsync', 'scp', 'unzip', 'ed', 'ex', 'awk'],
]);

/** Wrappers that take a whole line as an argument. */
export const TAKES_LINE: ReadonlySet<string> = new Set(['su', 'watch', 'script', 'parallel', 'retry', 'trap']);

export const isKnownProgram = (name: string): boolean =>
  ['terraform', 'tofu', 'git', 'gh', 'glab', 'kubectl', 'helm', 'oc', 'eval', 'source', 'alias'].includes(name) ||
  [
    SHELLS,
    WRAPPERS,
    MORE_WRAPPERS,
    CONTAINERS,
    CLOUD_PROGRAMS,
    OTHER_RUNNERS,
    TASK_FILES,
    INTERPRETERS,
    MORE_INTERPRETERS,
    WRITERS,
  ].some(each => each.has(name));

/** The name of a program, without its folder, extension and version. Disks may ignore case. */
export function programName(path: string): string {
  const name = path
    .slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
    .toLowerCase()
    .replace(/\.(?:exe|cmd|bat|com)$/, '');
  const plain = name.replace(/[-_]?v?\d[\d._]*$/, '');
  return !isKnownProgram(name) && isKnownProgram(plain) ? plain : name;
}
