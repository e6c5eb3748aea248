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
    'builtin',
  ],
]);
/** Programs that run what a file, their input or an argument in another language tells. */
export const MORE_INTERPRETERS: ReadonlySet<string> = new Set(
  (
    'powershell cmd at batch crontab expect osascript php lua fish csh tcsh nu busybox tclsh wish rscript r julia groovy jshell java scala ' +
    'kotlin elixir erl ghci runghc swift dotnet tsx ts-node xonsh elvish rbash toybox wsl mshta rundll32 iex wine ansible salt sftp ftp ed ' +
    'rake invoke inv fab doit nox tox ant gradle sbt bazel act scons'
  ).split(' '),
);
/** Programs that apply or destroy what their own files describe, besides those of pipelines. */
export const MORE_RUNNERS: ReadonlySet<string> = new Set(
  (
    'pulumi cdktf cdk sam serverless sls helmfile kapp argocd flux skaffold tilt devspace werf kops clusterctl velero atmos tfmigrate ' +
    'docker-compose podman-compose vagrant tfctl tg'
  ).split(' '),
);
/** Editors, pagers and debuggers, which run commands that an option or an argument with `+` gives them. */
export const EDITORS: ReadonlySet<string> = new Set(
  'vim vi nvim view vimdiff gvim ex emacs emacsclient kak hx nano less more most man gdb lldb mutt'.split(' '),
);
export const EDITOR_COMMAND =
  /^(?:\+(?!\d*[FG]?$|\/)|-(?:c|S|s|es|ex|e|x|o|l|f|P|-?batch)$|--(?:cmd|eval|execute|load|script|command|funcall|pager|one-line)\b)/;
export const HTTP_CLIENTS: ReadonlySet<string> = new Set(
  'curl curlie wget http https xh xhs irm iwr invoke-restmethod invoke-webrequest'.split(' '),
);
/** The command lines of Git hosts. */
export const HOST_PROGRAMS: ReadonlySet<string> = new Set(['gh', 'glab', 'hub', 'tea']);
export const CLUSTER_PROGRAMS: ReadonlySet<string> = new Set(['kubectl', 'kubecolor', 'helm', 'oc']);
export const TERRAFORM_PROGRAMS: ReadonlySet<string> = new Set(['terraform', 'tofu', 'opentofu', 'tf']);
/** Options of any program whose value is a program. */
export const NAMES_PROGRAM =
  /^--(?:pre=.)|^--?(?:hostname-bin|to-command|use-compress-program|checkpoint-action|compress-program|rsh|rsync-path|extcmd|upload-pack|open-files-in-pager|pager|preview|use-askpass)(?:$|[= ](?!(?:never|always|auto|cat|less|false|ssh)$))/;
/** Task runners that run a default task without arguments. */
export const HAS_DEFAULT: ReadonlySet<string> = new Set(['make', 'gmake', 'just', 'task']);
/** Programs that only read their arguments. Every other one may run a command that is among them. */
export const READERS: ReadonlySet<string> = new Set(
  [
    ...FILE_COMMANDS,
    ...'echo printf rg cd pushd pwd tree file jq basename dirname realpath export test true shellcheck shfmt bat'.split(
      ' ',
    ),
  ].filter(name => !['sed', 'awk', 'find', 'mise', 'asdf'].includes(name)),
);
/** Words after which another command begins in the arguments of many programs. */
export const BEFORE_COMMAND = /^(?:--|exec|run)$/;
/** Variables that decide which programs others run, or which arguments they add. */
export const DECIDES_PROGRAM =
  /^(?:(?:GIT_(?:CONFIG|SSH|EXTERNAL_DIFF|PROXY_COMMAND|EXEC_PATH|TEMPLATE_DIR)\w*|\w*(?:EDITOR|PAGER|BROWSER|ASKPASS|EXTERNAL_DIFF)|VISUAL|LESSOPEN|LESSCLOSE|BASH_ENV|ENV|PS4|SHELLOPTS|LD_\w+|DYLD_\w+|GCONV_PATH|PROMPT_COMMAND|TF_REATTACH_PROVIDERS|TF_CLI_CONFIG_FILE|TF_CLI_ARGS\w*|PERL5OPT|PERL5LIB|RUBYOPT|PYTHONSTARTUP|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|MAKEFLAGS|RIPGREP_CONFIG_PATH)=(?!(?:true|cat|less|more|vi|vim|nano|code --wait|:|-no-color|-input=false)?$)|NODE_OPTIONS=.*(?:require|import|loader|-r\b)|PATH=(?:.*:)?(?:\.|(?![/~$]|[A-Za-z]:)[^:]))/;

/** Commands of clouds, which delete clusters without Terraform. */
export const CLOUD_PROGRAMS: ReadonlySet<string> = new Set(['aws', 'gcloud', 'az', 'scw', 'eksctl', 'doctl', 'gsutil']);
/** Commands of Docker that run nothing of the repository. */
export const HARMLESS_DOCKER =
  /^(?:build|buildx|images?|ps|logs|pull|inspect|version|info|login|logout|tag|stop|rm|rmi|ls)$/;
/** Programs that change the files in their arguments. */
export const WRITERS: ReadonlySet<string> = new Set([
  ...[
    'rm',
    'mv',
    'cp',
    'tee',
    'sed',
    'ed',
    'truncate',
    'dd',
    'install',
    'ln',
    'chmod',
    'perl',
    'patch',
    'unlink',
    'shred',
  ],
  ...[
    'curl',
    'wget',
    'rsync',
    'scp',
    'unzip',
    'ex',
    'awk',
    'touch',
    'mkfifo',
    'mknod',
    'sd',
    'rpl',
    'sponge',
    'hcledit',
    'tar',
    '7z',
  ],
  ...['cpio', 'aria2c', 'prettier', 'gawk', 'mawk'],
]);

/** Those that copy, so that only their last argument is written. */
export const COPIERS: ReadonlySet<string> = new Set(['cp', 'install', 'ln', 'rsync', 'scp']);
/** Those that change the files in their arguments, and all below them. */
export const REMOVERS: ReadonlySet<string> = new Set(['rm', 'mv', 'sed', 'chmod', 'shred', 'truncate', 'unlink']);

/** Wrappers that take a whole line as an argument. */
export const TAKES_LINE: ReadonlySet<string> = new Set(['su', 'watch', 'script', 'parallel', 'retry', 'trap']);

export const isKnownProgram = (name: string): boolean =>
  ['git', 'eval', 'source', 'alias'].includes(name) ||
  [
    TERRAFORM_PROGRAMS,
    HOST_PROGRAMS,
    CLUSTER_PROGRAMS,
    MORE_RUNNERS,
    HTTP_CLIENTS,
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
