import * as vscode from 'vscode';
import { Command } from '../../core/ids';
import { toSentences } from '../../git/gitProblem';
import { shortHash } from '../commitGraph';
import type { PromotionOutcome } from '../promote';
import { refusalText } from '../refusalText';
import { showError, showInformation } from '../../core/messages';

/** Says how a promotion ended: what happened, why, and what to do next. @param repository its folder */
export async function showPromotionOutcome(
  outcome: PromotionOutcome,
  environment: string,
  isRollback: boolean,
  repository: string,
): Promise<void> {
  const { t } = vscode.l10n;
  const again = t('Promote…');
  const failed = async (text: string): Promise<void> => {
    const showOutput = t('Show Output');
    const chosen = await showError(text, again, showOutput);
    if (chosen === showOutput) await vscode.commands.executeCommand(Command.showOutput);
    if (chosen === again) await vscode.commands.executeCommand(Command.promote, { repository, environment });
  };
  switch (outcome.kind) {
    case 'promoted':
      void showInformation(
        isRollback
          ? t(
              '{0} rolls {2} back to {1}. The pipeline has it from here.',
              outcome.tag,
              shortHash(outcome.commit),
              environment,
            )
          : t(
              '{0} promotes {1} to {2}. The pipeline has it from here.',
              outcome.tag,
              shortHash(outcome.commit),
              environment,
            ),
      );
      return;
    case 'alreadyThere':
      void showInformation(
        t(
          '{0} has promoted it to {1} just now, as {2}. There is nothing left to do.',
          outcome.tag.tagger || t('A colleague'),
          environment,
          outcome.tag.name,
        ),
      );
      return;
    case 'superseded':
      return failed(
        t(
          'Meanwhile {0} was changed by {1}, so what you confirmed is no longer true. Nothing was promoted: look at the preview again.',
          environment,
          outcome.tag?.name ?? t('a colleague'),
        ),
      );
    case 'refused':
      return failed(
        t('Nothing was promoted: {0}', outcome.refusals.map(refusal => refusalText(refusal, environment, t)).join(' ')),
      );
    case 'noName':
      return failed(
        t(
          'There is no free name for a tag by the pattern {0}. Add {1} to the setting kubestack.deployTag.pattern.',
          outcome.template,
          '{counter}',
        ),
      );
    case 'notTagged':
      return failed(
        outcome.isSigning
          ? t(
              'Git is set to sign tags and could not: {0} Nothing was promoted. Unlock the key, or set user.signingKey.',
              toSentences(outcome.message),
            )
          : t('Git could not make the tag: {0} Nothing was promoted.', toSentences(outcome.message)),
      );
    case 'notPushed':
      return failed(
        outcome.problem === 'authentication'
          ? t(
              'The remote did not let you push: {0} Nothing was promoted, and the tag is removed again. Sign in, or ask for the right to push tags.',
              toSentences(outcome.message),
            )
          : t(
              'The remote did not take the tag: {0} Nothing was promoted, and the tag is removed again.',
              toSentences(outcome.message),
            ),
      );
    case 'cancelled':
      void showInformation(t('Cancelled: nothing was promoted to {0}, and no tag is left.', environment));
      return;
    case 'uncertain':
      if (outcome.message === '')
        return failed(
          t(
            'You have cancelled while {0} was pushed, and the remote does not say whether it took the tag. Refresh when it answers, to see.',
            outcome.tag,
          ),
        );
      return failed(
        t(
          'The connection broke while {0} was pushed, and the remote does not answer: {1} Refresh when it does, to see whether it took the tag.',
          outcome.tag,
          toSentences(outcome.message),
        ),
      );
  }
}
