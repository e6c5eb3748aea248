/** What a commit's pipelines do with a deploy tag, as a sentence. */
import type { TagOutcome } from '../../common/promotion/pipelineFiles';
import { t } from '../../common/localization';

export function tagOutcomeText(outcome: TagOutcome, environment: string): string {
  switch (outcome.kind) {
    case 'applied':
      return outcome.isManual
        ? t('The pipeline in {0} applies it to {1} after you start the job there.', outcome.path, environment)
        : t('The pipeline in {0} applies it to {1}.', outcome.path, environment);
    case 'appliedElsewhere':
      return t('The pipeline in {0} applies it to {1}.', outcome.path, outcome.environment);
    case 'notApplied':
      return t("The pipeline in {0} runs, but doesn't apply it to {1}.", outcome.path, environment);
    case 'notStarted':
      return t('No pipeline of this commit runs for the tag, so nothing applies it to {0}.', environment);
    case 'noPipeline':
      return t('No pipeline was found in this commit. Check that another system applies it to {0}.', environment);
    case 'unknown':
      return t("Whether a pipeline applies it to {0} can't be determined from the pipeline files.", environment);
  }
}
