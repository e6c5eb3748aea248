/**
 * What a shell line of a coding agent does to infrastructure, by its effect. Read with the reader of pipelines' scripts, through wrappers, shells,
 * chains and pipes. What can't be read is said, so that it is asked about and never allowed.
 */
import { parseShell } from '../../common/pipelines/shell/syntax';
import {
  CONTAINERS,
  INTERPRETERS,
  OTHER_RUNNERS,
  SHELLS,
  TASK_FILES,
  WRAPPERS,
} from '../../common/pipelines/shell/programs';
import type { ShellCommand, ShellList, ShellWord, SimpleCommand } from '../../common/pipelines/shell/tree';
import type { AgentAction } from '../kubestack/rules/agentPolicy';
import {
  BEFORE_COMMAND,
  CLOUD_PROGRAMS,
  DECIDES_PROGRAM,
  DELETES,
  HARMLESS_DOCKER,
  HAS_DEFAULT,
  MORE_INTERPRETERS,
  MORE_WRAPPERS,
  READERS,
  TAKES_LINE,
  WRITERS,
  programName,
  isKnownProgram,
} from './programs';
import { gitActions, hostActions, type LineContext } from './gitActions';

export interface CommandAction {
  readonly action: AgentAction;
  /** The part of the line. */
  readonly text: string;
}

/** Longer lines are not read. */
const MAX_LINE = 20_000;
/** Maximum depth of shells in shells. */
const MAX_SHELLS = 8;
/** Maximum number of words that are read: wrappers of wrappers could begin in more ways than a hook has time for. */
const MAX_WORDS = 20_000;
class TooManyWords extends Error {}

/** Files that decide what agents may do. Disks may ignore case. */
const GUARDING = /\.rules\.hcl$|(?:^|\/)\.claude\/settings(?:\.local)?\.json$|(?:^|\/)\.github\/hooks\//i;
/** Folders with such files. */
const GUARDING_FOLDER = /(?:^|\/)(?:\.claude|\.github(?:\/hooks)?|rules)\/?$/i;
/** Files whose edits are judged by their resulting text, which a command doesn't tell. */
const CONFIGURATION = /\.(?:tf|tofu)(?:\.json)?$|\.tfvars(?:\.json)?$/;
const STATE_FILE = /\.tfstate(?:\.backup)?$/;

/** Whether a file decides what agents may do: rules, or the configuration of the gate itself. */
export const isGuarding = (path: string): boolean => GUARDING.test(plainPath(path));

const plainPath = (path: string): string => path.replaceAll('\\', '/').replace(/\/(?:\.?\/)+/g, '/');

/** The actions of a line, none if it is harmless. */
export function commandActions(line: string, context: LineContext): CommandAction[] {
  const reader = new LineReader(context);
  try {
    reader.line(line, 0);
  } catch (error) {
    if (!(error instanceof TooManyWords)) throw error;
    reader.found.push({ action: 'unread', text: line });
  }
  return reader.found;
}

class LineReader {
  readonly found: CommandAction[] = [];
  private words = 0;

  constructor(private readonly context: LineContext) {}

  line(text: string, depth: number): void {
    const list = text.length > MAX_LINE || depth > MAX_SHELLS ? undefined : parseShell(text);
    if (list) this.list(list, text, depth);
    else this.add('unread', text);
  }

  private list(list: ShellList, text: string, depth: number): void {
    for (const each of list) this.command(each, text, depth, false);
  }

  private command(command: ShellCommand, text: string, depth: number, isPiped: boolean): void {
    switch (command.kind) {
      case 'simple':
        this.simple(command, text, depth, isPiped);
        return;
      case 'chain':
        this.command(command.left, text, depth, isPiped);
        this.command(command.right, text, depth, isPiped);
        return;
      case 'pipe':
        for (const [index, each] of command.commands.entries()) this.command(each, text, depth, index > 0);
        return;
      case 'not':
        this.command(command.command, text, depth, isPiped);
        return;
      case 'if':
        for (const { condition, body } of command.branches) {
          this.list(condition, text, depth);
          this.list(body, text, depth);
        }
        this.list(command.otherwise, text, depth);
        return;
      default:
        this.list(command.body, text, depth);
    }
  }

  private simple(command: SimpleCommand, text: string, depth: number, isPiped: boolean): void {
    const { words, assignments, redirections, start, end } = command;
    const all = [...words, ...assignments.map(({ word }) => word), ...redirections.map(({ target }) => target)];
    for (const word of all)
      for (const part of word.parts) if (part.kind === 'command') this.list(part.body, part.text, depth);
    const shown = text.slice(start, end);
    if (runsHidden(all, redirections, shown, text)) this.add('unread', shown);
    if ([...words.map(textOf), ...assignments.map(each => assigned(each, text))].some(decidesProgram))
      this.add('unread', shown);
    for (const { operator, target } of redirections) if (operator.includes('>')) this.written(textOf(target), shown);
    const input = redirections.find(({ operator }) => operator.includes('<'));
    if (input?.operator === '<<<' && SHELLS.has(programName(textOf(words[0]!) ?? ''))) {
      const line = textOf(input.target);
      if (line !== undefined) this.line(line, depth + 1);
    }
    const [program] = words;
    const isPattern = program?.parts.some(each => each.kind === 'text' && !each.isQuoted && /[*?[]/.test(each.text));
    if (isPattern === true && shown.trim() !== '[' && !/^\[{1,2}\s/.test(shown)) this.add('unread', shown);
    this.invocation(words.map(textOf), shown, depth, isPiped || input !== undefined);
  }

  /** @param words undefined for those that are computed. @param isFed whether it has an input that may tell what to run */
  private invocation(words: readonly (string | undefined)[], shown: string, depth: number, isFed: boolean): void {
    const [program, ...args] = words;
    if (words.length === 0) return;
    if ((this.words += words.length) > MAX_WORDS) throw new TooManyWords();
    if (program === undefined) {
      this.add('unread', shown);
      return;
    }
    const name = programName(program);
    if (SHELLS.has(name)) this.shell(args, shown, depth, isFed);
    else if (name === 'eval') this.joined(args, shown, depth);
    else if (name === '.' || name === 'source' || name === 'alias') this.add('unread', shown);
    else if (WRAPPERS.has(name) || MORE_WRAPPERS.has(name)) this.wrapped(args, shown, depth, isFed, name);
    else if (CONTAINERS.has(name)) this.container(args, shown, depth);
    else if (name === 'terraform' || name === 'tofu') this.terraform(args, shown);
    else if (name === 'git') this.git(args, shown, depth);
    else if (name === 'gh' || name === 'glab') this.addAll(hostActions(args, this.context), shown);
    else if (name === 'kubectl' || name === 'helm' || name === 'oc') this.kubernetes(args, shown, depth);
    else if (CLOUD_PROGRAMS.has(name)) this.cloud(args, shown);
    else if (OTHER_RUNNERS.has(name)) this.runner(args, shown);
    else if (TASK_FILES.has(name) || INTERPRETERS.has(name) || MORE_INTERPRETERS.has(name))
      this.script(args, shown, isFed || HAS_DEFAULT.has(name));
    else if (/[\\/]/.test(program) && !program.startsWith('/usr/') && !program.startsWith('/bin/'))
      this.add('unread', shown);
    else if (!READERS.has(name)) this.other(args, shown, depth);
    if (WRITERS.has(name))
      for (const each of args) {
        this.written(each, shown);
        if (each !== undefined && GUARDING_FOLDER.test(plainPath(each))) this.add('rules', shown);
      }
    if (/^(?:cd|pushd)$/.test(name) && /(?:^|\/)(?:\.claude|\.github\/hooks)\/?$/i.test(plainPath(args[0] ?? '')))
      this.add('rules', shown);
  }

  /** Any program may run what its arguments name, as `aws-vault exec prod -- terraform destroy` and `tmux new 'terraform destroy'` do. */
  private other(args: readonly (string | undefined)[], shown: string, depth: number): void {
    const inner = new LineReader(this.context);
    inner.words = this.words;
    for (const at of startsOf(args)) {
      const isCommand = at > 0 && BEFORE_COMMAND.test(args[at - 1] ?? '');
      if (args[at] === undefined && !isCommand) continue;
      const before = inner.found.length;
      inner.invocation(args.slice(at), shown, depth, false);
      // A name among arguments is a command only where what it does can be read.
      if (!isCommand) inner.found.splice(before, Infinity, ...inner.found.slice(before).filter(isRead));
    }
    for (const each of args) if (each !== undefined && MENTIONS.test(each)) inner.line(valueOf(each), depth + 1);
    this.words = inner.words;
    for (const { action } of inner.found) this.add(action, shown);
  }

  private shell(args: readonly (string | undefined)[], shown: string, depth: number, isFed: boolean): void {
    const at = args.findIndex(each => each !== undefined && /^-[a-z]*c/i.test(each));
    const before = at < 0 ? args : args.slice(0, at);
    const isFile = before.some((each, index) => each === undefined || isScript(each, before[index - 1]));
    // More options may stand between -c and the line; after it are the line's arguments.
    const lines = at < 0 ? [] : args.slice(at + 1).filter(each => each === undefined || !/^[-+]/.test(each));
    for (const each of lines)
      if (each === undefined) this.add('unread', shown);
      else this.line(each, depth + 1);
    const isAnswer = args.length === 1 && args[0] === '--version';
    if (isFile || (lines.length === 0 && !isAnswer && (isFed || args.length > 0))) this.add('unread', shown);
  }

  private joined(args: readonly (string | undefined)[], shown: string, depth: number): void {
    if (args.includes(undefined)) this.add('unread', shown);
    else this.line(args.join(' '), depth + 1);
  }

  /** Options of wrappers take arguments in many ways, so a command may begin at every word. */
  private wrapped(
    args: readonly (string | undefined)[],
    shown: string,
    depth: number,
    isPiped: boolean,
    wrapper: string,
  ): void {
    const starts = startsOf(args);
    // A remote command, or one from another input.
    if (wrapper === 'ssh' || (wrapper === 'xargs' && starts.length === 0)) this.add('unread', shown);
    if (wrapper === 'find' && !args.some(each => each === undefined || /^-(?:exec|ok)/.test(each))) {
      if (args.includes('-delete')) for (const each of args) this.written(each, shown);
      return;
    }
    const writes = starts.some(at => WRITERS.has(programName(args[at] ?? '')));
    if (writes && wrapper === 'xargs') this.add('unread', shown);
    if (writes && wrapper === 'find') for (const each of args) this.written(each, shown);
    for (const at of starts) this.invocation(args.slice(at), shown, depth, isPiped || wrapper === 'xargs');
    const isScript = args.some(each => each !== undefined && /^\.{0,2}\//.test(each));
    if (starts.length === 0 && isScript && wrapper !== 'find') this.add('unread', shown);
    if (TAKES_LINE.has(wrapper))
      for (const each of args) if (each !== undefined && /\s/.test(each)) this.line(each, depth + 1);
  }

  private container(args: readonly (string | undefined)[], shown: string, depth: number): void {
    const starts = startsOf(args).filter(at => at > 0 && args[at] !== undefined);
    const command = args.find(each => each === undefined || !each.startsWith('-'));
    for (const at of starts) this.invocation(args.slice(at), shown, depth, false);
    if (starts.length > 0 || args.length === 0) return;
    if (command === undefined || !HARMLESS_DOCKER.test(command)) this.add('unread', shown);
  }

  private terraform(args: readonly (string | undefined)[], shown: string): void {
    const has = (pattern: RegExp): boolean => args.some(each => each !== undefined && pattern.test(each));
    if (has(/^--?(?:help|version)$/)) return;
    const [command, second] = args.filter(each => each === undefined || !each.startsWith('-'));
    if (command === undefined) {
      if (args.includes(undefined)) this.add('unread', shown);
      else if (has(/^--?auto-approve/)) this.add('apply', shown);
      return;
    }
    if (command === 'destroy' || (command === 'apply' && has(/^--?destroy(?:=true)?$/))) this.add('destroy', shown);
    else if (command === 'apply' || command === 'test') this.add('apply', shown);
    else if (command === 'import') this.add('import', shown);
    else if (command === 'init' && has(/^--?(?:migrate-state|force-copy)/)) this.add('state', shown);
    else if (['taint', 'untaint', 'force-unlock', 'refresh'].includes(command)) this.add('state', shown);
    else if (command === 'state') {
      if (second === undefined) this.add('unread', shown);
      else if (!['list', 'show', 'pull', 'identities'].includes(second)) this.add('state', shown);
    } else if (command === 'workspace' || command === 'env') {
      if (second === undefined && args.includes(undefined)) this.add('unread', shown);
      else if (second === 'delete') this.add('workspace', shown);
    } else if (has(/^--?auto-approve/)) this.add('apply', shown);
  }

  private git(args: readonly (string | undefined)[], shown: string, depth: number): void {
    const { actions, runs, writes } = gitActions(args, this.context);
    this.addAll(actions, shown);
    if (runs) this.other(args, shown, depth);
    if (writes) for (const each of args) if (each !== undefined && isGuarding(each)) this.add('rules', shown);
  }

  private kubernetes(args: readonly (string | undefined)[], shown: string, depth: number): void {
    const words = args.filter(each => each === undefined || !each.startsWith('-'));
    const is = (pattern: RegExp): boolean => words.some(each => each !== undefined && pattern.test(each));
    // Options such as --context take the next word, so each word may be the command.
    if (is(/^(?:delete|drain|uninstall|del|un)$/)) this.add('cluster', shown);
    else if (args.includes(undefined) && !is(READING_VERB)) this.add('unread', shown);
    if (args.includes('--')) this.other(args.slice(args.indexOf('--')), shown, depth);
  }

  private cloud(args: readonly (string | undefined)[], shown: string): void {
    if (args.some(each => each !== undefined && DELETES.test(each))) this.add('destroy', shown);
    else if (args.includes(undefined)) this.add('unread', shown);
    else if (args.some(each => each === 'resize' || each === 'scale')) this.add('cluster', shown);
  }

  private runner(args: readonly (string | undefined)[], shown: string): void {
    if (args.some(each => each === 'destroy' || each === 'destroy-all')) this.add('destroy', shown);
    else if (args.some(each => each === 'apply' || each === 'apply-all')) this.add('apply', shown);
    else this.add('unread', shown);
  }

  private script(args: readonly (string | undefined)[], shown: string, isFed: boolean): void {
    if (
      (isFed || args.length > 0) &&
      !(args.length > 0 && args.every(each => each === '--version' || each === '-v' || each === '-V'))
    )
      this.add('unread', shown);
  }

  private written(path: string | undefined, shown: string): void {
    if (path === undefined) return;
    if (isGuarding(path)) this.add('rules', shown);
    if (/(?:^|\/)\.git\/(?:config|hooks)/i.test(plainPath(path))) this.add('unread', shown);
    if (STATE_FILE.test(path)) this.add('state', shown);
    if (CONFIGURATION.test(path)) this.add('unread', shown);
  }

  private addAll(actions: readonly AgentAction[], shown: string): void {
    for (const each of actions) this.add(each, shown);
  }

  private add(action: AgentAction, text: string): void {
    if (!this.found.some(each => each.action === action && each.text === text))
      this.found.push({ action, text: text.trim() });
  }
}

/** What can be seen of a cluster without changing it. */
const READING_VERB =
  /^(?:get|describe|logs|top|explain|version|config|api-resources|apply|diff|wait|list|status|template|show)$/;
/** Names of programs that are judged, with arguments. */
const MENTIONS = /\b(?:terraform|tofu|terragrunt|kubectl|helm|git|aws|gcloud|az|eksctl)\b.*\s/is;

const isRead = ({ action }: CommandAction): boolean => action !== 'unread';

/** The value of `--exec=…`, or the text itself. */
const valueOf = (text: string): string => text.replace(/^--?[\w-]+=/, '');

const decidesProgram = (text: string | undefined): boolean => text !== undefined && DECIDES_PROGRAM.test(text);

const assigned = ({ name, word }: SimpleCommand['assignments'][number], text: string): string =>
  `${name}=${textOf(word) ?? text}`;

const isScript = (word: string, before: string | undefined): boolean =>
  /^--(?:rcfile|init-file)/.test(word) || (!/^[-+]/.test(word) && !/^[-+][a-z]*[oO]$/.test(before ?? ''));

/** Whether it runs commands that the reader skips: `<(…)`, those in `${name:-…}`, and those in the text of a here document. */
function runsHidden(
  words: readonly ShellWord[],
  redirections: SimpleCommand['redirections'],
  shown: string,
  text: string,
): boolean {
  const isCommand = /\$\(|`/;
  return (
    /[<>]\(/.test(shown) ||
    words.some(({ parts }) => parts.some(each => each.kind === 'variable' && isCommand.test(each.operation))) ||
    (redirections.some(
      ({ operator, target }) =>
        operator.includes('<<') && target.parts.every(each => 'isQuoted' in each && !each.isQuoted),
    ) &&
      isCommand.test(text))
  );
}

/** The text of a word; undefined if a part of it is computed, or the shell makes several words of it. */
function textOf({ parts }: ShellWord): string | undefined {
  let text = '';
  for (const part of parts) {
    if (part.kind !== 'text' || (!part.isQuoted && /\{[^{}]*(?:,|\.\.)[^{}]*\}/.test(part.text))) return undefined;
    text += part.text;
  }
  return text;
}

/** Where a command may begin among the arguments of a wrapper. */
const startsOf = (args: readonly (string | undefined)[]): number[] =>
  args.flatMap((word, index) => (word === undefined || isKnownProgram(programName(word)) ? [index] : []));
