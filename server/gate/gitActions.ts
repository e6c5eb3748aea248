/** What git does to tags and branches that pipelines deploy, and which programs and files its arguments name. */
import type { AgentAction } from '../kubestack/rules/agentPolicy';

/** What a repository deploys. */
export interface DeployFacts {
  /** What the repository does with a new tag or branch name: `unread` if that isn't certain, undefined if it deploys nothing. */
  readonly tagAction: (name: string) => 'promote' | 'unread' | undefined;
  /** Whether a tag has this name; others are names of branches. */
  readonly isTag: (name: string) => boolean;
  readonly mainBranch: string;
}

export interface LineContext extends DeployFacts {
  /** Whether a path, seen from the folder of the call, is in another repository, whose tags are not known. */
  readonly isElsewhere: (path: string) => boolean;
  /** Whether a path is a file that can be run. */
  readonly isProgram: (path: string) => boolean;
  /** The files that a path or pattern of names stands for, or that are below it; undefined if they can't all be listed. */
  readonly filesOf: (path: string) => readonly string[] | undefined;
}

/** Where Git can't be read, tags that look like deploy tags are, and others may be. */
export const UNREADABLE: DeployFacts = {
  mainBranch: 'main',
  isTag: () => false,
  tagAction: name => (/(?:^|[-_/.])deploy(?:[-_/.]|$)/.test(name) ? 'promote' : 'unread'),
};

/** What is certain about another repository: its deploy tags have names like the usual ones, or like those of this one. */
export const contextElsewhere = (here: LineContext): LineContext => ({
  ...here,
  isTag: name => here.isTag(name) || UNREADABLE.tagAction(name) === 'promote',
  tagAction: name => (here.tagAction(name) === 'promote' ? 'promote' : UNREADABLE.tagAction(name)),
});

/** Arguments, undefined for those that are computed. */
export type Words = readonly (string | undefined)[];

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
/** Options and addresses that name a program or settings. */
const NAMES_PROGRAM =
  /^(?:--(?:upload-pack|receive-pack|exec|extcmd|open-files-in-pager|template|ext-diff|config|use-askpass)(?:=|$)|-O|ext::)/;
/** Options whose letter stands for a program or settings in these commands. */
const SHORT_PROGRAM: ReadonlyMap<string, RegExp> = new Map([
  ['clone', /^-[uc]/],
  ['grep', /^-O/],
  ['difftool', /^-x/],
  ['rebase', /^-x/],
]);
/** Options of push whose value can be the next word. */
const HAS_VALUE = /^(?:-o|--push-option|--repo|--receive-pack|--exec)$/;

export interface GitEffects {
  readonly actions: readonly AgentAction[];
  /** Whether it may run a command in its arguments. */
  readonly runs: boolean;
  /** Whether it writes or deletes files in its arguments. */
  readonly writes: boolean;
  /** Files that its options name for its output. */
  readonly outputs: Words;
}

/** @param args those of git */
export function gitActions(args: Words, here: LineContext): GitEffects {
  const { settings, folders, rest } = withoutGlobalOptions(args);
  const [command, ...own] = rest;
  const actions: AgentAction[] = [];
  const isElsewhere = folders.some(each => each === undefined || here.isElsewhere(each));
  const context = isElsewhere ? contextElsewhere(here) : here;
  if (settings.some(each => each === undefined || !HARMLESS_SETTING.test(each))) actions.push('unread');
  if (command === undefined ? rest.length > 0 : !PLAIN.has(command)) actions.push('unread');
  if (own.some(each => each !== undefined && isProgramOption(command, each))) actions.push('unread');
  if ((command === 'bisect' && own[0] === 'run') || (command === 'submodule' && own.includes('foreach')))
    actions.push('unread');
  // The changes of a patch are in a file that is not read.
  if (command === 'apply' || command === 'am') {
    const isRead = own.some(
      each => each !== undefined && /^--(?:stat|numstat|summary|check|abort|quit|skip)$/.test(each),
    );
    if (!isRead) actions.push('unread');
  }
  if (command === 'push') actions.push(...push(own, context));
  else if (command === 'tag') actions.push(...tagEffects(own, context));
  else if (command === 'config') actions.push(...config(own));
  const outputs = own.flatMap((each, at) => {
    if (each === '-o' || each === '--output') return [own[at + 1]];
    return each?.startsWith('--output=') === true ? [each.slice('--output='.length)] : [];
  });
  return { actions, runs: RUNS.has(command ?? ''), writes: WRITES.has(command ?? ''), outputs };
}

const isProgramOption = (command = '', option: string): boolean =>
  // A comment of a commit may look like an option.
  !['commit', 'tag', 'notes', 'push'].includes(command) &&
  (NAMES_PROGRAM.test(option) || SHORT_PROGRAM.get(command)?.test(option) === true);

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

export function tagEffects(args: Words, context: LineContext): AgentAction[] {
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
export const tagActions = (names: readonly string[], context: LineContext): ('promote' | 'unread')[] =>
  names.flatMap(name => (name.startsWith('-') ? [] : (context.tagAction(name) ?? []))).sort();

/** The settings and folders before the command of git, and the arguments from it on. */
function withoutGlobalOptions(args: Words): {
  readonly settings: Words;
  readonly folders: Words;
  readonly rest: Words;
} {
  const settings: (string | undefined)[] = [];
  const folders: (string | undefined)[] = [];
  let at = 0;
  while (at < args.length && args[at]?.startsWith('-') === true) {
    const option = args[at]!;
    if (option === '-c') settings.push(args[at + 1]);
    else if (/^--(?:config-env|exec-path=)/.test(option)) settings.push(undefined);
    else if (/^(?:-C|--git-dir|--work-tree)$/.test(option)) folders.push(args[at + 1]);
    else if (/^--(?:git-dir|work-tree)=/.test(option)) folders.push(option.slice(option.indexOf('=') + 1));
    at += /^-[Cc]$|^--(?:git-dir|work-tree|namespace|config-env|super-prefix)$/.test(option) ? 2 : 1;
  }
  return { settings, folders, rest: args.slice(at) };
}
