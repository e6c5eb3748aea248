/** What git, and the command lines of Git hosts, do to tags and branches that pipelines deploy. */
import type { AgentAction } from '../kubestack/rules/agentPolicy';

export interface LineContext {
  /** What the repository does with a new tag or branch name: `unread` if that isn't certain, undefined if it deploys nothing. */
  readonly tagAction: (name: string) => 'promote' | 'unread' | undefined;
  /** Whether a tag has this name; others are names of branches. */
  readonly isTag: (name: string) => boolean;
  readonly mainBranch: string;
}

/** Where Git can't be read, tags that look like deploy tags are, and others may be. */
export const UNREADABLE: LineContext = {
  mainBranch: 'main',
  isTag: () => false,
  tagAction: name => (/(?:^|[-_/.])deploy(?:[-_/.]|$)/.test(name) ? 'promote' : 'unread'),
};

/** Arguments, undefined for those that are computed. */
type Words = readonly (string | undefined)[];

/** Commands that neither publish refs nor run programs of their arguments. Any other name may be an alias of the configuration. */
const PLAIN: ReadonlySet<string> = new Set(
  (
    'add am annotate apply archive bisect blame branch bundle cat-file check-attr check-ignore checkout cherry cherry-pick clean clone commit ' +
    'commit-tree config count-objects describe diff diff-files diff-index diff-tree difftool fetch for-each-ref format-patch fsck gc grep ' +
    'hash-object help init lfs log ls-files ls-remote ls-tree maintenance merge merge-base merge-file merge-tree mergetool mv name-rev notes ' +
    'patch-id prune pull push range-diff read-tree rebase reflog remote repack reset restore rev-list rev-parse revert rm shortlog show ' +
    'show-branch show-ref sparse-checkout stash status stripspace submodule switch tag update-index var verify-commit verify-tag version ' +
    'whatchanged worktree write-tree'
  ).split(' '),
);
/** Those that can run a command in their arguments. */
const RUNS: ReadonlySet<string> = new Set(['bisect', 'rebase', 'submodule', 'difftool', 'mergetool']);
/** Those that write or delete the files in their arguments. */
const WRITES: ReadonlySet<string> = new Set(['checkout', 'restore', 'rm', 'mv', 'clean']);
/** Settings that run no program, and don't decide what is pushed. */
const HARMLESS_SETTING =
  /^(?:(?:user|author|committer|color|advice|init|commit|tag|log|pull|rerere|rebase|fetch|safe)\.|core\.(?:quotepath|autocrlf|eol|longpaths|abbrev|filemode|ignorecase|pager=cat$|editor=true$))/i;
/** Options of push whose value can be the next word. */
const HAS_VALUE = /^(?:-o|--push-option|--repo|--receive-pack|--exec)$/;

export interface GitEffects {
  readonly actions: readonly AgentAction[];
  /** Whether it may run a command in its arguments. */
  readonly runs: boolean;
  /** Whether it writes or deletes files in its arguments. */
  readonly writes: boolean;
}

/** @param args those of git */
export function gitActions(args: Words, context: LineContext): GitEffects {
  const { settings, rest } = withoutGlobalOptions(args);
  const [command, ...own] = rest;
  const actions: AgentAction[] = [];
  if (settings.some(each => each === undefined || !HARMLESS_SETTING.test(each))) actions.push('unread');
  if (command === undefined ? rest.length > 0 : !PLAIN.has(command)) actions.push('unread');
  if (command === 'push') actions.push(...push(own, context));
  else if (command === 'tag') actions.push(...tag(own, context));
  else if (command === 'config') actions.push(...config(own));
  return { actions, runs: RUNS.has(command ?? ''), writes: WRITES.has(command ?? '') };
}

function config(args: Words): AgentAction[] {
  const words = args.filter(each => each === undefined || !/^(?:-|(?:get|set|list|unset)$)/.test(each));
  const [name] = words;
  return words.length > 1 && (name === undefined || !HARMLESS_SETTING.test(name)) ? ['unread'] : [];
}

function push(args: Words, context: LineContext): AgentAction[] {
  if (args.includes(undefined)) return ['unread'];
  const words = args as readonly string[];
  const options = words.filter(each => each.startsWith('-'));
  const [, ...refs] = words.filter((each, at) => !each.startsWith('-') && !HAS_VALUE.test(words[at - 1] ?? ''));
  const has = (...names: readonly string[]): boolean => options.some(each => names.some(name => isOption(each, name)));
  const sides = refs.map(each => each.replace(/^\+/, '').split(':'));
  const targets = sides.map(each => each.at(-1)!.replace(/^(?:refs\/)?(?:heads|tags)\//, ''));
  const isTag =
    sides.some(each => each.some(side => /^(?:refs\/)?tags\//.test(side))) ||
    refs.includes('tag') ||
    targets.some(context.isTag);
  const isPattern = refs.some(each => each.includes('*'));
  const [action] = tagActions(targets, context);
  if (has('receive-pack', 'exec')) return ['unread'];
  if (has('tags', 'mirror', 'follow-tags') || (isPattern && (isTag || /refs\/\*/.test(refs.join(' ')))))
    return ['promote'];
  if (action === 'promote' || (isTag && action)) return [action];
  const isForced = options.some(each => /^-[a-z]*[fd]/.test(each)) || refs.some(each => /^[+:]/.test(each));
  if (isForced || isPattern || refs.length === 0 || has('all', 'branches', 'delete', 'prune', 'force', 'dry-run='))
    return ['push'];
  if (options.some(each => each.startsWith('--force'))) return ['push'];
  return targets.some(each => [context.mainBranch, 'main', 'master', 'HEAD', '@'].includes(each)) ? ['push'] : [];
}

/** Git accepts the beginning of a long option. */
const isOption = (word: string, name: string): boolean => {
  const [own = ''] = word.split('=');
  return own.length > 3 && `--${name}`.startsWith(own);
};

function tag(args: Words, context: LineContext): AgentAction[] {
  // The text of a message may look like an option.
  const words = args.filter(
    (_, at) => !/^-[a-z]*[mFu]$|^--(?:message|file|local-user|cleanup|trailer)$/.test(args[at - 1] ?? ''),
  );
  const lists = /^(?:-l|--list|-n\d*|--points-at|--contains|--merged|-v|--verify)/;
  if (args.length === 0 || words.some(each => each !== undefined && lists.test(each))) return [];
  const [action] = words.includes(undefined) ? (['promote'] as const) : tagActions(words as string[], context);
  return action ? [action] : [];
}

/** What new tags do, the strictest first. */
const tagActions = (names: readonly string[], context: LineContext): ('promote' | 'unread')[] =>
  names.flatMap(name => (name.startsWith('-') ? [] : (context.tagAction(name) ?? []))).sort();

const TOPICS = /^(?:[pm]r|release|workflow|run|ci|pipeline|job|api|alias|extension)$/;
const VERBS =
  /^(?:merge|accept|create|run|rerun|retry|trigger|play|view|list|status|diff|checkout|checks|comment|close|reopen|edit|ready|review|watch|download|upload|delete|set|import|exec|install|get|enable|disable)$/;

/** The command lines of Git hosts. Options such as `--repo` may take a word anywhere. */
export function hostActions(args: Words, context: LineContext): AgentAction[] {
  if (args.includes(undefined)) return ['unread'];
  const words = (args as readonly string[]).filter(each => !each.startsWith('-'));
  const topic = words.findIndex(each => TOPICS.test(each));
  const verb = words.findIndex((each, index) => index > topic && VERBS.test(each));
  const what = `${words[topic] ?? ''} ${words[verb] ?? ''}`;
  if (/^[pm]r (?:merge|accept)$/.test(what)) return ['push'];
  if (what === 'release create') return tag(words.slice(verb + 1), context);
  if (/^(?:workflow|run|ci|pipeline|job) (?:run|rerun|retry|trigger|play|create)$/.test(what)) return ['unread'];
  if (/^(?:alias (?:set|import)|extension (?:exec|install))$/.test(what)) return ['unread'];
  const isWritten = /^(?:-[XfF]|--(?:method|field|raw-field|input|form))/;
  return words[topic] === 'api' && args.some(each => isWritten.test(each!)) ? ['unread'] : [];
}

/** The settings before the command of git, and the arguments from it on. */
function withoutGlobalOptions(args: Words): { readonly settings: Words; readonly rest: Words } {
  const settings: (string | undefined)[] = [];
  let at = 0;
  while (at < args.length && args[at]?.startsWith('-') === true) {
    const option = args[at]!;
    if (option === '-c') settings.push(args[at + 1]);
    else if (/^--(?:config-env|exec-path=)/.test(option)) settings.push(undefined);
    at += /^-[Cc]$|^--(?:git-dir|work-tree|namespace|config-env|super-prefix)$/.test(option) ? 2 : 1;
  }
  return { settings, rest: args.slice(at) };
}
