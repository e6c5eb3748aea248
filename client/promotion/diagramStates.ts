/** The states of environments for the headings of the platform diagram. */
import type { StateTexts } from '../../common/diagram/diagram';
import { t } from '../../common/localization';
import { shortHash } from './commitGraph';
import { driftText, type DriftState } from './driftState';
import type { Stage } from './stage';
import { hasFailed } from './stageText';

/** What was applied with which result, and whether reality still matches. The most important part comes first, since the end may be cut off. */
export const diagramStates = (
  stages: readonly Stage[],
  drift: (environment: string) => DriftState,
  now: number,
): StateTexts[] =>
  stages.map(stage => {
    const { environment, there, pipeline } = stage;
    const current = drift(environment);
    const applied = there ? [resultText(pipeline?.state.state), there.tag?.name ?? shortHash(there.commit)] : [];
    const result = there ? applied.filter(text => text !== '') : [t('never promoted')];
    const isDrifted = current.open > 0;
    const texts =
      hasFailed(stage) || !isDrifted ? [...result, driftText(current, now)] : [driftText(current, now), ...result];
    return { environment, texts, ...(hasFailed(stage) ? { hasFailed: true } : {}) };
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
