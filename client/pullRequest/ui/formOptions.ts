import * as vscode from 'vscode';
import type { GitHost } from '../../gitHost/gitHost';
import type { PullRequestDraft } from '../draft';
import { promptForText, showInformation, withProgress } from '../../core/messages';
import { pickMany, pickOne } from '../../core/quickPicks';
import { t } from '../../../common/localization';

/** Asks for the options of a draft. Returns the changes; undefined on cancel. */
export async function promptForOptions(
  draft: PullRequestDraft,
  connect: () => Promise<GitHost | undefined>,
): Promise<Partial<PullRequestDraft> | undefined> {
  const items = [
    {
      label: draft.draft ? t('Ready for review') : t('Draft'),
      icon: draft.draft ? 'eye' : 'git-pull-request-draft',
      description: draft.draft ? t('Marked as draft') : t('Marked as ready for review'),
      answer: 'draft' as const,
    },
    { label: t('Labels…'), icon: 'tag', description: draft.labels.join(', '), answer: 'labels' as const },
    {
      label: t('Reviewers…'),
      icon: 'person',
      description: draft.reviewers.map(({ name }) => name).join(', '),
      answer: 'reviewers' as const,
    },
    ...(draft.updates === undefined
      ? [{ label: t('Base branch…'), icon: 'git-branch', description: draft.base, answer: 'base' as const }]
      : []),
  ];
  const title = t('Pull request of {0}', draft.branch);
  const choice = await pickOne(items, { title });
  switch (choice?.answer) {
    case undefined:
      return undefined;
    case 'draft':
      return { draft: !draft.draft };
    case 'base':
      return promptForBase(draft);
    case 'labels':
      return promptForLabels(draft, connect);
    case 'reviewers':
      return promptForReviewers(draft, connect);
  }
}

async function promptForBase({ base }: PullRequestDraft): Promise<Partial<PullRequestDraft> | undefined> {
  const prompt = t('Target branch');
  const value = (await promptForText({ prompt, value: base }))?.trim();
  return value ? { base: value } : undefined;
}

async function promptForLabels(
  draft: PullRequestDraft,
  connect: () => Promise<GitHost | undefined>,
): Promise<Partial<PullRequestDraft> | undefined> {
  const gitHost = await connect();
  if (!gitHost) return undefined;
  const labels = await waiting(gitHost.labels());
  const names = [...new Set([...draft.labels, ...labels])];
  // Azure DevOps accepts any label; other Git hosts only existing ones.
  if (names.length === 0) {
    const prompt = t('Labels, separated by commas');
    const text = gitHost.hostedRepository.kind === 'azureDevOps' ? await promptForText({ prompt }) : undefined;
    if (text !== undefined)
      return {
        labels: text
          .split(',')
          .map(label => label.trim())
          .filter(label => label !== ''),
      };
    if (gitHost.hostedRepository.kind !== 'azureDevOps') void showInformation(t('The repository has no labels.'));
    return undefined;
  }
  const items = names.map(label => ({ label, picked: draft.labels.includes(label) }));
  const placeHolder = t('Labels of the pull request');
  const chosen = await pickMany(items, { placeHolder });
  return chosen && { labels: chosen.map(({ label }) => label) };
}

async function promptForReviewers(
  draft: PullRequestDraft,
  connect: () => Promise<GitHost | undefined>,
): Promise<Partial<PullRequestDraft> | undefined> {
  const gitHost = await connect();
  if (!gitHost) return undefined;
  const people = await waiting(gitHost.reviewers());
  if (people.length === 0) {
    void showInformation(t('No other reviewers are available in this repository.'));
    return undefined;
  }
  const picked = new Set(draft.reviewers.map(({ id }) => id));
  const items = people.map(({ id, name }) => ({ label: name, id, picked: picked.has(id) }));
  const placeHolder = t('Select reviewers');
  const chosen = await pickMany(items, { placeHolder, matchOnDescription: true });
  return chosen && { reviewers: chosen.map(({ id, label }) => ({ id, name: label })) };
}

function waiting<T>(work: Promise<T>): Thenable<T> {
  return withProgress({ location: vscode.ProgressLocation.Window, title: t('Asking the Git host…') }, () => work);
}
