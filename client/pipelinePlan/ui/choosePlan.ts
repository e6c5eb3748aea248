import { pickOne, separator, type PickItem } from '../../core/quickPicks';
import type { ListedPullRequest } from '../../gitHost/gitHost';
import type { RecentCommit } from '../recentCommits';
import type { PlannedCommit } from './pipelinePlans';
import { t } from '../../../common/localization';

/** The available choices. */
export interface PlanChoices {
  /** Name of the Git host; undefined if the remote is on no supported one. */
  readonly host: string | undefined;
  /** Undefined if the user is not signed in. */
  readonly pullRequests: readonly ListedPullRequest[] | undefined;
  readonly tags: readonly RecentCommit[];
  readonly commits: readonly RecentCommit[];
}

export type PlanChoice =
  { readonly kind: 'commit'; readonly commit: PlannedCommit } | { readonly kind: 'signIn' | 'file' | 'help' };

interface Item extends PickItem {
  readonly choice?: PlanChoice;
}

/** Lets the user choose the pull request, commit or tag whose plan is shown; undefined on cancel. */
export async function choosePlan(choices: PlanChoices): Promise<PlanChoice | undefined> {
  const placeHolder =
    choices.host === undefined
      ? t("The remote isn't on a supported Git host. Open a report from a file.")
      : t('Select the pull request, tag or commit whose plan to show');
  return (await pickOne(itemsOf(choices), { placeHolder, matchOnDescription: true }))?.choice;
}

function itemsOf({ host, pullRequests, tags, commits }: PlanChoices): Item[] {
  const signIn: Item[] =
    host === undefined || pullRequests
      ? []
      : [{ label: t('Sign in to {0} to list pull requests', host), icon: 'account', choice: { kind: 'signIn' } }];
  const more: Item[] = [
    { label: t('Open a report from a file…'), icon: 'file', choice: { kind: 'file' } },
    { label: t('How a pipeline keeps plan reports'), icon: 'question', choice: { kind: 'help' } },
  ];
  if (host === undefined) return more;
  return [
    ...signIn,
    ...group(t('Pull requests'), (pullRequests ?? []).map(pullRequestItem)),
    ...group(
      t('Tags'),
      tags.map(tag => commitItem(tag, 'tag', tag.label)),
    ),
    ...group(
      t('Commits'),
      commits.map(commit => commitItem(commit, 'git-commit', t('commit {0}', shortHash(commit.commit)))),
    ),
    ...group(t('More'), more),
  ];
}

const group = (title: string, items: readonly Item[]): Item[] =>
  items.length === 0 ? [] : [separator(title), ...items];

function pullRequestItem({ number, title, branch, commit }: ListedPullRequest): Item {
  const name = t('pull request #{0}', number);
  return {
    label: `#${number} ${title}`,
    icon: 'git-pull-request',
    description: [branch, shortHash(commit)].join(' · '),
    choice: { kind: 'commit', commit: { commit, name } },
  };
}

function commitItem({ commit, label, ref, at }: RecentCommit, icon: string, name: string): Item {
  return {
    label,
    icon,
    description: [shortHash(commit), new Date(at).toLocaleString()].join(' · '),
    choice: { kind: 'commit', commit: { commit, name, ...(ref !== undefined && { ref }) } },
  };
}

const shortHash = (commit: string): string => commit.slice(0, 7);
