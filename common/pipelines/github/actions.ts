/** Steps with `uses`: actions with a known effect on a platform, actions of the repository itself, and all others. */
import { folderFrom, pathInRepository, ROOT } from '../directory';
import { mentionsTerraform } from '../commandRun';
import { ShellState } from '../shell/state';
import { dictionary, nothing, scalar, stringOf, unknownValue, type PipelineValue } from '../values/value';
import { valueOfKey, entriesOfMap, textOf, type YamlNode, type YamlScalar } from '../yaml/tree';
import type { GithubContexts } from './evaluation';
import { inputsOf } from './workflow';
import type { StepRunner } from './stepRunner';
import { valueOf } from './values';

/** Maximum number of levels of actions that use actions. GitHub allows ten. */
const MAX_DEPTH = 10;
/** Actions that only prepare the machine or analyze the code. */
const HARMLESS =
  /^(?:actions|docker|aws-actions|azure|google-github-actions|github|hashicorp\/setup-terraform|opentofu\/setup-opentofu)(?:\/|@|$)|(?:setup|lint|docs|tfsec|checkov|trivy|infracost|cache|comment)/i;

type StepsRunner = (steps: YamlNode | undefined, runner: StepRunner) => Generator<undefined, PipelineValue>;

/** @param runSteps runs the steps of an action that is made of them */
export function* runAction(
  step: YamlNode,
  uses: YamlScalar,
  runner: StepRunner,
  scope: GithubContexts,
  runSteps: StepsRunner,
): Generator<undefined, void> {
  const name = String(uses.value);
  const inputs = valueOfKey(step, 'with');
  const input = (key: string): PipelineValue => valueOf(valueOfKey(inputs, key), scope);
  const note = (): void => void runner.host.record.opaque.push({ happens: runner.happens, range: uses });
  if (name.startsWith('./')) return yield* runLocal(name, uses, inputs, runner, scope, runSteps);
  if (/^(?:https:\/\/[^/]+\/)?actions\/checkout@/.test(name)) {
    // It checks out another repository.
    const folder = folderFrom(scalar(ROOT), valueOfKey(inputs, 'path') ? input('path') : scalar('.'));
    runner.folders.checkout = valueOfKey(inputs, 'repository')
      ? runner.folders.checkout
      : (stringOf(folder) ?? runner.folders.checkout);
    if (valueOfKey(inputs, 'repository') && stringOf(folder) === runner.folders.checkout)
      runner.folders.checkout = '/\u0001other';
    return;
  }
  if (/\bsetup-(?:terraform|opentofu)\b/.test(name))
    runner.host.record.installs.add(name.includes('terraform') ? 'terraform' : 'tofu');
  const [, kind] = /\b(?:terraform|tofu)-(plan|apply|destroy)(?:@|$)/.exec(name) ?? [];
  if (kind !== undefined && /^dflook\//.test(name)) return runTerraformAction(kind, name, uses, input, runner);
  if (/^docker\/build-push-action@/.test(name)) return buildImages(input, runner);
  if (/^docker:\/\//.test(name)) {
    if (mentionsTerraform(textOf(valueOfKey(inputs, 'args')) ?? name)) note();
    return;
  }
  const words = [name, ...entriesOfMap(inputs).map(([key, value]) => `${key} ${textOf(value) ?? ''}`)].join(' ');
  if (mentionsTerraform(words) && !HARMLESS.test(name)) note();
  else if (/\b(?:atlantis|digger|spacelift|env0|terramate)\b/i.test(name)) note();
}

/** `dflook/terraform-plan` and related actions. Source: the actions' own documentation. */
function runTerraformAction(
  command: string,
  name: string,
  uses: YamlScalar,
  input: (key: string) => PipelineValue,
  { host, happens, state }: StepRunner,
): void {
  const workspace = input('workspace');
  const path = input('path');
  host.record.terraform.push({
    program: name.includes('tofu-') ? 'tofu' : 'terraform',
    programRange: undefined,
    command,
    refreshOnly: false,
    planFile: undefined,
    asksInVain: false,
    happens,
    workspace: workspace === nothing ? scalar('default') : workspace,
    directory: folderFrom(scalar(ROOT), path === nothing ? scalar('.') : path),
    container: state.container,
    range: uses,
  });
}

function buildImages(input: (key: string) => PipelineValue, { host, happens }: StepRunner): void {
  const tags = stringOf(input('tags'));
  const context = input('context');
  const folder = folderFrom(
    scalar(ROOT),
    context === nothing || /^(?:https?:|git@|\{\{)/.test(stringOf(context) ?? '') ? scalar('.') : context,
  );
  const file = input('file');
  const dockerfile = file === nothing ? folderFrom(folder, scalar('Dockerfile')) : folderFrom(scalar(ROOT), file);
  const names = tags === undefined ? [input('tags')] : tags.split(/[\n,]/).map(tag => scalar(tag.trim()));
  for (const name of names) host.record.builds.push({ name, dockerfile, happens });
}

/** An action of the repository: the steps of a composite action are followed. */
function* runLocal(
  name: string,
  uses: YamlScalar,
  given: YamlNode | undefined,
  runner: StepRunner,
  scope: GithubContexts,
  runSteps: StepsRunner,
): Generator<undefined, void> {
  const { host, state } = runner;
  const folder = pathInRepository(folderFrom(scalar(runner.folders.checkout), scalar(name)), runner.folders.checkout);
  const action = typeof folder === 'string' && runner.depth < MAX_DEPTH ? runner.readAction(folder) : undefined;
  const runs = valueOfKey(action, 'runs');
  if (textOf(valueOfKey(runs, 'using')) !== 'composite') {
    const isNode = /^node/.test(textOf(valueOfKey(runs, 'using')) ?? '');
    if (!isNode) host.record.opaque.push({ happens: runner.happens, range: uses });
    return;
  }
  const inputs = inputsOf(action).map(({ name: key, default: preset }): readonly [string, PipelineValue] => {
    const own = valueOfKey(given, key);
    return [key, own ? valueOf(own, scope) : valueOf(preset, scope)];
  });
  const contexts = new Map([...scope.contexts, ['inputs', dictionary(inputs)] as const]);
  const machine = new ShellState(state);
  machine.share(state);
  yield* runSteps(valueOfKey(runs, 'steps'), { ...runner, contexts, state: machine, depth: runner.depth + 1 });
  state.share(machine);
  const outputs = entriesOfMap(valueOfKey(action, 'outputs'));
  // The outputs of a composite action are not followed.
  for (const [key] of outputs) state.write('\u0001GITHUB_OUTPUT', key, unknownValue);
}
