/**
 * Interprets a script as a shell does: the commands that run and the resulting state. If a condition is unknown, both branches are
 * followed.
 */
import { TooMuchError } from '../budget';
import { runCommand } from './commands';
import { commandOutput, expandWords, wordValue, type Expander } from './expansion';
import { type Invocation, type RunningShell, type Script, type ShellHost, type Status } from './host';
import { mayRunPrograms } from './programs';
import { ShellState } from './state';
import { parseShell } from './syntax';
import type { ShellCommand, ShellList, ShellWord, SimpleCommand } from './tree';
import { shellGlob } from '../../regex/shellGlob';
import type { Pattern } from '../../regex/pattern';
import { testTruth, type TestWord } from './test';
import { and, type Truth } from '../values/truth';
import { scalar, stringOf, type TextOrigin, type PipelineValue } from '../values/value';

/** Maximum number of levels of scripts that run scripts. */
const MAX_NESTED = 8;
/** Maximum number of levels of nested commands. */
const MAX_DEPTH = 40;

/**
 * Runs a script.
 *
 * @param state of the machine; it is updated
 * @param happens whether the script is run at all
 */
export function runShell(script: Script, state: ShellState, happens: Truth, host: ShellHost): Status {
  const list = parseShell(script.text, script.embedded);
  if (!list) {
    if (mayRunPrograms(script.text)) {
      host.record.opaque.push({ happens, range: script.locate(0, script.text.length) });
      state.forget();
    }
    return 'unknown';
  }
  const shell = new Shell(script, host, state);
  return shell.list(list, happens);
}

class Shell implements RunningShell {
  private depth = 0;
  private readonly spend = (steps: number): void => this.host.budget.spend(steps);

  constructor(
    readonly script: Script,
    readonly host: ShellHost,
    readonly state: ShellState,
  ) {}

  /** Another shell in the same script, with a separate machine state. */
  private fork(state = this.state.clone()): Shell {
    this.host.budget.spend(state.size / 20);
    const shell = new Shell(this.script, this.host, state);
    shell.depth = this.depth;
    return shell;
  }

  runScript(script: Script, state: ShellState, happens: Truth): Status {
    const { depth } = this.host;
    if (depth.value >= MAX_NESTED) throw new TooMuchError();
    depth.value++;
    const status = runShell(script, state, happens, this.host);
    depth.value--;
    return status;
  }

  runOn(state: ShellState, invocation: Invocation): Status {
    return runCommand(invocation, this.fork(state));
  }

  list(commands: ShellList, happens: Truth): Status {
    let status: Status = 'yes';
    for (const command of commands) {
      if (this.state.exit) break;
      status = this.command(command, happens);
    }
    return status;
  }

  command(command: ShellCommand, happens: Truth): Status {
    this.host.budget.spend();
    if (this.depth >= MAX_DEPTH) {
      this.host.record.opaque.push({ happens, range: this.script.locate(0, this.script.text.length) });
      return 'unknown';
    }
    this.depth++;
    const status = this.run(command, happens);
    this.depth--;
    return status;
  }

  private run(command: ShellCommand, happens: Truth): Status {
    switch (command.kind) {
      case 'simple':
        return this.simple(command, happens);
      case 'chain':
        return this.chain(command, happens);
      case 'not':
        return opposite(this.command(command.command, happens));
      case 'pipe': {
        // Each part of a pipe runs in its own shell.
        let status: Status = 'unknown';
        for (const part of command.commands) status = this.apart([part], happens);
        return status;
      }
      case 'group':
        return this.list(command.body, happens);
      case 'subshell':
        return this.apart(command.body, happens);
      case 'if':
        return this.conditional(command, happens);
    }
  }

  /** Runs in a separate shell on the same machine. */
  private apart(commands: ShellList, happens: Truth): Status {
    const shell = this.fork();
    const status = shell.list(commands, happens);
    this.state.share(shell.state);
    return status;
  }

  /** Runs alternatives; afterwards the state contains what holds in all of them. */
  private branches(ways: readonly ((shell: Shell) => Status)[]): Status {
    const shells = ways.map(() => this.fork());
    const results = ways.map((way, index) => way(shells[index]!));
    this.state.take(ShellState.join(shells.map(({ state }) => state)));
    return results.every(each => each === results[0]) ? (results[0] ?? 'unknown') : 'unknown';
  }

  private chain({ operator, left, right }: Extract<ShellCommand, { kind: 'chain' }>, happens: Truth): Status {
    const status = this.command(left, happens);
    if (this.state.exit) return status;
    const goesOn = operator === '&&' ? truthOf(status) : truthOf(opposite(status));
    if (goesOn === true) {
      const result = this.command(right, happens);
      return operator === '&&' && status === 'expected' && result === 'yes' ? 'expected' : result;
    }
    if (goesOn === false && isCertain(status)) return status;
    this.branches([() => 'unknown', shell => shell.command(right, and(happens, undefined))]);
    return goesOn === false ? status : 'unknown';
  }

  private conditional({ branches, otherwise }: Extract<ShellCommand, { kind: 'if' }>, happens: Truth): Status {
    const [first, ...others] = branches;
    if (!first) return this.list(otherwise, happens);
    const status = this.list(first.condition, happens);
    const rest = (shell: Shell, may: Truth): Status =>
      shell.conditional({ kind: 'if', branches: others, otherwise }, may);
    if (status === 'yes') return this.list(first.body, happens);
    if (status === 'no') return rest(this, happens);
    const maybe = and(happens, undefined);
    return this.branches([
      shell => shell.list(first.body, status === 'expected' ? happens : maybe),
      shell => rest(shell, status === 'unexpected' ? happens : maybe),
    ]);
  }

  private simple(command: SimpleCommand, happens: Truth): Status {
    const expander = this.expander(happens);
    const [first] = command.words;
    const name = first?.parts.length === 1 && first.parts[0]?.kind === 'text' ? first.parts[0].text : undefined;
    if (name === '[' || name === '[[' || name === 'test') return this.test(command, name, expander);
    const assigned = command.assignments.map(
      ({ name: variable, word }) => [variable, wordValue(word, expander)] as const,
    );
    if (command.words.length === 0) {
      for (const [variable, value] of assigned) this.state.variables.set(variable, value);
      return assigned.length > 0 ? 'yes' : 'unknown';
    }
    const fields = expandWords(command.words, expander);
    const targets = command.redirections.map(({ operator, target }) => ({
      operator,
      value: wordValue(target, expander),
    }));
    // Assignments before a command apply only to it.
    return withVariables(this.state, assigned, () =>
      runCommand({ fields, targets, start: command.start, end: command.end, happens }, this),
    );
  }

  private test({ words }: SimpleCommand, name: string, expander: Expander): Status {
    const inner = words.slice(1, name === 'test' ? undefined : -1).map((word): TestWord => ({
      value: wordValue(word, expander),
      text:
        word.parts.length === 1 && word.parts[0]?.kind === 'text' && !word.parts[0].isQuoted
          ? word.parts[0].text
          : undefined,
      pattern: () => this.globOf(word, expander),
    }));
    const truth = testTruth(inner, name === '[[', this.spend);
    return truth === undefined ? 'unknown' : truth ? 'yes' : 'no';
  }

  /** A word as a pattern; quoted text is literal. */
  private globOf(word: ShellWord, expander: Expander): Pattern | undefined {
    let text = '';
    for (const part of word.parts) {
      const isPlain = part.kind === 'text' && !part.isQuoted;
      const own = part.kind === 'text' ? part.text : stringOf(wordValue({ ...word, parts: [part] }, expander));
      if (own === undefined) return undefined;
      text += isPlain ? own : own.replace(/[*?[\]\\]/g, '\\$&');
    }
    this.spend(text.length / 20);
    return shellGlob(text);
  }

  expander(happens: Truth): Expander {
    return {
      variable: name => this.variable(name),
      output: (body, text) => this.output(body, text, happens),
      assign: (name, value) => void this.state.variables.set(name, value),
      locate: (start, end): TextOrigin => this.script.locate(start, end),
      spend: this.spend,
    };
  }

  private variable(name: string): PipelineValue {
    if (name === 'PWD') return this.state.directory;
    return this.state.variables.get(name) ?? { kind: 'unknown', symbol: `$${name}` };
  }

  /** The output of `$( … )`. */
  private output(body: ShellList, text: string, happens: Truth): PipelineValue {
    const shell = this.fork();
    const [only] = body;
    if (body.length === 1 && only?.kind === 'simple' && only.redirections.length === 0) {
      const fields = expandWords(only.words, shell.expander(happens));
      const words = fields.map(({ value }) => stringOf(value));
      if (words.length === 1 && words[0] === 'pwd') return this.state.directory;
      if (words.join(' ') === 'git rev-parse --show-toplevel') return scalar(this.host.checkout());
      if (words[0] === 'echo' && words.length === 2 && fields[1]) return fields[1].value;
    }
    shell.list(body, happens);
    this.state.share(shell.state);
    return commandOutput(text);
  }
}

/** Runs something with temporary variables, and restores the previous ones. */
function withVariables(
  state: ShellState,
  own: readonly (readonly [string, PipelineValue])[],
  run: () => Status,
): Status {
  const before = own.map(([name]) => [name, state.variables.get(name)] as const);
  for (const [name, value] of own) state.variables.set(name, value);
  const status = run();
  for (const [name, value] of before) {
    if (value) state.variables.set(name, value);
    else state.variables.delete(name);
  }
  return status;
}

/** Whether a command succeeds; `expected` and `unexpected` count as known. */
function truthOf(status: Status): Truth {
  if (status === 'yes' || status === 'expected') return true;
  return status === 'no' || status === 'unexpected' ? false : undefined;
}

const isCertain = (status: Status): boolean => status === 'yes' || status === 'no';

const OPPOSITES: Readonly<Record<Status, Status>> = {
  yes: 'no',
  no: 'yes',
  expected: 'unexpected',
  unexpected: 'expected',
  unknown: 'unknown',
};

const opposite = (status: Status): Status => OPPOSITES[status];
