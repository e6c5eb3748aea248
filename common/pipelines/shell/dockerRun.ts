/** Containers that a script starts, and the commands in them. */
import type { ContainerRun } from '../commandRun';
import { directoryInContainer, dockerBuild, dockerRun, type DockerRun } from './dockerArguments';
import type { Field } from './expansion';
import {
  argumentsMentionTerraform,
  opaque,
  rangeOfWord,
  type Invocation,
  type RunningShell,
  type Status,
} from './host';
import { ShellState } from './state';
import { nothing, scalar, stringOf, unknownValue, type PipelineValue } from '../values/value';

/** `docker …` @param args after `docker` */
export function runDocker(args: readonly Field[], invocation: Invocation, shell: RunningShell): Status {
  const words = args
    .filter(({ value }) => !(stringOf(value) ?? '').startsWith('-'))
    .map(({ value }) => stringOf(value));
  const first = args.findIndex(({ value }) => !(stringOf(value) ?? '').startsWith('-'));
  const [group, action] = words;
  const isGrouped = ['container', 'image', 'buildx', 'builder'].includes(group ?? '');
  const rest = args.slice(first + (isGrouped ? 2 : 1));
  const verb = isGrouped ? action : group;
  if (verb === 'run' || verb === 'create') return startContainer(dockerRun(rest), invocation, shell);
  if (verb === 'build') {
    const { names, dockerfile } = dockerBuild(rest, shell.state.directory);
    for (const name of names) shell.host.record.builds.push({ name, dockerfile, happens: invocation.happens });
    return 'expected';
  }
  // Commands in a running container, and services of a compose file, are unknown.
  if (verb === undefined || argumentsMentionTerraform(rest)) opaque(invocation, shell);
  return 'expected';
}

function startContainer(run: DockerRun, invocation: Invocation, shell: RunningShell): Status {
  const { state, host, script } = shell;
  const variables = new Map<string, PipelineValue>();
  const variableRanges = new Map<string, ReturnType<typeof rangeOfWord>>();
  for (const { name, value, field } of run.variables) {
    // docker ignores a variable without a value that is not set outside.
    variables.set(name, value ?? state.variables.get(name) ?? (state.isClosed ? nothing : unknownValue));
    variableRanges.set(name, script.locate(field.start, field.end));
  }
  const container: ContainerRun = {
    image: run.image,
    variables,
    hasOthers: run.hasOthers,
    outside: state.variables,
    variableRanges,
    happens: invocation.happens,
    directory: directoryInContainer(run, state.directory),
    range: rangeOfWord(invocation, shell),
  };
  host.record.containers.push(container);
  const command = commandIn(run);
  if (command.length === 0) return 'expected';
  host.budget.spend(variables.size + 1);
  const { unselected } = state;
  const own = new ShellState({ variables, directory: container.directory, container, unselected });
  own.share(state);
  if (run.hasOthers && !variables.has('TF_WORKSPACE')) own.variables.set('TF_WORKSPACE', unknownValue);
  const status = shell.runOn(own, { ...invocation, fields: command });
  state.share(own);
  return status;
}

/** The command, preceded by the image's entry point. */
function commandIn({ image, command, entrypoint }: DockerRun): readonly Field[] {
  const [first] = command;
  const program = entrypoint ?? programOfImage(image);
  if (!program || stringOf(program) === '') return command;
  const at = first?.start ?? 0;
  return [{ value: program, start: at, end: at, isMany: false }, ...command];
}

/** Images whose entry point is terraform or tofu. */
function programOfImage(image: PipelineValue): PipelineValue | undefined {
  const name = stringOf(image) ?? (image as { prefix?: string }).prefix ?? '';
  if (/(?:^|\/)hashicorp\/terraform(?:[:@]|$)/.test(name)) return scalar('terraform');
  return /(?:^|\/)opentofu\/opentofu(?:[:@]|$)/.test(name) ? scalar('tofu') : undefined;
}
