/** The message of a deploy tag: text followed by trailers that the extension parses. */
import { visibleText } from '../../common/visibleText';
import { shortHash, type Commit } from './commitGraph';
import type { Refusal } from './refusal';

export interface TagMessageInput {
  readonly environment: string;
  readonly commit: string;
  /** Promoted commits, newest first. */
  readonly commits: readonly Commit[];
  /** The previous deployment: a tag's name and commit. */
  readonly before?: { readonly tag: string; readonly commit: string };
  readonly isRollback: boolean;
  /** Overridden refusals. */
  readonly passed: readonly Refusal[];
  readonly reason?: string;
  /** Page of the run that validated the commit. */
  readonly run?: string;
}

const MAX_COMMITS = 50;

/** Writes the message in English, like everything in a repository. Each untrusted text is on one line, so that it can't contain a trailer. */
export function tagMessage(input: TagMessageInput): string {
  const { environment, commit, commits, before, isRollback } = input;
  const what = isRollback ? `Roll ${environment} back to` : `Promote to ${environment}:`;
  const count =
    isRollback || commits.length === 0 ? '' : commits.length === 1 ? ' (1 commit)' : ` (${commits.length} commits)`;
  const listed = commits.slice(0, MAX_COMMITS).map(each => `- ${shortHash(each.hash)} ${oneLine(each.subject)}`);
  const more = commits.length > MAX_COMMITS ? [`- and ${commits.length - MAX_COMMITS} more`] : [];
  return [
    `${what} ${shortHash(commit)}${count}`,
    ...(before ? ['', `Before: ${before.tag} (${shortHash(before.commit)})`] : []),
    ...(listed.length > 0 ? ['', ...listed, ...more] : []),
    '',
    ...trailers(input),
    '',
  ]
    .map(visibleText)
    .join('\n');
}

function trailers({ environment, isRollback, before, passed, reason, run }: TagMessageInput): string[] {
  return [
    `Kubestack-Environment: ${environment}`,
    ...(isRollback && before ? [`Kubestack-Rollback-From: ${before.tag}`] : []),
    ...(run === undefined ? [] : [`Kubestack-Validated-By: ${run}`]),
    ...(passed.length > 0 ? [`Kubestack-Passed: ${passed.map(({ kind }) => kind).join(', ')}`] : []),
    ...(reason === undefined || reason.trim() === '' ? [] : [`Kubestack-Reason: ${oneLine(reason)}`]),
  ];
}

/** The tag that was rolled back from; undefined for a promotion. */
export function rollbackFrom(message: string): string | undefined {
  return /^Kubestack-Rollback-From: (.+)$/m.exec(message)?.[1];
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
