/** The name of a service with a local module: folder, label and suffix of its calls' names. */
import { t } from '../../../common/localization';
import type { AnswerReader, TextRule } from '../answerReader';
import { withoutTrailing } from '../../../common/withoutTrailing';

const FEATURE: TextRule = {
  accepts: text => /^[a-z][a-z0-9_]{0,49}$/.test(underscored(text)),
  advice: () => t('use lowercase letters, digits and underscores, beginning with a letter, such as metrics_server'),
};

const underscored = (text: string): string => text.replaceAll('-', '_');

/** From the answer, or else from the project or the chart. Undefined after a problem. */
export function readFeature(answers: AnswerReader): string | undefined {
  const feature = answers.text('feature', FEATURE, usualFeature([answers.raw('chart'), answers.raw('project_url')]));
  return feature === undefined ? undefined : underscored(feature);
}

/** @param sources addresses of the installed software, the best first: a chart, a project. Each ends with the name. */
export function usualFeature(sources: readonly unknown[]): string | undefined {
  const named = sources.find(value => typeof value === 'string');
  const last =
    withoutTrailing(named ?? '', '/')
      .split('/')
      .at(-1)
      ?.toLowerCase() ?? '';
  return typeof FEATURE.accepts === 'function' && FEATURE.accepts(last) ? last : undefined;
}

export const featureFolder = (feature: string): string => `modules/${feature}`;
