/** Determines the commands that a pipeline runs: evaluates filters, conditions and steps like the pipeline system. */
import { runInNewContext } from 'node:vm';
import { parse } from 'yaml';

/** `refs/heads/main`, `refs/tags/apps-deploy-1` */
export type Ref = string;

interface Step {
  readonly run?: string;
  readonly if?: string;
  readonly env?: Record<string, string>;
}
interface Workflow {
  readonly on: Record<string, { readonly branches?: string[]; readonly tags?: string[] }>;
  readonly jobs: Record<string, { readonly if?: string; readonly steps: Step[] }>;
}
interface GitlabJob {
  readonly extends?: string;
  readonly before_script?: string[];
  readonly script?: string[];
  readonly rules?: { readonly if: string }[];
}

/** Commands that GitHub Actions runs when a ref is pushed; empty if the filters exclude it. */
export function githubRun(text: string, ref: Ref, event = 'push'): string[] {
  const workflow = parse(text) as Workflow;
  const filter = workflow.on[event];
  if (!filter) return [];
  const [, kind, name = ''] = /^refs\/(heads|tags)\/(.*)$/.exec(ref) ?? [];
  const patterns = (kind === 'tags' ? filter.tags : (filter.branches ?? (event === 'push' ? [] : ['**']))) ?? [];
  let isIncluded = false;
  for (const pattern of patterns)
    if (globMatches(pattern.replace(/^!/, ''), name)) isIncluded = !pattern.startsWith('!');
  if (!isIncluded) return [];
  const holds = (condition = 'true'): boolean => Boolean(githubExpression(condition, ref, event));
  return Object.values(workflow.jobs)
    .filter(job => holds(job.if))
    .flatMap(({ steps }) => steps.filter(step => holds(step.if)).flatMap(step => step.run ?? []));
}

/** The value of a workflow's expression for a ref; in a pull request, that of a branch in the same repository. */
export function githubExpression(
  expression: string,
  ref: Ref,
  event = 'push',
  head = 'acme/platform',
  others: Readonly<Record<string, unknown>> = {},
): unknown {
  // Comparisons of texts ignore case.
  const compared = expression.replaceAll(
    /(github\.\w+) ([!=])= ('[^']*')/g,
    (_, context: string, sign: string, text: string) => `(${context}.toLowerCase() ${sign}== ${text}.toLowerCase())`,
  );
  return runInNewContext(compared, {
    github: {
      ref,
      event_name: event,
      repository: 'acme/platform',
      event: { pull_request: { head: { repo: { full_name: event === 'pull_request' ? head : null } } } },
    },
    env: { KUBESTACK_PACKAGE: 'kubestack.tgz' },
    vars: { KUBESTACK_PACKAGE: 'kubestack.tgz' },
    ...others,
    always: () => true,
    cancelled: () => false,
    startsWith: (text: string, start: string) => text.toLowerCase().startsWith(start.toLowerCase()),
  });
}

/** Whether a pattern matches a name. `*` does not match slashes, but `**` does; `+`, `[…]` and `\` mean the same as in a regular expression. */
function globMatches(pattern: string, name: string): boolean {
  const source = pattern
    .split('**')
    .map(part => part.replace(/[.^${}()|]/g, '\\$&').replaceAll('*', '[^/]*'))
    .join('.*');
  return new RegExp(`^${source}$`).test(name);
}

/** Commands that GitLab CI runs for a ref. */
export function gitlabRun(text: string, ref: Ref, source = 'push'): string[] {
  const pipeline = parse(text) as Record<string, GitlabJob>;
  if (!allowed(pipeline['workflow'], ref, source)) return [];
  return Object.entries(pipeline).flatMap(([name, job]) => {
    if (name.startsWith('.') || !job.script || !allowed(job, ref, source)) return [];
    const parent = job.extends === undefined ? undefined : pipeline[job.extends];
    return [...(job.before_script ?? parent?.before_script ?? []), ...job.script];
  });
}

function allowed(job: GitlabJob | undefined, ref: Ref, source: string): boolean {
  if (!job?.rules) return true;
  const [, kind, name] = /^refs\/(heads|tags)\/(.*)$/.exec(ref) ?? [];
  const variables = {
    $CI_PIPELINE_SOURCE: source,
    $CI_COMMIT_BRANCH: kind === 'heads' ? name : '',
    $CI_COMMIT_TAG: kind === 'tags' ? name : '',
    $CI_OPEN_MERGE_REQUESTS: '',
    $KUBESTACK_TOKEN: '',
  };
  return job.rules.some(rule => {
    const script = rule.if.replaceAll(/(\$\w+)\s*=~\s*(\/[^/]+\/)/g, '$2.test($1)');
    return Boolean(runInNewContext(script, variables));
  });
}

/** Effects of commands on environments, e.g. `["plan ops", "apply ops", "plan apps"]`. Only an apply of the saved plan counts. */
export function effects(commands: readonly string[]): string[] {
  let selected = 'default';
  let saved: string | undefined;
  return commands.flatMap(command => {
    const select = /workspace select (\S+)/.exec(command);
    if (select) {
      selected = select[1] ?? '';
      return [];
    }
    if (/ (?:terraform|tofu) plan /.test(command)) {
      saved = /--out=tfplan/.test(command) ? selected : saved;
      return [`plan ${selected}`];
    }
    if (!/ apply /.test(command)) return [];
    return [`apply ${selected}${saved === selected && command.trim().endsWith(' tfplan') ? '' : ' without its plan'}`];
  });
}
