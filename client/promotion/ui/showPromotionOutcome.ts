import * as vscode from 'vscode';
import { Command } from '../../core/ids';
import { toSentences } from '../../git/gitProblem';
import { shortHash } from '../commitGraph';
import type { PromotionOutcome } from '../promote';
import { refusalText } from '../refusalText';
import type { TagOutcome } from '../../../common/promotion/pipelineFiles';
import { tagOutcomeText } from '../tagOutcomeText';
import { showError, showInformation, showWarning } from '../../core/messages';
import { t } from '../../../common/localization';

export interface ShownPromotion {
  readonly environment: string;
  readonly isRollback: boolean;
  /** What the commit's pipelines do with the deploy tag. */
  readonly tagOutcome: TagOutcome;
}

/** Shows the outcome of a promotion: the result, its reason, and the next step. @param repository its folder */
export async function showPromotionOutcome(
  outcome: PromotionOutcome,
  { environment, isRollback, tagOutcome }: ShownPromotion,
  repository: string,
): Promise<void> {
  const again = t('Promote…');
  const failed = async (text: string): Promise<void> => {
    const showOutput = t('Show Output');
    const chosen = await showError(text, again, showOutput);
    if (chosen === showOutput) await vscode.commands.executeCommand(Command.showOutput);
    if (chosen === again) await vscode.commands.executeCommand(Command.promote, { repository, environment });
  };
  switch (outcome.kind) {
    case 'promoted':
      void showPromoted(outcome.tag, outcome.commit, { environment, isRollback, tagOutcome });
      return;
    case 'alreadyThere':
      void showInformation(
        t(
          '{0} has just promoted this commit to {1} as {2}. Nothing left to do.',
          outcome.tag.tagger || t('A colleague'),
          environment,
          outcome.tag.name,
        ),
      );
      return;
    case 'superseded':
      return failed(
        t(
          '{1} changed {0} after you opened the preview. Nothing was promoted. Review the updated preview.',
          environment,
          outcome.tag?.name ?? t('a colleague'),
        ),
      );
    case 'refused':
      return failed(
        t('Nothing was promoted: {0}', outcome.refusals.map(refusal => refusalText(refusal, environment)).join(' ')),
      );
    case 'noName':
      return failed(
        t(
          'No unused tag name matches the pattern {0}. Add {1} to the setting kubestack.deployTag.pattern.',
          outcome.template,
          '{counter}',
        ),
      );
    case 'notTagged':
      return failed(
        outcome.isSigning
          ? t(
              'Git is configured to sign tags but could not: {0} Nothing was promoted. Unlock the key, or set user.signingKey.',
              toSentences(outcome.message),
            )
          : t('Git could not create the tag: {0} Nothing was promoted.', toSentences(outcome.message)),
      );
    case 'notPushed':
      return failed(
        outcome.problem === 'authentication'
          ? t(
              'The remote denied the push: {0} Nothing was promoted, and the local tag was removed. Sign in, or ask for permission to push tags.',
              toSentences(outcome.message),
            )
          : t(
              'The remote rejected the tag: {0} Nothing was promoted, and the local tag was removed.',
              toSentences(outcome.message),
            ),
      );
    case 'cancelled':
      void showInformation(t('Cancelled. Nothing was promoted to {0}, and no tag was left behind.', environment));
      return;
    case 'uncertain':
      if (outcome.message === '')
        return failed(
          t(
            'You cancelled while {0} was being pushed, and the remote has not confirmed it. Refresh later to see whether the tag arrived.',
            outcome.tag,
          ),
        );
      return failed(
        t(
          'The connection was lost while pushing {0}, and the remote is not responding: {1} Refresh later to see whether the tag arrived.',
          outcome.tag,
          toSentences(outcome.message),
        ),
      );
  }
}

async function showPromoted(
  tag: string,
  commit: string,
  { environment, isRollback, tagOutcome }: ShownPromotion,
): Promise<void> {
  const done = isRollback
    ? t('Rolled {2} back to {1} with {0}.', tag, shortHash(commit), environment)
    : t('Promoted {1} to {2} with {0}.', tag, shortHash(commit), environment);
  const next = tagOutcomeText(tagOutcome, environment);
  const isApplied = tagOutcome.kind === 'applied';
  const text = [done, ...(isApplied ? [t('Your pipeline takes it from here.')] : []), next].join(' ');
  const isWrong = tagOutcome.kind === 'notStarted' || tagOutcome.kind === 'notApplied';
  await (isWrong ? showWarning(text) : showInformation(text));
}
