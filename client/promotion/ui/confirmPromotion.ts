import type { ChangeLine } from '../../platform/changeLines';
import { changeSummary } from '../../platform/changeLines';
import { shortHash, type Commit } from '../commitGraph';
import { pipelineSummary } from '../previewMarkdown';
import type { PipelineState } from '../../gitHost/pipelineState';
import type { TagOutcome } from '../../../common/promotion/pipelineFiles';
import type { Refusal } from '../refusal';
import type { ReplacedModule } from '../../scaffold/replacedModules';
import { tagOutcomeText } from '../tagOutcomeText';
import { refusalText, uncommittedText } from '../refusalText';
import type { LostCluster } from '../../../common/forecast/lostClusters';
import { promptForText, promptInDialog } from '../../core/messages';
import { pickOne, separator, type PickItem } from '../../core/quickPicks';
import { t } from '../../../common/localization';

export interface Confirmation {
  readonly environment: string;
  readonly commit: string;
  readonly isRollback: boolean;
  readonly commits: readonly Commit[];
  readonly changes: readonly ChangeLine[];
  /** Clusters and node pools that are replaced or destroyed. */
  readonly lost: readonly LostCluster[];
  /** Node pools and clusters that can be replaced step by step instead. */
  readonly ways: readonly ReplacedModule[];
  /** Sentences about versions of Kubernetes that skip one, or reach this environment too early. */
  readonly versionOrder: readonly string[];
  readonly pipeline: PipelineState;
  /** What the commit's pipelines do with the deploy tag. */
  readonly tagOutcome: TagOutcome;
  /** Refusals that the user overrides by confirming. */
  readonly refusals: readonly Refusal[];
  /** The plan in a few words; '' if there is none. */
  readonly plan: string;
  /** Uncommitted files of the checked-out branch, which are not promoted. */
  readonly uncommitted: readonly string[];
}

/**
 * Asks for confirmation. The list is short, so that the preview below it stays visible.
 * @returns the reason, '' if none is required; or what is replaced step by step instead; undefined on cancel
 */
export async function confirmPromotion(confirmation: Confirmation): Promise<string | ReplacedModule | undefined> {
  const { environment, commit, isRollback, refusals, commits } = confirmation;
  const count = commits.length === 1 ? t('1 commit') : t('{0} commits', commits.length);
  const title = isRollback
    ? t('Roll {0} back to {1}', environment, shortHash(commit))
    : t('Promote {0} to {1}: {2}', shortHash(commit), environment, count);
  const placeHolder = t('Review the preview in the editor, then confirm.');
  const items = itemsOf(confirmation);
  for (;;) {
    const chosen = await pickOne(items, { title, placeHolder, ignoreFocusOut: true });
    if (!chosen || chosen.answer === 'no') return undefined;
    if (typeof chosen.answer === 'object') return chosen.answer;
    if (chosen.answer === 'yes') break;
  }
  const accepted = await acceptsRisks(confirmation);
  if (accepted !== true) return accepted;
  if (refusals.length === 0 && !isRollback) return '';
  return promptForText({
    title,
    prompt: isRollback
      ? t('Reason for the rollback (recorded in the tag)')
      : t('Reason for promoting anyway (recorded in the tag)'),
    ignoreFocusOut: true,
    validateInput: text => (text.trim() === '' ? t('Enter a reason.') : undefined),
  });
}

/** Asks once more if clusters or node pools are lost, or versions of Kubernetes are out of order. */
async function acceptsRisks({
  environment,
  lost,
  ways,
  versionOrder,
  isRollback,
}: Confirmation): Promise<true | ReplacedModule | undefined> {
  // A rollback returns to versions that the environment had.
  const order = isRollback ? [] : versionOrder;
  if (lost.length + order.length === 0) return true;
  const question =
    lost.length === 0
      ? t('The promotion changes versions of Kubernetes in {0} out of order. Promote anyway?', environment)
      : lost.length === 1
        ? t('The promotion replaces or destroys a cluster or node pool in {0}. Promote anyway?', environment)
        : t(
            'The promotion replaces or destroys {0} clusters and node pools in {1}. Promote anyway?',
            lost.length,
            environment,
          );
  const names = lost.slice(0, MAX_LOST).map(lostText);
  const more = lost.length - names.length;
  const detail = [...names, ...(more > 0 ? [t('and {0} more', more)] : []), ...order.slice(0, MAX_LOST)].join('\n');
  const promote = t('Promote');
  const [way] = isRollback ? [] : ways;
  const instead = way && t('Replace {0} Step by Step…', way.name);
  // The way that loses nothing comes first.
  const answer = await promptInDialog(question, detail, instead === undefined ? [promote] : [instead, promote]);
  if (answer === promote) return true;
  return answer === undefined ? undefined : way;
}

const lostText = ({ action, address }: LostCluster): string =>
  action === 'replace' ? t('Replaced: {0}', address) : t('Destroyed: {0}', address);

/** Number of clusters and node pools in a question. */
const MAX_LOST = 10;

/** Number of modules in the list that can be replaced step by step. */
const MAX_WAYS = 3;

interface Item extends PickItem {
  readonly answer?: 'yes' | 'no' | ReplacedModule;
}

function itemsOf(confirmation: Confirmation): Item[] {
  const { environment, isRollback, commits, changes, pipeline, tagOutcome, refusals, plan, uncommitted, ways } =
    confirmation;
  const go = isRollback ? t('Roll {0} Back', environment) : t('Promote to {0}', environment);
  const { length } = commits;
  const undone = length === 1 ? t('1 commit to undo') : t('{0} commits to undo', length);
  const facts = [isRollback ? undone : '', changeSummary(changes, environment), plan].filter(part => part !== '');
  const yes: Item = {
    label: refusals.length > 0 ? t('{0} Anyway…', go) : go,
    icon: 'rocket',
    description: facts.join(' · '),
    answer: 'yes',
  };
  const no: Item = { label: t('Cancel'), icon: 'close', answer: 'no' };
  const left = uncommittedText(uncommitted);
  return [
    // Enter chooses the first item.
    ...(refusals.length > 0 ? [no, yes] : [yes, no]),
    ...(isRollback ? [] : ways.slice(0, MAX_WAYS)).map(way => ({
      label: t('Replace {0} Step by Step…', way.name),
      icon: 'arrow-swap',
      answer: way,
    })),
    ...(refusals.length > 0
      ? [
          separator(t('Override required')),
          ...refusals.map(refusal => ({ label: refusalText(refusal, environment), icon: 'warning' })),
        ]
      : []),
    ...(refusals.some(({ kind }) => kind === 'pipelineMissing')
      ? []
      : [separator(t('Pipeline')), { label: pipelineSummary(pipeline), icon: 'info' }]),
    ...(tagOutcome.kind === 'noPipeline' || tagOutcome.kind === 'unknown'
      ? [{ label: tagOutcomeText(tagOutcome, environment), icon: 'info' }]
      : []),
    ...(left === '' ? [] : [{ label: left, icon: 'info' }]),
  ];
}
