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
import type { ShellCommand, ShellList, SimpleCommand } from '../../common/pipelines/shell/tree';
import type { AgentAction } from '../kubestack/rules/agentPolicy';
import {
  BEFORE_COMMAND,
  CLOUD_PROGRAMS,
  CLUSTER_PROGRAMS,
  COPIERS,
  HARMLESS_DOCKER,
  EDITOR_COMMAND,
  EDITORS,
  HAS_DEFAULT,
  HOST_PROGRAMS,
  HTTP_CLIENTS,
  MORE_INTERPRETERS,
  MORE_RUNNERS,
  MORE_WRAPPERS,
  NAMES_PROGRAM,
  READERS,
  REMOVERS,
  TAKES_LINE,
  TERRAFORM_PROGRAMS,
  WRITERS,
  programName,
} from './programs';
import {
  EMBEDDED,
  IN_PLACE,
  MENTIONS,
  assigned,
  decidesProgram,
  isRead,
  isScript,
  runsHidden,
  runsOrWrites,
  startsOf,
  shellText,
  optionValue,
} from './shellWords';
import { contextElsewhere, gitActions, type LineContext, type Words } from './gitActions';
import { clusterActions, cloudActions, hostActions, requestActions, runnerActions } from './remoteActions';

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
const isGuarding = (path: string): boolean => GUARDING.test(plainPath(path));

/** What writing a file does, whatever its text is. */
export function writtenActions(path: string): AgentAction[] {
  if (isGuarding(path)) return ['rules'];
  if (STATE_FILE.test(path)) return ['state'];
  return /(?:^|\/)\.git\/(?:config|hooks)/i.test(plainPath(path)) ? ['unread'] : [];
}

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
  /** The folder in which commands run, as far as `cd` tells, and whether it is in another repository. */
  private folder = '';
  private isAway = false;

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
    if ([...words.map(shellText), ...assignments.map(each => assigned(each, text))].some(decidesProgram))
      this.add('unread', shown);
    for (const { operator, target } of redirections) {
      if (!operator.includes('>')) continue;
      if (target.parts.length > 0 && target.parts.every(({ kind }) => kind !== 'text')) this.add('unread', shown);
      else this.written(shellText(target), shown);
    }
    const input = redirections.find(({ operator }) => operator.includes('<'));
    if (input?.operator === '<<<' && SHELLS.has(programName(shellText(words[0]!) ?? ''))) {
      const line = shellText(input.target);
      if (line !== undefined) this.line(line, depth + 1);
    }
    const [program] = words;
    const isPattern = program?.parts.some(each => each.kind === 'text' && !each.isQuoted && /[*?[]/.test(each.text));
    if (isPattern === true && shown.trim() !== '[' && !/^\[{1,2}\s/.test(shown)) this.add('unread', shown);
    this.invocation(words.map(shellText), shown, depth, isPiped || input !== undefined);
  }

  /** @param words undefined for those that are computed. @param isFed whether it has an input that may tell what to run */
  private invocation(words: Words, shown: string, depth: number, isFed: boolean): void {
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
    else if (TERRAFORM_PROGRAMS.has(name)) this.terraform(args, shown);
    else if (name === 'git') this.git(args, shown, depth);
    else if (HOST_PROGRAMS.has(name)) this.addAll(hostActions(args, this.context), shown);
    else if (CLUSTER_PROGRAMS.has(name)) this.kubernetes(args, shown, depth);
    else if (CLOUD_PROGRAMS.has(name)) this.addAll(cloudActions(args, this.context), shown);
    else if (OTHER_RUNNERS.has(name) || MORE_RUNNERS.has(name)) this.addAll(runnerActions(args), shown);
    else if (TASK_FILES.has(name) || INTERPRETERS.has(name) || MORE_INTERPRETERS.has(name))
      this.script(args, shown, isFed || HAS_DEFAULT.has(name));
    else if (/[\\/]/.test(program) && !program.startsWith('/usr/') && !program.startsWith('/bin/'))
      this.add('unread', shown);
    else if (!READERS.has(name)) this.other(args, shown, depth);
    if (WRITERS.has(name)) this.writer(name, args, shown);
    else if (args.some(each => each !== undefined && /^(?:-i\b|--in-?place|--write|-u$)/.test(each)))
      for (const each of args) this.written(each, shown);
    if (/^(?:cd|pushd)$/.test(name)) this.moved(args[0] ?? '', shown);
    if (EDITORS.has(name) && args.some(each => each !== undefined && EDITOR_COMMAND.test(each)))
      this.add('unread', shown);
    if (args.some(each => each !== undefined && NAMES_PROGRAM.test(each)) || (name === 'rg' && args.includes('--pre')))
      this.add('unread', shown);
    if (HTTP_CLIENTS.has(name)) this.addAll(requestActions(name, args, this.context), shown);
    if (/^(?:sed|[gmn]?awk)$/.test(name) && args.some(each => each !== undefined && runsOrWrites(each)))
      this.add('unread', shown);
  }

  /** Any program may run what its arguments name, as `aws-vault exec prod -- terraform destroy` and `tmux new 'terraform destroy'` do. */
  private other(args: Words, shown: string, depth: number): void {
    const inner = new LineReader(this.context);
    Object.assign(inner, { words: this.words, folder: this.folder, isAway: this.isAway });
    for (const at of startsOf(args)) {
      const isCommand = at > 0 && BEFORE_COMMAND.test(args[at - 1] ?? '');
      if (args[at] === undefined && !isCommand) continue;
      const before = inner.found.length;
      inner.invocation(args.slice(at), shown, depth, false);
      // A name among arguments is a command only where what it does can be read.
      if (!isCommand) inner.found.splice(before, Infinity, ...inner.found.slice(before).filter(isRead));
    }
    for (const each of args) {
      if (each === undefined) continue;
      if (MENTIONS.test(each)) inner.line(optionValue(each), depth + 1);
      const before = inner.found.length;
      for (const [, line] of each.matchAll(EMBEDDED)) inner.line(line!, depth + 1);
      inner.found.splice(before, Infinity, ...inner.found.slice(before).filter(isRead));
      if (/[\\/]/.test(each) && this.context.isProgram(optionValue(each))) inner.add('unread', shown);
    }
    if (/^(?:run|exec)$/.test(args[0] ?? '') && inner.found.length === 0) inner.add('unread', shown);
    this.words = inner.words;
    for (const { action } of inner.found) this.add(action, shown);
  }

  private shell(args: Words, shown: string, depth: number, isFed: boolean): void {
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

  private joined(args: Words, shown: string, depth: number): void {
    if (args.includes(undefined)) this.add('unread', shown);
    else this.line(args.join(' '), depth + 1);
  }

  /** Options of wrappers take arguments in many ways, so a command may begin at every word. */
  private wrapped(args: Words, shown: string, depth: number, isPiped: boolean, wrapper: string): void {
    const starts = startsOf(args);
    if (wrapper === 'env') {
      const at = args.findIndex(each => /^(?:-S|--split-string)/.test(each ?? ''));
      const line = /^(?:-S|--split-string)$/.test(args[at] ?? '') ? args[at + 1] : optionValue(args[at] ?? '');
      if (at >= 0) this.joined([line], shown, depth);
    }
    // A remote command, or one from another input.
    if (wrapper === 'ssh' || (wrapper === 'xargs' && starts.length === 0)) this.add('unread', shown);
    if (wrapper === 'find' && !args.some(each => each === undefined || /^-(?:exec|ok)/.test(each))) {
      const isWritten = args.some(each => each !== undefined && /^-(?:delete$|fprint|fls)/.test(each));
      if (isWritten) for (const each of args) this.written(each, shown);
      return;
    }
    if (wrapper === 'find') {
      for (const [at, each] of args.entries())
        if (/^-(?:exec|ok)/.test(args[at - 1] ?? '') && each?.includes('/') === true)
          this.invocation([each], shown, depth, isPiped);
    }
    const writes = starts.some(at => WRITERS.has(programName(args[at] ?? '')));
    if (writes && wrapper === 'xargs') this.add('unread', shown);
    if (writes && wrapper === 'find') for (const each of args) this.written(each, shown);
    // More arguments come from the input.
    const more = wrapper === 'xargs' ? [undefined] : [];
    for (const at of starts)
      this.invocation([...args.slice(at), ...more], shown, depth, isPiped || wrapper === 'xargs');
    const isScript = args.some(each => each !== undefined && /^\.{0,2}\//.test(each));
    if (starts.length === 0 && isScript && wrapper !== 'find') this.add('unread', shown);
    if (TAKES_LINE.has(wrapper))
      for (const each of args) if (each !== undefined && /\s/.test(each)) this.line(optionValue(each), depth + 1);
  }

  private container(args: Words, shown: string, depth: number): void {
    const starts = startsOf(args).filter(at => at > 0 && args[at] !== undefined);
    const command = args.find(each => each === undefined || !each.startsWith('-'));
    for (const at of starts) this.invocation(args.slice(at), shown, depth, false);
    if (starts.length > 0 || args.length === 0) return;
    if (command === undefined || !HARMLESS_DOCKER.test(command)) this.add('unread', shown);
  }

  private terraform(args: Words, shown: string): void {
    const has = (pattern: RegExp): boolean => args.some(each => each !== undefined && pattern.test(each));
    if (has(/^--?(?:help|version)$/)) return;
    const [command, second] = args.filter(each => each === undefined || !each.startsWith('-'));
    if (command === undefined || !/^[\w-]+$/.test(command)) {
      if (command !== undefined || args.includes(undefined)) this.add('unread', shown);
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

  private git(args: Words, shown: string, depth: number): void {
    const { actions, runs, writes, outputs } = gitActions(
      args,
      this.isAway ? contextElsewhere(this.context) : this.context,
    );
    this.addAll(actions, shown);
    if (runs) this.other(args, shown, depth);
    if (writes) for (const each of args) if (each !== undefined && isGuarding(each)) this.add('rules', shown);
    for (const each of outputs) this.written(each, shown);
  }

  private kubernetes(args: Words, shown: string, depth: number): void {
    const end = args.indexOf('--');
    this.addAll(clusterActions(end < 0 ? args : args.slice(0, end)), shown);
    if (end >= 0) this.other(args.slice(end), shown, depth);
  }

  private script(args: Words, shown: string, isFed: boolean): void {
    if (
      (isFed || args.length > 0) &&
      !(args.length > 0 && args.every(each => each === '--version' || each === '-v' || each === '-V'))
    )
      this.add('unread', shown);
  }

  private written(path: string | undefined, shown: string): void {
    if (path === undefined) return;
    this.addAll(writtenActions(path), shown);
    if (CONFIGURATION.test(path)) this.add('unread', shown);
  }

  /** A program that writes files of its arguments. */
  private writer(name: string, args: Words, shown: string): void {
    if (/^(?:sed|[gm]?awk)$/.test(name) && !args.some(each => each !== undefined && IN_PLACE.test(each))) return;
    if (name === 'patch') this.add('unread', shown);
    const words = args.filter(each => each?.startsWith('-') !== true);
    const isCopy = COPIERS.has(name);
    if (isCopy && words.length > 1 && this.isOutside(words.at(-1))) return;
    for (const each of args) {
      this.written(each, shown);
      if (each !== undefined && GUARDING_FOLDER.test(plainPath(each))) this.add('rules', shown);
    }
    if (!isCopy && !REMOVERS.has(name)) return;
    for (const each of isCopy ? words.slice(0, -1) : words) {
      const files = each === undefined ? undefined : this.context.filesOf(this.pathOf(each));
      if (files === undefined) this.add('unread', shown);
      for (const file of files ?? []) this.written(file, shown);
    }
  }

  private isOutside = (path: string | undefined): boolean =>
    path !== undefined && this.context.isElsewhere(this.pathOf(path));

  private pathOf = (path: string): string =>
    this.folder === '' || /^[\\/~]|^[A-Za-z]:/.test(path) ? path : `${this.folder}/${path}`;

  private moved(to: string, shown: string): void {
    if (/(?:^|\/)(?:\.claude|\.github\/hooks|\.git(?:\/.*)?)\/?$/i.test(plainPath(to))) this.add('rules', shown);
    this.folder = this.pathOf(to);
    this.isAway = this.context.isElsewhere(this.folder);
  }

  private addAll(actions: readonly AgentAction[], shown: string): void {
    for (const each of actions) this.add(each, shown);
  }

  private add(action: AgentAction, text: string): void {
    if (!this.found.some(each => each.action === action && each.text === text))
      this.found.push({ action, text: text.trim() });
  }
}
