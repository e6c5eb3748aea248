/** The effects of a script's commands: shell builtins, terraform, and programs that run other programs. */
import { mentionsTerraform } from '../commandRun';
import { folderFrom, pathInRepository } from '../directory';
import { runDocker } from './dockerRun';
import type { Field } from './expansion';
import { isFilled } from './test';
import {
  argumentsMentionTerraform,
  argumentVariables,
  opaque,
  rangeOfWord,
  type Invocation,
  type RunningShell,
  type Status,
} from './host';
import {
  CONTAINERS,
  FILE_COMMANDS,
  INTERPRETERS,
  mayRunPrograms,
  OTHER_RUNNERS,
  QUESTIONS,
  SHELLS,
  TASK_FILES,
  WRAPPERS,
} from './programs';
import { systemFile } from './state';
import { terraformCall } from './terraformArguments';
import {
  concatenated,
  lift,
  nothing,
  scalar,
  scalarText,
  stringOf,
  unknownValue,
  type PipelineValue,
} from '../values/value';
import type { TextRange } from '../yaml/tree';

/** Runs one command. */
export function runCommand(invocation: Invocation, shell: RunningShell): Status {
  const { fields } = invocation;
  const [first, ...args] = fields;
  if (!first) return 'yes';
  const text = first.isMany ? undefined : stringOf(first.value);
  if (text === undefined) {
    opaque(invocation, shell);
    return 'unknown';
  }
  const name = text.slice(text.lastIndexOf('/') + 1);
  const inner = (rest: readonly Field[]): Status => runCommand({ ...invocation, fields: rest }, shell);
  if (name === 'terraform' || name === 'tofu') return runTerraform(name, first, args, invocation, shell);
  if (CONTAINERS.has(name)) return runDocker(args, invocation, shell);
  if (WRAPPERS.has(name)) return inner(withoutOptions(args));
  if (name === 'timeout') return inner(withoutOptions(args).slice(1));
  if (name === 'env') return runEnv(args, invocation, shell);
  const builtin = runBuiltin(name, args, invocation, shell);
  if (builtin) return builtin;
  if (SHELLS.has(name)) return runNestedShell(args, invocation, shell);
  if (text.includes('/') && !text.startsWith('/')) return runScriptFile(scalar(text), args, invocation, shell);
  if (FILE_COMMANDS.has(name)) {
    if (argumentsMentionTerraform(args)) shell.host.record.installs.add('terraform');
    return QUESTIONS.has(name) ? 'unknown' : 'expected';
  }
  if (INTERPRETERS.has(name) || OTHER_RUNNERS.has(name) || TASK_FILES.has(name) || argumentsMentionTerraform(args)) {
    if (!isHarmless(name, args, shell)) opaque(invocation, shell);
    return 'expected';
  }
  return QUESTIONS.has(name) ? 'unknown' : 'expected';
}

function runTerraform(
  program: 'terraform' | 'tofu',
  name: Field,
  args: readonly Field[],
  invocation: Invocation,
  shell: RunningShell,
): Status {
  const { state, script, host } = shell;
  const call = terraformCall(args);
  const directory = call.folder ? folderFrom(state.directory, call.folder) : state.directory;
  const located = call.workspace ? locatedAt(call.workspace, args, shell) : undefined;
  if (located && (call.command === 'workspace select' || call.command === 'workspace new'))
    state.select(directory, located);
  const variable = state.variables.get('TF_WORKSPACE') ?? nothing;
  const isSet = variable === nothing ? false : isFilled(variable);
  const selected = state.selectedIn(directory);
  host.record.terraform.push({
    program,
    programRange: name.end - name.start >= program.length ? programRange(name, program, shell) : undefined,
    command: call.command,
    refreshOnly: call.refreshOnly,
    planFile: call.planFile,
    asksInVain: call.asksInVain,
    happens: invocation.happens,
    workspace: isSet ? variable : isSet === undefined ? unknownValue : selected,
    directory,
    container: state.container,
    range: rangeOfWord(invocation, shell),
  });
  if (call.command === '')
    host.record.opaque.push({ happens: invocation.happens, range: script.locate(name.start, name.end) });
  return 'expected';
}

/** The program's name as written, without the path before it. */
function programRange({ start, end }: Field, program: string, { script }: RunningShell): TextRange | undefined {
  const written = script.text.slice(start, end).replace(/["']$/, '');
  return written.endsWith(program)
    ? script.locate(start + written.length - program.length, start + written.length)
    : undefined;
}

/** The value of an argument; it has the argument's position if it has none of its own. */
function locatedAt(value: PipelineValue, args: readonly Field[], shell: RunningShell): PipelineValue {
  const field = args.find(each => each.value === value);
  if (value.kind !== 'scalar' || value.origin || !field) return value;
  return scalar(value.value, shell.script.locate(field.start, field.end));
}

/** `env NAME=value command …` */
function runEnv(args: readonly Field[], invocation: Invocation, shell: RunningShell): Status {
  const rest = withoutOptions(args);
  const [next] = rest;
  const [whole, name] = /^([A-Za-z_]\w*)=/.exec(stringOf(next?.value) ?? '') ?? [];
  if (!next || whole === undefined || name === undefined) return runCommand({ ...invocation, fields: rest }, shell);
  const before = shell.state.variables.get(name);
  shell.state.variables.set(
    name,
    scalar((stringOf(next.value) ?? '').slice(whole.length), shell.script.locate(next.start + whole.length, next.end)),
  );
  const status = runEnv(rest.slice(1), invocation, shell);
  if (before) shell.state.variables.set(name, before);
  else shell.state.variables.delete(name);
  return status;
}

/** The shell's builtins. @returns undefined for other commands */
function runBuiltin(
  name: string,
  args: readonly Field[],
  invocation: Invocation,
  shell: RunningShell,
): Status | undefined {
  const { state } = shell;
  switch (name) {
    case 'cd':
    case 'pushd': {
      const [target] = withoutOptions(args);
      state.directory = target
        ? folderFrom(state.directory, target.isMany ? unknownValue : target.value)
        : unknownValue;
      return 'expected';
    }
    case 'popd':
      state.directory = unknownValue;
      return 'expected';
    case 'export':
    case 'declare':
    case 'local':
    case 'readonly':
    case 'typeset':
      for (const field of withoutOptions(args)) assign(field, shell);
      return 'yes';
    case 'unset':
      for (const { value } of withoutOptions(args)) state.variables.set(stringOf(value) ?? '', nothing);
      return 'yes';
    case 'exit':
    case 'return':
      state.exit = /^0*$/.test(stringOf(args[0]?.value) ?? '') ? 'success' : 'failure';
      return 'unknown';
    case 'true':
    case ':':
    case 'set':
    case 'shopt':
      return 'yes';
    case 'trap':
      if (args.some(({ value }) => mayRunPrograms(stringOf(value) ?? name))) opaque(invocation, shell);
      return 'yes';
    case 'false':
      return 'no';
    case 'echo':
    case 'printf':
      write(args, invocation, shell);
      return 'yes';
    case 'source':
    case '.':
      return args[0] ? runScriptFile(args[0].value, args.slice(1), invocation, shell, true) : 'unknown';
    default:
      return undefined;
  }
}

function assign({ value, start, end }: Field, shell: RunningShell): void {
  const text = stringOf(value) ?? (value as { prefix?: string }).prefix;
  const [whole, name] = /^([A-Za-z_]\w*)=/.exec(text ?? '') ?? [];
  if (whole === undefined || name === undefined) return;
  const rest = stringOf(value)?.slice(whole.length);
  const at = rest === undefined ? -1 : shell.script.text.slice(start, end).lastIndexOf(rest);
  const origin =
    rest !== undefined && at >= whole.length ? shell.script.locate(start + at, start + at + rest.length) : undefined;
  shell.state.variables.set(
    name,
    rest === undefined
      ? lift([value], known => scalar((scalarText(known) ?? '').slice(whole.length)))
      : scalar(rest, origin),
  );
}

/** `echo "NAME=value" >> "$GITHUB_ENV"`, and the older `echo "::set-output name=x::value"`. */
function write(args: readonly Field[], { targets }: Invocation, shell: RunningShell): void {
  const parts = withoutOptions(args).flatMap(({ value }, index) => (index === 0 ? [value] : [scalar(' '), value]));
  const content = concatenated(parts.length > 0 ? parts : [scalar('')]);
  const file = targets.map(({ value }) => stringOf(value)).find(target => target?.startsWith('\u0001'));
  const text = stringOf(content) ?? (content as { prefix?: string }).prefix ?? '';
  const [, output] = /^::set-output name=([\w-]+)::/.exec(text) ?? [];
  const [, assigned] = /^([\w-]+)=/.exec(text) ?? [];
  const name = output ?? assigned;
  const target = output === undefined ? file : systemFile('GITHUB_OUTPUT');
  if (target === undefined) return;
  if (name === undefined) return shell.state.write(target, '', unknownValue);
  const from = output === undefined ? name.length + 1 : text.indexOf('::', 2) + 2;
  shell.state.write(
    target,
    name,
    lift([content], known => scalar((scalarText(known) ?? '').slice(from))),
  );
}

/** `bash -c '…'`, `sh script.sh`. */
function runNestedShell(args: readonly Field[], invocation: Invocation, shell: RunningShell): Status {
  let isText = false;
  let at = 0;
  for (; at < args.length; at++) {
    const text = stringOf(args[at]!.value) ?? '';
    if (!/^[-+]/.test(text) || text === '-') break;
    if (/^-[a-z]*c$/.test(text)) isText = true;
    if (text === '-o' || text === '+o') at++;
  }
  const field = args[at];
  if (!field || field.isMany || stringOf(field.value) === '-') {
    opaque(invocation, shell);
    return 'expected';
  }
  if (!isText) return runScriptFile(field.value, args.slice(at + 1), invocation, shell);
  const text = stringOf(field.value);
  if (text === undefined) {
    opaque(invocation, shell);
    return 'expected';
  }
  const range = shell.script.locate(field.start, field.end);
  return runApart(text, () => range, args.slice(at + 2), invocation, shell);
}

/** A script of the repository. @param isSourced whether it runs in the current shell */
function runScriptFile(
  path: PipelineValue,
  args: readonly Field[],
  invocation: Invocation,
  shell: RunningShell,
  isSourced = false,
): Status {
  const { host, state } = shell;
  const pathToRead = pathInRepository(folderFrom(state.directory, path), host.checkout());
  const text = typeof pathToRead === 'string' ? host.read(pathToRead) : undefined;
  const isOther = text !== undefined && /^#!(?!.*\b(?:ba|da|a|z|k)?sh\b)/.test(text);
  if (text === undefined || isOther) {
    if (text === undefined || mentionsTerraform(text)) opaque(invocation, shell);
    return 'expected';
  }
  const file = { path: pathToRead as string, text };
  const locate = (start: number, end: number): TextRange => ({ file, start, end });
  if (isSourced) return shell.runScript({ text, embedded: new Map(), locate }, state, invocation.happens);
  return runApart(text, locate, args, invocation, shell);
}

/** Runs a script in a separate shell on the same machine. */
function runApart(
  text: string,
  locate: (start: number, end: number) => TextRange,
  args: readonly Field[],
  { happens }: Invocation,
  shell: RunningShell,
): Status {
  shell.host.budget.spend(shell.state.size + text.length / 100);
  const own = shell.state.clone();
  for (const [name, value] of argumentVariables(args)) own.variables.set(name, value);
  const status = shell.runScript({ text, embedded: new Map(), locate }, own, happens);
  shell.state.share(own);
  return status === 'yes' ? 'expected' : status;
}

/** Whether the file that a program executes was read and does not mention terraform. */
function isHarmless(name: string, args: readonly Field[], { state, host }: RunningShell): boolean {
  if (argumentsMentionTerraform(args)) return false;
  // A global installation runs nothing of the repository.
  if (name === 'npm' && args.some(({ value }) => stringOf(value) === '--global')) return true;
  const names =
    TASK_FILES.get(name) ?? (INTERPRETERS.has(name) ? args.slice(0, 1).map(({ value }) => stringOf(value) ?? '') : []);
  const texts = names.flatMap(file => {
    const path = pathInRepository(folderFrom(state.directory, scalar(file)), host.checkout());
    return typeof path === 'string' ? (host.read(path) ?? []) : [];
  });
  return texts.length > 0 && texts.every(text => !mentionsTerraform(text));
}

function withoutOptions(args: readonly Field[]): readonly Field[] {
  const first = args.findIndex(({ value }) => !(stringOf(value) ?? '').startsWith('-'));
  return first < 0 ? [] : args.slice(first);
}
