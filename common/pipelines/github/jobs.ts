/** Determines the jobs of a workflow run. */
import { now } from '../../now';
import { TooMuchError, type PipelineBudget } from '../budget';
import { emptyRecord } from '../commandRun';
import { ROOT } from '../directory';
import type { JobRun } from '../event';
import type { Repository } from '../repository';
import { ShellState } from '../shell/state';
import { and, agreement, type Truth } from '../values/truth';
import {
  dictionary,
  anyOf,
  scalar,
  stringOf,
  unknownValue,
  type Dictionary,
  type PipelineValue,
} from '../values/value';
import { valueOfKey, entriesOfMap, type YamlNode } from '../yaml/tree';
import { githubCondition, type GithubContexts } from './evaluation';
import { combinationsOf, type Combination } from './matrix';
import type { WorkflowStart } from './occasions';
import { conditionText, keysOf, runSteps } from './steps';
import { valueOf } from './values';
import { inputsOf, MAX_JOBS, workflowOf, type Workflow, type WorkflowJob } from './workflow';
import type { StepRunner } from './stepRunner';

/** Maximum number of levels of workflows that call workflows. GitHub allows ten. */
const MAX_DEPTH = 10;

/** A run of a workflow. */
interface WorkflowRun {
  readonly workflow: Workflow;
  readonly occasion: WorkflowStart;
  readonly repository: Repository;
  readonly budget: PipelineBudget;
  /** Prefix of job names, for a called workflow. */
  readonly prefix: string;
  readonly depth: number;
  /** Called if not all jobs are known. */
  readonly incomplete: () => void;
}

/** The result of a job, for jobs that need it. */
interface JobResult {
  readonly happens: Truth;
  readonly outputs: PipelineValue;
}

/** The jobs that run. @throws TooMuchError when there are more than the limit */
export function* runWorkflow(run: WorkflowRun): Generator<undefined, JobRun[]> {
  const { workflow, occasion } = run;
  if (workflow.jobs.length > MAX_JOBS) throw new TooMuchError();
  const results = new Map<string, JobResult>();
  const all: JobRun[] = [];
  for (const job of workflow.jobs) {
    run.budget.spend();
    const needs = needsContext(job, results);
    const contexts = baseContexts(occasion, needs);
    const scope: GithubContexts = { contexts, succeeds: occasion.succeeds };
    const condition = conditionText(valueOfKey(job.node, 'if'));
    const needed = job.needs.map(id => results.get(id)?.happens);
    // A job without a condition runs if all needed jobs have run.
    const isAsking = /\b(?:always|success|failure|cancelled)\s*\(/i.test(condition ?? '');
    const happens = and(
      occasion.happens,
      condition === undefined ? true : githubCondition(condition, scope),
      ...(isAsking ? [] : needed),
    );
    if (happens === false) {
      results.set(job.id, { happens, outputs: dictionary([]) });
      continue;
    }
    const outputs: PipelineValue[] = [];
    const ran: Truth[] = [];
    for (const combination of combinationsFor(job, scope)) {
      const own = { happens: and(happens, combination.happens), combination, contexts };
      ran.push(own.happens);
      outputs.push(yield* runJob(job, own, run, all));
      yield;
    }
    results.set(job.id, {
      happens: and(happens, agreement(ran) ?? (ran.includes(true) ? true : undefined)),
      outputs: anyOf(outputs),
    });
  }
  return all;
}

function combinationsFor({ node }: WorkflowJob, scope: GithubContexts): Combination[] {
  const matrix = valueOfKey(valueOfKey(node, 'strategy'), 'matrix');
  return matrix ? combinationsOf(valueOf(matrix, scope)) : [{ values: dictionary([]), happens: true }];
}

const open = (): Dictionary => dictionary([], 'unknown');

const baseContexts = ({ github, inputs }: WorkflowStart, needs: Dictionary): Map<string, PipelineValue> =>
  new Map<string, PipelineValue>([
    ['github', github],
    ['gitea', github],
    ['forgejo', github],
    ['inputs', inputs],
    ['needs', needs],
    ['vars', open()],
    ['secrets', open()],
    ['runner', dictionary([['os', unknownValue]], 'unknown')],
    ['strategy', open()],
    ['job', open()],
  ]);

function needsContext({ needs }: WorkflowJob, results: ReadonlyMap<string, JobResult>): Dictionary {
  return dictionary(
    needs.map((id): readonly [string, PipelineValue] => {
      const { happens, outputs } = results.get(id) ?? { happens: undefined, outputs: unknownValue };
      const result = happens === undefined ? unknownValue : scalar(happens ? 'success' : 'skipped');
      return [
        id,
        dictionary([
          ['result', result],
          ['outputs', outputs],
        ]),
      ];
    }),
  );
}

interface OneJob {
  readonly happens: Truth;
  readonly combination: Combination;
  readonly contexts: ReadonlyMap<string, PipelineValue>;
}

/** Runs one job of a matrix. @returns its outputs */
function* runJob(
  job: WorkflowJob,
  { happens, combination, contexts }: OneJob,
  run: WorkflowRun,
  all: JobRun[],
): Generator<undefined, PipelineValue> {
  const { workflow, occasion, repository, budget } = run;
  budget.spend();
  const own = new Map<string, PipelineValue>([...contexts, ['matrix', combination.values]]);
  const scope: GithubContexts = { contexts: own, succeeds: occasion.succeeds };
  const uses = valueOfKey(job.node, 'uses');
  const called = uses ? valueOf(uses, scope) : undefined;
  if (called) return yield* callWorkflow(stringOf(called), job, happens, scope, run, all);
  const variables = new Map(predefined(occasion.github));
  for (const level of [workflow.root, job.node])
    for (const [name, node] of entriesOfMap(valueOfKey(level, 'env')))
      variables.set(name, valueOf(node, { ...scope, contexts: new Map([...own, ['env', dictionary(variables)]]) }));
  const record = emptyRecord();
  const folders = { checkout: ROOT };
  const runner: StepRunner = {
    host: {
      record,
      budget,
      depth: { value: 0 },
      checkout: () => folders.checkout,
      read: path => repository.file(path)?.text,
    },
    contexts: own,
    succeeds: occasion.succeeds,
    happens,
    variables,
    variableRanges: new Map(
      [workflow.root, valueOfKey(job.node, 'container'), job.node].flatMap(level => keysOf(valueOfKey(level, 'env'))),
    ),
    isHosted: /^(?:ubuntu|windows|macos)-/.test(stringOf(valueOf(valueOfKey(job.node, 'runs-on'), scope)) ?? ''),
    state: new ShellState({}),
    container: containerOf(valueOfKey(job.node, 'container'), scope),
    defaults: [
      valueOfKey(valueOfKey(job.node, 'defaults'), 'run'),
      valueOfKey(valueOfKey(workflow.root, 'defaults'), 'run'),
    ],
    folders,
    depth: 0,
    readAction: folder =>
      ['action.yml', 'action.yaml']
        .map(name => now(repository.yaml(folder === '' ? name : `${folder}/${name}`))?.[0])
        .find(each => each !== undefined),
  };
  const steps = yield* runSteps(valueOfKey(job.node, 'steps'), runner);
  const environment = valueOfKey(job.node, 'environment');
  all.push({
    file: workflow.file,
    name: run.prefix + job.id,
    range: job.range,
    happens,
    isManual: false,
    environment:
      environment && valueOf(environment.kind === 'map' ? valueOfKey(environment, 'name') : environment, scope),
    needs: job.needs.map(id => run.prefix + id),
    checkout: folders.checkout,
    record,
  });
  const after = { ...scope, contexts: new Map([...own, ['steps', steps], ['env', dictionary(variables)]]) };
  const outputs = entriesOfMap(valueOfKey(job.node, 'outputs'));
  return dictionary(outputs.map(([name, node]) => [name, valueOf(node, after)] as const));
}

function containerOf(node: YamlNode | undefined, scope: GithubContexts): StepRunner['container'] {
  if (!node) return undefined;
  const image = node.kind === 'map' ? valueOfKey(node, 'image') : node;
  if (!image) return undefined;
  const variables = new Map(
    entriesOfMap(valueOfKey(node, 'env')).map(([name, value]) => [name, valueOf(value, scope)] as const),
  );
  const value = valueOf(image, scope);
  // An empty name means no container.
  return stringOf(value) === '' ? undefined : { image: value, variables, range: image };
}

/** The jobs of a reusable workflow, as jobs of the calling workflow. */
function* callWorkflow(
  path: string | undefined,
  job: WorkflowJob,
  happens: Truth,
  scope: GithubContexts,
  run: WorkflowRun,
  all: JobRun[],
): Generator<undefined, PipelineValue> {
  const { repository, occasion, depth } = run;
  const local = /^\.\/(\.(?:github|gitea|forgejo)\/workflows\/[^/@]+\.ya?ml)$/.exec(path ?? '')?.[1];
  const file = local === undefined ? undefined : repository.file(local);
  const workflow = file && workflowOf(file, (yield* repository.yaml(file.path))?.[0]);
  const trigger = workflow?.triggers.find(({ name }) => name === 'workflow_call');
  if (!workflow || !trigger || depth >= MAX_DEPTH) {
    run.incomplete();
    return unknownValue;
  }
  const given = valueOfKey(job.node, 'with');
  const inputs = inputsOf(trigger.settings).map(({ name, type, default: preset }): readonly [string, PipelineValue] => {
    const own = valueOfKey(given, name);
    if (own ?? preset) return [name, valueOf(own ?? preset, scope)];
    return [name, scalar(type === 'boolean' ? false : type === 'number' ? 0 : '')];
  });
  const jobs = yield* runWorkflow({
    ...run,
    workflow,
    occasion: { ...occasion, inputs: dictionary(inputs), happens },
    prefix: `${run.prefix}${job.id} / `,
    depth: depth + 1,
  });
  // A called job needs what the calling job needs.
  const needs = job.needs.map(id => run.prefix + id);
  all.push(...jobs.map(each => ({ ...each, needs: [...each.needs, ...needs] })));
  return unknownValue;
}

/** Default variables of every job. Source: "Default environment variables" of GitHub's documentation. */
function predefined(github: Dictionary): [string, PipelineValue][] {
  const of = (name: string): PipelineValue => github.entries.get(name) ?? unknownValue;
  return [
    ['CI', scalar('true')],
    ['GITHUB_ACTIONS', scalar('true')],
    ['GITHUB_WORKSPACE', scalar(ROOT)],
    ...[
      'ref',
      'ref_name',
      'ref_type',
      'base_ref',
      'head_ref',
      'event_name',
      'sha',
      'run_id',
      'run_number',
      'actor',
      'repository',
      'repository_owner',
      'workflow',
      'run_attempt',
    ].map((name): [string, PipelineValue] => [`GITHUB_${name.toUpperCase()}`, of(name)]),
    ['GITHUB_ENV', scalar('\u0001GITHUB_ENV')],
    ['GITHUB_OUTPUT', scalar('\u0001GITHUB_OUTPUT')],
  ];
}
