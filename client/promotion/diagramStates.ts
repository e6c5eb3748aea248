/** The states of environments for the headings of the platform diagram. */
import type { StateTexts } from '../../common/diagram/diagram';
import { t } from '../../common/localization';
import { shortHash } from './commitGraph';
import { driftText, type DriftState } from './driftState';
import type { Stage } from './stage';
import { hasFailed, untilText } from './stageText';

/** The result of the last apply, whether reality still matches, and what is applied. The end may be cut off. */
export const diagramStates = (
  stages: readonly Stage[],
  drift: (environment: string) => DriftState,
  now: number,
): StateTexts[] =>
  stages.map(stage => {
    const { environment, there, pipeline } = stage;
    const current = drift(environment);
    const result = there ? resultText(pipeline?.state.state) : t('never promoted');
    const applied = there ? (there.tag?.name ?? shortHash(there.commit)) : '';
    const problem = hasFailed(stage) ? 'failed' : current.open > 0 ? 'drifted' : undefined;
    const matching = driftText(current, now);
    const states = problem === 'drifted' ? [matching, result] : [result, matching];
    const frozen = stage.frozenUntil === undefined ? '' : t('frozen until {0}', untilText(stage.frozenUntil, now));
    const texts = [frozen, ...states, applied];
    return { environment, texts: texts.filter(text => text !== ''), ...(problem ? { problem } : {}) };
  });

function resultText(state: NonNullable<Stage['pipeline']>['state']['state'] | undefined): string {
  switch (state) {
    case 'succeeded':
      return t('applied');
    case 'failed':
      return t('apply failed');
    case 'running':
      return t('applying');
    default:
      return '';
  }
}
