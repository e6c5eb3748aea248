/**
 * Parses the command lines of `docker run` and `docker build`, also of podman and nerdctl. Source: `docker run --help`, `docker buildx
 * build --help` (27).
 */
import { folderFrom } from '../directory';
import type { Field } from './expansion';
import { lift, scalar, scalarText, stringOf, unknownValue, type PipelineValue } from '../values/value';

export interface DockerRun {
  readonly image: PipelineValue;
  /** The command in the container; empty if the image defines it. */
  readonly command: readonly Field[];
  readonly entrypoint: PipelineValue | undefined;
  /** The value is undefined if the variable is passed on from outside. */
  readonly variables: readonly {
    readonly name: string;
    readonly value: PipelineValue | undefined;
    readonly field: Field;
  }[];
  /** Whether variables may also come from a file, or from an unknown option. */
  readonly hasOthers: boolean;
  /** Mounts: folders of the machine (relative to the current one) by their path in the container. */
  readonly mounts: readonly { readonly source: PipelineValue; readonly target: PipelineValue }[];
  readonly workdir: PipelineValue | undefined;
}

/** Options of `docker run` without a value. */
const SWITCHES = new Set(
  (
    'rm interactive tty detach init privileged read-only publish-all no-healthcheck oom-kill-disable sig-proxy quiet ' +
    'disable-content-trust help i t d P q'
  ).split(' '),
);

/** @param args after `run` */
export function dockerRun(args: readonly Field[]): DockerRun {
  const variables: { name: string; value: PipelineValue | undefined; field: Field }[] = [];
  const mounts: { source: PipelineValue; target: PipelineValue }[] = [];
  let hasOthers = false;
  let workdir: PipelineValue | undefined;
  let entrypoint: PipelineValue | undefined;
  const take = (name: string, field: Field): void => {
    if (name === 'e' || name === 'env') {
      const variable = assignment(field);
      if (variable) variables.push(variable);
      else hasOthers = true;
    } else if (name === 'env-file') hasOthers = true;
    else if (name === 'v' || name === 'volume') mounts.push(...volume(field.value));
    else if (name === 'mount') mounts.push(...mount(field.value));
    else if (name === 'w' || name === 'workdir') workdir = field.value;
    else if (name === 'entrypoint') entrypoint = field.value;
  };
  let at = 0;
  for (; at < args.length; at++) {
    const field = args[at]!;
    const text = stringOf(field.value) ?? (field.value as { prefix?: string }).prefix;
    if (field.isMany && text === undefined) {
      // After an unknown option, the next argument may be its value and not the image.
      hasOthers = true;
      mounts.push({ source: unknownValue, target: unknownValue });
      continue;
    }
    if (text === undefined || !text.startsWith('-')) break;
    const option = optionOf(field, text);
    if (!option) continue;
    if (option.value) take(option.name, option.value);
    else if (args[at + 1]) take(option.name, args[++at]!);
  }
  return {
    image: args[at]?.value ?? unknownValue,
    command: args.slice(at + 1),
    entrypoint,
    variables,
    hasOthers,
    mounts,
    workdir,
  };
}

/** An option with a value, and the value if it is in the same word; undefined for a flag. */
function optionOf(field: Field, text: string): { name: string; value: Field | undefined } | undefined {
  const part = (from: number): Field => ({
    ...field,
    value: lift([field.value], known => scalar((scalarText(known) ?? '').slice(from))),
  });
  const long = /^--([\w-]+)(=)?/.exec(text);
  if (long) {
    const [whole, name = '', equals] = long;
    if (equals) return { name, value: part(whole.length) };
    return SWITCHES.has(name) ? undefined : { name, value: undefined };
  }
  // `-it`, `-eNAME`, `-e=NAME`.
  for (let at = 1; at < text.length; at++) {
    const name = text[at]!;
    if (SWITCHES.has(name)) continue;
    const from = text[at + 1] === '=' ? at + 2 : at + 1;
    return { name, value: from < text.length || field.value.kind === 'unknown' ? part(from) : undefined };
  }
  return undefined;
}

/** `NAME=value`, `NAME`. */
function assignment(field: Field): { name: string; value: PipelineValue | undefined; field: Field } | undefined {
  const text = stringOf(field.value) ?? (field.value as { prefix?: string }).prefix ?? '';
  const [whole, name, equals] = /^([A-Za-z_]\w*)(=)?/.exec(text) ?? [];
  if (whole === undefined || name === undefined) return undefined;
  if (equals)
    return { name, value: lift([field.value], known => scalar((scalarText(known) ?? '').slice(whole.length))), field };
  return field.value.kind === 'scalar' && whole === text ? { name, value: undefined, field } : undefined;
}

/** `source:target:options`; a named volume is not a folder. */
function volume(value: PipelineValue): { source: PipelineValue; target: PipelineValue }[] {
  const text = stringOf(value);
  if (text === undefined) return [{ source: unknownValue, target: unknownValue }];
  const [source = '', target] = text.split(':');
  if (target === undefined || !/[/.]/.test(source)) return [];
  return [{ source: scalar(source), target: scalar(target) }];
}

/** `type=bind,source=…,target=…` */
function mount(value: PipelineValue): { source: PipelineValue; target: PipelineValue }[] {
  const text = stringOf(value);
  if (text === undefined) return [{ source: unknownValue, target: unknownValue }];
  const [, source] = /(?:^|,)(?:source|src)=([^,]*)/.exec(text) ?? [];
  const [, target] = /(?:^|,)(?:target|destination|dst)=([^,]*)/.exec(text) ?? [];
  return source === undefined || target === undefined || !/[/.]/.test(source)
    ? []
    : [{ source: scalar(source), target: scalar(target) }];
}

/**
 * The folder of the machine that a container works in.
 * @param current folder of the machine
 */
export function directoryInContainer({ mounts, workdir }: DockerRun, current: PipelineValue): PipelineValue {
  // A mounted socket is not a working directory.
  const folders = mounts.filter(({ source }) => !/\.sock$/.test(stringOf(source) ?? ''));
  const [only] = folders;
  // Kubestack's images work in the folder at which the repository is mounted.
  if (workdir === undefined) return folders.length === 1 && only ? folderFrom(current, only.source) : unknownValue;
  const path = stringOf(folderFrom(scalar('/'), workdir));
  if (path === undefined) return unknownValue;
  let best: { source: PipelineValue; rest: string; length: number } | undefined;
  for (const { source, target } of folders) {
    const at = stringOf(folderFrom(scalar('/'), target));
    if (at === undefined) return unknownValue;
    const isIn = path === at || path.startsWith(at === '/' ? '/' : `${at}/`);
    if (isIn && (!best || at.length > best.length)) best = { source, rest: path.slice(at.length), length: at.length };
  }
  return best ? folderFrom(folderFrom(current, best.source), scalar(`./${best.rest}`)) : unknownValue;
}

export interface DockerBuild {
  readonly names: readonly PipelineValue[];
  /** Relative to the current folder. */
  readonly dockerfile: PipelineValue;
}

/** @param args after `build` */
export function dockerBuild(args: readonly Field[], current: PipelineValue): DockerBuild {
  const names: PipelineValue[] = [];
  let file: PipelineValue | undefined;
  let context: PipelineValue | undefined;
  for (let at = 0; at < args.length; at++) {
    const { value } = args[at]!;
    const text = stringOf(value) ?? (value as { prefix?: string }).prefix ?? '';
    const [whole, name, equals] = /^(--?[\w-]+)(=)?/.exec(text) ?? [];
    if (whole === undefined) {
      context = value;
      continue;
    }
    const isValue = equals !== undefined;
    const given = isValue
      ? lift([value], known => scalar((scalarText(known) ?? '').slice(whole.length)))
      : args[at + 1]?.value;
    if (!isValue && !BUILD_SWITCHES.has(name ?? '')) at++;
    if (name === '-t' || name === '--tag') names.push(given ?? unknownValue);
    if (name === '-f' || name === '--file') file = given;
  }
  const folder = folderFrom(current, context ?? unknownValue);
  return { names, dockerfile: file ? folderFrom(current, file) : folderFrom(folder, scalar('Dockerfile')) };
}

const BUILD_SWITCHES = new Set([
  ...[
    '--no-cache',
    '--pull',
    '--push',
    '--load',
    '--quiet',
    '-q',
    '--rm',
    '--force-rm',
    '--squash',
    '--compress',
    '--debug',
    '-D',
    '--check',
  ],
]);
