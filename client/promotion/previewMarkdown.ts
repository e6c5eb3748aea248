/** Builds the preview of a promotion as Markdown. */
import { codeSpan, editorText, markdownLink, markdownName } from '../../common/markdown';
import type { PipelineState } from '../gitHost/pipelineState';
import { shortHash, type Commit } from './commitGraph';
import type { Refusal } from './refusal';
import { refusalText, uncommittedText } from './refusalText';
import type { Stage } from './stage';
import type { TagOutcome } from '../../common/promotion/pipelineFiles';
import { agoText } from './stageText';
import { tagOutcomeText } from './tagOutcomeText';
import { t } from '../../common/localization';
import { documentSections, type SectionTexts } from '../../common/review/documentSections';

export interface Preview {
  readonly stage: Stage;
  readonly commit: Commit | undefined;
  readonly hash: string;
  readonly isRollback: boolean;
  /** Promoted commits, newest first; for a rollback, the commits to be undone. */
  readonly commits: readonly Commit[];
  readonly pipeline: PipelineState;
  /** What the commit's pipelines do with the deploy tag. */
  readonly tagOutcome: TagOutcome;
  /** Whether there are rules or freezes that no pipeline checks. */
  readonly isUnguarded?: boolean;
  /** Refusals that can be overridden with a reason. */
  readonly refusals: readonly Refusal[];
  /** The sections of the review. */
  readonly texts: SectionTexts;
  /** The plan's summary; undefined if this commit has no plan. */
  readonly plan: string | undefined;
  /** Uncommitted files of the checked-out branch, which are not promoted. */
  readonly uncommitted?: readonly string[];
  readonly now: number;
}

const MAX_COMMITS = 100;

export function previewMarkdown(preview: Preview): string {
  const { stage, commit, hash, isRollback, commits, refusals, texts, plan, now } = preview;
  const { environment, there } = stage;
  const left = uncommittedText(preview.uncommitted ?? []);
  const title = isRollback
    ? t('Roll {0} back to {1}', markdownName(environment), codeSpan(shortHash(hash)))
    : t('Promote {0} to {1}', codeSpan(shortHash(hash)), markdownName(environment));
  // Listed below, among the reasons for an override.
  const isKnownWrong = ['notStarted', 'notApplied'].includes(preview.tagOutcome.kind);
  const facts = [
    commit && t('Commit: {0} {1}', codeSpan(shortHash(hash)), editorText(`${commit.subject} (${commit.author})`)),
    there
      ? t(
          'Currently deployed: {0}',
          [
            ...(there.tag ? [codeSpan(there.tag.name)] : []),
            codeSpan(shortHash(there.commit)),
            editorText(there.by),
            agoText(there.at, now),
          ].join(' '),
        )
      : t('Currently deployed: nothing'),
    t(
      'Pipeline for {0}: {1}',
      stage.previous === undefined ? '' : markdownName(stage.previous),
      pipelineText(preview.pipeline),
    ),
    !isKnownWrong && t('Deploy tag: {0}', editorText(tagOutcomeText(preview.tagOutcome, environment))),
    preview.isUnguarded === true &&
      t('No pipeline checks rules and freezes, so a tag that is pushed in a terminal passes them.'),
    left !== '' && editorText(left),
    isRollback &&
      t(
        '**This is a rollback**: the environment returns to an earlier commit and stays there until the next promotion.',
      ),
  ].filter(line => typeof line === 'string');
  return [
    `# ${title}`,
    facts.map(line => `- ${line}`).join('\n'),
    ...(refusals.length > 0
      ? [
          `## ${t('Override required')}`,
          refusals.map(each => `- ${editorText(refusalText(each, environment))}`).join('\n'),
        ]
      : []),
    `## ${isRollback ? t('Commits to be undone') : t('Commits')}`,
    commitList(commits),
    ...documentSections(texts, {
      headings: { values: t('Changes in {0}', markdownName(environment)) },
      unchanged: { values: t('No changes to the effective configuration.') },
      unknown: {
        values: t('Changes unavailable. See the output for details.'),
        forecast: t('Forecast unavailable. See the output for details.'),
      },
    }),
    `## ${t('Plan')}`,
    plan ?? t('No plan for this commit. Plan {0} to see what Terraform would do.', markdownName(environment)),
    '',
  ].join('\n\n');
}

function commitList(commits: readonly Commit[]): string {
  if (commits.length === 0) return t('None.');
  const shown = commits
    .slice(0, MAX_COMMITS)
    .map(
      ({ hash, subject, author }) => `- ${codeSpan(shortHash(hash))} ${editorText(subject)} — ${editorText(author)}`,
    );
  const more = commits.length - MAX_COMMITS;
  return [...shown, ...(more > 0 ? [`- ${t('and {0} more', more)}`] : [])].join('\n');
}

/** The pipeline's state with a link to the run. */
function pipelineText(state: PipelineState): string {
  const { url, name } = state;
  const isPage = url !== undefined && /^https?:/i.test(url);
  const link = isPage ? ` (${markdownLink(editorText(name ?? t('run')), url)})` : '';
  return editorText(pipelineSummary(state)) + link;
}

/** The pipeline's state as plain text. */
export function pipelineSummary({ state, reason }: PipelineState): string {
  const words = {
    succeeded: t('succeeded'),
    failed: t('failed'),
    running: t('still running'),
    unknown: reason === undefined ? t('unknown') : t('unknown: {0}', reason),
  };
  return words[state];
}
