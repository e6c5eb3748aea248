/** Determines the jobs of a GitLab pipeline run. */
import { MAX_SCRIPT_STEPS, TooMuchError, type PipelineBudget } from '../budget';
import { emptyRecord, type ContainerRun } from '../commandRun';
import { ROOT } from '../directory';
import type { JobRun } from '../event';
import type { Repository } from '../repository';
import type { Script, ShellHost } from '../shell/host';
import { runShell } from '../shell/run';
import { ShellState } from '../shell/state';
import { and, type Truth } from '../values/truth';
import {
  nothing,
  anyOf,
  scalar,
  unknownValue,
  type TextOrigin,
  type OriginList,
  type PipelineValue,
} from '../values/value';
import { rangeInScalar } from '../yaml/scalarSource';
import { valueOfKey, entriesOfMap, itemsOfList, textOf, type YamlNode, type YamlScalar } from '../yaml/tree';
import { pipelineConfiguration, jobsOf, resolved, type Configuration, type GitlabJob } from './configuration';
import type { PipelineStart } from './occasions';
import { byRules, inclusionOf, type Inclusion } from './rules';
import { VariableExpander } from './variables';

/** Maximum number of jobs that are analyzed. */
const MAX_JOBS = 1_000;
/** GitLab's limits: 200 jobs of one matrix, two levels of child pipelines. */
const MAX_PARALLEL = 200;
const MAX_DEPTH = 2;

interface GitlabRun {
  readonly configuration: Configuration;
  readonly occasion: PipelineStart;
  readonly repository: Repository;
  readonly budget: PipelineBudget;
  readonly depth: number;
  /** Variables from the parent pipeline. */
  readonly given: ReadonlyMap<string, PipelineValue>;
  readonly happens: Truth;
  readonly incomplete: () => void;
}

type Variables = ReadonlyMap<string, PipelineValue>;

/** The jobs that run. @throws TooMuchError when there are more than the limit */
export function* runPipeline(run: GitlabRun): Generator<undefined, JobRun[]> {
  const { configuration, occasion, budget } = run;
  const { root } = configuration;
  if (!configuration.isComplete) run.incomplete();
  const jobs = jobsOf(configuration, budget);
  if (jobs.length > MAX_JOBS) throw new TooMuchError();
  yield;
  const common = new Map<string, PipelineValue>([
    ...declared(valueOfKey(root, 'variables')),
    ...run.given,
    ...occasion.variables,
  ]);
  const rules = valueOfKey(valueOfKey(root, 'workflow'), 'rules');
  const workflow = rules ? byRules(rules, 'always', occasion, readerOf(common, budget)) : undefined;
  for (const [name, value] of chosen(workflow, common)) common.set(name, value);
  const happens = and(run.happens, workflow ? workflow.happens : true);
  if (happens === false) return [];
  const all: JobRun[] = [];
  for (const job of jobs) yield* runJob(job, common, happens, run, all);
  return all;
}

/** The variables that rules set; several values if it is unknown which rule applies. */
function chosen(inclusion: Inclusion | undefined, before: Variables): [string, PipelineValue][] {
  const all = inclusion?.variables ?? [];
  const names = new Set(all.flatMap(each => [...each.keys()]));
  return [...names].map(name => {
    const values = all.map(each => (each.has(name) ? valueOf(each.get(name)) : (before.get(name) ?? unknownValue)));
    return [name, anyOf(values)];
  });
}

/** The value of a variable in a rule: the project's settings may override it. */
const readerOf =
  (variables: Variables, budget: PipelineBudget) =>
  (name: string): PipelineValue => {
    const value = variables.get(name) ?? unknownValue;
    // Comparing a long value with a pattern takes long.
    if (value.kind === 'scalar') budget.spend(String(value.value).length / 10);
    // Whether nested variables are expanded here depends on GitLab's release.
    return value.kind === 'scalar' && String(value.value).includes('$') ? unknownValue : value;
  };

function* runJob(
  job: GitlabJob,
  common: Variables,
  happens: Truth,
  run: GitlabRun,
  all: JobRun[],
): Generator<undefined, void> {
  run.budget.spend(1 + common.size / 10);
  if (!job.isComplete) run.incomplete();
  const inherit = valueOfKey(valueOfKey(job.node, 'inherit'), 'variables');
  const inherited = [...common].filter(
    ([name]) =>
      !inherit ||
      run.occasion.variables.has(name) ||
      (inherit.kind === 'list'
        ? itemsOfList(inherit).some(each => textOf(each) === name)
        : textOf(inherit) !== 'false'),
  );
  const own = new Map([...inherited, ...declared(valueOfKey(job.node, 'variables'))]);
  for (const variables of parallelOf(job)) {
    const ofJob = variables ? new Map([...own, ...variables]) : own;
    const node = { ...job.node, entries: new Map(job.node.entries) };
    const { root } = run.configuration;
    const rules = resolved(valueOfKey(job.node, 'rules'), root, run.budget);
    if (rules && job.node.entries.get('rules'))
      node.entries.set('rules', { ...job.node.entries.get('rules')!, value: rules });
    const inclusion = inclusionOf(node, run.occasion, readerOf(ofJob, run.budget));
    const included = and(
      happens,
      job.isComplete ? inclusion.happens : and(inclusion.happens, undefined),
      variables === undefined ? undefined : true,
    );
    if (included === false) continue;
    for (const [name, value] of chosen(inclusion, ofJob)) ofJob.set(name, value);
    const started = { happens: included, isManual: inclusion.isManual };
    if (valueOfKey(job.node, 'trigger')) yield* startChild(job, ofJob, started.happens, run, all);
    else all.push(yield* jobRun(job, ofJob, started, run));
    yield;
  }
}

/** The variables of each job of a matrix. @returns a single undefined if there are too many jobs */
function parallelOf({ node }: GitlabJob): (Map<string, PipelineValue> | undefined)[] {
  const matrix = valueOfKey(valueOfKey(node, 'parallel'), 'matrix');
  if (matrix?.kind !== 'list') return [new Map()];
  const rows: Map<string, PipelineValue>[] = [];
  for (const entry of matrix.items) {
    let own: Map<string, PipelineValue>[] = [new Map<string, PipelineValue>()];
    for (const [name, values] of entriesOfMap(entry)) {
      const items = itemsOfList(values);
      if (own.length * items.length > MAX_PARALLEL) return [undefined];
      own = own.flatMap(row => items.map(item => new Map([...row, [name, itemValue(item, values)] as const])));
    }
    rows.push(...own);
    if (rows.length > MAX_PARALLEL) return [undefined];
  }
  return rows;
}

function itemValue(item: YamlNode, list: YamlNode): PipelineValue {
  const text = textOf(item);
  if (text === undefined || item.kind !== 'scalar') return unknownValue;
  const within: OriginList | undefined =
    list.kind === 'list' ? { file: list.file, start: list.start, end: list.end, items: list.items } : undefined;
  return scalar(text, { ...originOf(item), ...(within ? { list: within } : {}) });
}

/** The source range of a scalar's text, without its quotes. */
function originOf(node: YamlScalar): TextOrigin {
  const { file, start, end } = node;
  const isQuoted = /^["']/.test(file.text.slice(start, start + 1)) && end - start >= 2;
  return isQuoted ? { file, start: start + 1, end: end - 1 } : { file, start, end };
}

function valueOf(value: YamlNode | undefined): PipelineValue {
  const node = value?.kind === 'map' ? valueOfKey(value, 'value') : value;
  const text = textOf(node);
  if (text === undefined || node?.kind !== 'scalar')
    return node === undefined || node.kind === 'scalar' ? scalar('') : unknownValue;
  return scalar(text, originOf(node));
}

const declared = (node: YamlNode | undefined): [string, PipelineValue][] =>
  entriesOfMap(node).map(([name, value]) => [name, valueOf(value)]);

/** A child pipeline from files of the repository; other child pipelines are unknown. */
function* startChild(
  job: GitlabJob,
  variables: Variables,
  happens: Truth,
  run: GitlabRun,
  all: JobRun[],
): Generator<undefined, void> {
  const include = valueOfKey(valueOfKey(job.node, 'trigger'), 'include');
  const local = include?.kind === 'list' && include.items.length === 1 ? include.items[0] : include;
  const path = textOf(local) ?? textOf(valueOfKey(local, 'local'));
  const file = path === undefined ? undefined : run.repository.file(path.replace(/^\/+/, ''));
  const configuration = file && run.depth < MAX_DEPTH ? yield* pipelineConfiguration(file, run.repository) : undefined;
  if (!configuration) return run.incomplete();
  run.budget.spend(configuration.merged / 20);
  const predefined = new Map([...run.occasion.variables, ['CI_PIPELINE_SOURCE', scalar('parent_pipeline')] as const]);
  const given = new Map([...variables].filter(([name]) => !predefined.has(name)));
  const occasion: PipelineStart = { ...run.occasion, source: scalar('parent_pipeline'), variables: predefined };
  const jobs = yield* runPipeline({ ...run, configuration, occasion, given, happens, depth: run.depth + 1 });
  all.push(...jobs.map(each => ({ ...each, name: `${job.name} / ${each.name}` })));
}

function* jobRun(
  { name, key, node }: GitlabJob,
  variables: Map<string, PipelineValue>,
  { happens, isManual }: { happens: Truth; isManual: boolean },
  run: GitlabRun,
): Generator<undefined, JobRun> {
  const { repository, budget, configuration } = run;
  const record = emptyRecord();
  const host: ShellHost = {
    record,
    budget,
    depth: { value: 0 },
    checkout: () => ROOT,
    read: path => repository.file(path)?.text,
  };
  const expander = new VariableExpander(variables);
  const expanded = expander.all();
  const image = valueOfKey(node, 'image');
  const container = image && containerOf(image, variables, expander, happens);
  if (container) record.containers.push(container);
  const hasLeftovers = ['cache', 'dependencies', 'artifacts'].some(each => valueOfKey(node, each) !== undefined);
  const machine = (): ShellState =>
    new ShellState({
      variables: expanded,
      directory: scalar(ROOT),
      container,
      unselected: hasLeftovers ? unknownValue : nothing,
    });
  function* script(state: ShellState, keyword: string): Generator<undefined, void> {
    for (const line of itemsOfList(resolved(valueOfKey(node, keyword), configuration.root, budget))) {
      if (line.kind !== 'scalar' || state.exit) continue;
      budget.spend(1 + String(line.value).length / 50);
      budget.within(MAX_SCRIPT_STEPS, () => void runShell(scriptOf(line), state, happens, host));
      yield;
    }
  }
  const main = machine();
  yield* script(main, 'before_script');
  yield* script(main, 'script');
  const after = machine();
  after.share(main);
  yield* script(after, 'after_script');
  const environment = valueOfKey(node, 'environment');
  const environmentName = textOf(environment?.kind === 'map' ? valueOfKey(environment, 'name') : environment);
  return {
    file: key.file,
    name,
    range: key,
    happens,
    isManual,
    environment: environmentName === undefined ? undefined : expander.expand(scalar(environmentName)),
    needs: itemsOfList(valueOfKey(node, 'needs')).flatMap(
      each => textOf(each) ?? textOf(valueOfKey(each, 'job')) ?? [],
    ),
    checkout: ROOT,
    record,
  };
}

function containerOf(
  image: YamlNode,
  variables: Variables,
  expander: VariableExpander,
  happens: Truth,
): ContainerRun | undefined {
  const name = textOf(image.kind === 'map' ? valueOfKey(image, 'name') : image);
  if (name === undefined) return undefined;
  return {
    image: expander.expand(scalar(name)),
    variables: expander.all(),
    hasOthers: 'project',
    outside: new Map(),
    variableRanges: new Map(
      [...variables].flatMap(([name, value]) =>
        value.kind === 'scalar' && value.origin ? [[name, value.origin] as const] : [],
      ),
    ),
    happens,
    directory: scalar(ROOT),
    range: image,
  };
}

const scriptOf = (node: YamlScalar): Script => ({
  text: String(node.value),
  embedded: new Map(),
  locate: (start, end) => rangeInScalar(node, start, end),
});
