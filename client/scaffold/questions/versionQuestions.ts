/** The questions of Set Framework Version. */
import { plainAnswer, type Choice, type Question } from '../question';
import { choicesOf } from './clusterQuestions';
import type { QuestionContext } from './questionContext';
import { t } from '../../../common/localization';

export function versionQuestions(context: QuestionContext): Question[] {
  const { platform, suggest } = context;
  const versions = platform?.frameworkVersions ?? [];
  const prompt =
    versions.length > 1
      ? t('Framework version for the whole platform (currently {0})', versions.join(', '))
      : t('Framework version for the whole platform (currently {0})', versions.join());
  return [
    {
      id: 'to',
      prompt,
      input: { kind: 'choice', choices: versionChoices(context, 'to'), free: true },
      initial: suggest('to').default,
      answers: plainAnswer('to'),
    },
  ];
}

/** Releases, newest first. Any other tag or commit can be typed. */
export const versionChoices = ({ suggest }: QuestionContext, name: string): Choice[] => choicesOf(suggest(name));
