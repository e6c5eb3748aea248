/** Runs the steps of a job or of a composite action in order. */
import { MAX_SCRIPT_STEPS } from '../budget';
import type { ContainerRun } from '../commandRun';
import { folderFrom, ROOT } from '../directory';
import type { Script } from '../shell/host';
import { mentionsTerraform } from '../commandRun';
import { runShell } from '../shell/run';
import { ShellState, systemFile } from '../shell/state';
import type { Embedded } from '../shell/tree';
import { and, type Truth } from '../values/truth';
import { dictionary, nothing, anyOf, scalar, unknownValue, type PipelineValue } from '../values/value';
import { rangeInScalar } from '../yaml/scalarSource';
import {
  valueOfKey,
  entriesOfMap,
  itemsOfList,
  textOf,
  type TextRange,
  type YamlNode,
  type YamlScalar,
} from '../yaml/tree';
import { runAction } from './actions';
import { evaluateGithub, githubCondition, type GithubContexts } from './evaluation';
import { templateParts } from './expression';
import { valueOf } from './values';
import type { StepRunner } from './stepRunner';

/** Runs steps, with a pause after each. @returns their outputs, as the context `steps` */
export function* runSteps(steps: YamlNode | undefined, runner: StepRunner): Generator<undefined, PipelineValue> {
  const outputs = new Map<string, PipelineValue>();
  let hasFailed = false;
  for (const step of itemsOfList(steps)) {
    runner.host.budget.spend();
    if (step.kind !== 'map') continue;
    const context = dictionary(outputs);
    const contexts = new Map([
      ...runner.contexts,
      ['steps', context] as const,
      ['env', envContext(runner.variables)] as const,
    ]);
    const scope: GithubContexts = { contexts, succeeds: runner.succeeds };
    const condition = conditionText(valueOfKey(step, 'if'));
    // After a failed step, only steps run whose condition checks the status.
    const isAsking = /\b(?:always|failure|cancelled)\s*\(/i.test(condition ?? '');
    const holds = and(
      condition === undefined ? true : githubCondition(condition, scope),
      hasFailed && !isAsking ? false : true,
    );
    if (holds === false) continue;
    const ends = holds === true ? runner.state : runner.state.clone();
    ends.written.delete(systemFile('GITHUB_OUTPUT'));
    const exit = yield* runStep(step, { ...runner, happens: and(runner.happens, holds), state: ends }, scope);
    if (holds === true && exit === 'failure' && valueOfKey(step, 'continue-on-error') === undefined) hasFailed = true;
    const own = ends.written.get(systemFile('GITHUB_OUTPUT'));
    const id = textOf(valueOfKey(step, 'id'));
    if (id !== undefined)
      outputs.set(id, stepContext(own, and(holds, runner.succeeds), valueOfKey(step, 'uses') !== undefined));
    takeVariables(runner, ends, holds);
    if (ends !== runner.state) runner.state.take(ShellState.join([runner.state, ends]));
    yield;
  }
  return dictionary(outputs);
}

/** Positions of the values of a map. */
export const keysOf = (node: YamlNode | undefined): [string, TextRange][] =>
  node?.kind === 'map' ? [...node.entries].map(([name, { key }]) => [name, key]) : [];

/** Evaluates a boolean: `true` or `${{ … }}`. */
export const conditionText = (node: YamlNode | undefined): string | undefined =>
  node?.kind === 'scalar' && node.value !== null && node.value !== '' ? String(node.value) : undefined;

/** The context `env`. Variables of the machine are not part of it. */
const envContext = (variables: ReadonlyMap<string, PipelineValue>): PipelineValue => dictionary(variables, 'none');

/** @param succeeds whether the step runs and succeeds */
function stepContext(
  written: ReadonlyMap<string, PipelineValue> | undefined,
  succeeds: Truth,
  isAction: boolean,
): PipelineValue {
  const isOpen = isAction || written?.has('') === true;
  const outputs = new Map<string, PipelineValue>();
  // A plan with `-detailed-exitcode` that found changes.
  outputs.set('exitcode', succeeds === true ? scalar('2') : unknownValue);
  for (const [name, value] of written ?? []) outputs.set(name, succeeds === false ? unknownValue : value);
  const result = succeeds === true ? scalar('success') : unknownValue;
  return dictionary([
    ['outputs', dictionary(outputs, isOpen ? 'unknown' : 'none')],
    ['outcome', result],
    ['conclusion', result],
  ]);
}

/** Variables that the step has written to `GITHUB_ENV` are set from the next step on. */
function takeVariables({ variables }: StepRunner, { written }: ShellState, holds: Truth): void {
  const values = written.get(systemFile('GITHUB_ENV'));
  for (const [name, value] of values ?? [])
    // Something was written, and nobody knows what: also the workspace may be among it.
    if (name === '') variables.set('TF_WORKSPACE', unknownValue).set('', unknownValue);
    else variables.set(name, holds === true ? value : anyOf([variables.get(name) ?? unknownValue, value]));
}

function* runStep(step: YamlNode, runner: StepRunner, scope: GithubContexts): Generator<undefined, ShellState['exit']> {
  const { host, state } = runner;
  const variables = new Map(runner.variables);
  for (const [name, node] of entriesOfMap(valueOfKey(step, 'env'))) variables.set(name, valueOf(node, scope));
  const ranges = new Map([...runner.variableRanges, ...keysOf(valueOfKey(step, 'env'))]);
  const own = new Map([...scope.contexts, ['env', envContext(variables)] as const]);
  const inner = { ...scope, contexts: own };
  host.budget.spend((variables.size + own.size) / 20);
  const uses = valueOfKey(step, 'uses');
  if (uses?.kind === 'scalar') {
    yield* runAction(step, uses, { ...runner, variables }, inner, runSteps);
    return undefined;
  }
  const run = valueOfKey(step, 'run');
  if (run?.kind !== 'scalar' || run.value === null) return undefined;
  const script = scriptOf(run, inner);
  host.budget.spend(script.text.length / 50);
  const shellName = textOf(valueOfKey(step, 'shell')) ?? defaultOf(runner, 'shell');
  if (shellName !== undefined && !/^(?:\S*\/)?(?:ba|a|da|z)?sh\b/.test(shellName.trim())) {
    if (mentionsTerraform(script.text)) host.record.opaque.push({ happens: runner.happens, range: run });
    return undefined;
  }
  const directory = valueOf(valueOfKey(step, 'working-directory') ?? defaultNode(runner, 'working-directory'), inner);
  const machine = state.clone();
  machine.exit = undefined;
  machine.variables = variables;
  machine.directory = directory === nothing ? scalar(ROOT) : folderFrom(scalar(ROOT), directory);
  machine.isClosed = runner.isHosted && !variables.has('');
  machine.container = containerOf(runner, variables, ranges, machine.directory);
  host.budget.within(MAX_SCRIPT_STEPS, () => void runShell(script, machine, runner.happens, host));
  state.share(machine);
  return machine.exit;
}

/** The container of the job, with the variables of a step. */
function containerOf(
  { container, happens, host }: StepRunner,
  variables: ReadonlyMap<string, PipelineValue>,
  variableRanges: ReadonlyMap<string, TextRange>,
  directory: PipelineValue,
): ContainerRun | undefined {
  if (!container) return undefined;
  const { image, range } = container;
  const all = new Map([...container.variables, ...variables]);
  const run = { image, variables: all, hasOthers: false, outside: all, variableRanges, happens, directory, range };
  host.record.containers.push(run);
  return run;
}

const defaultNode = ({ defaults }: StepRunner, name: string): YamlNode | undefined =>
  defaults.map(each => valueOfKey(each, name)).find(each => each !== undefined);

function defaultOf(runner: StepRunner, name: string): string | undefined {
  return textOf(defaultNode(runner, name));
}

/** A script with its expressions replaced by their values. */
function scriptOf(node: YamlScalar, scope: GithubContexts): Script {
  const text = String(node.value);
  const embedded = new Map<number, { end: number; value: PipelineValue }>();
  if (text.includes('${{'))
    for (const part of templateParts(text))
      if (part.kind === 'expression')
        embedded.set(part.start, { end: part.end, value: evaluateGithub(part.expression, scope) });
  return { text, embedded: embedded satisfies Embedded, locate: (start, end) => rangeInScalar(node, start, end) };
}
