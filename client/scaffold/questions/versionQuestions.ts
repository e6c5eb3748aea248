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
  const zones = suggest('ingress_zones');
  return [
    {
      id: 'to',
      prompt,
      input: { kind: 'choice', choices: versionChoices(context, 'to'), free: true },
      initial: suggest('to').default,
      answers: plainAnswer('to'),
      ...(versions.some(isBeforeZones) ? { branches: true as const } : {}),
    },
    ...((zones.values ?? []).length > 0
      ? [
          {
            id: 'ingress_zones',
            prompt: t(
              'Zones of the ingress address. Run terraform state show on azurerm_public_ip in each environment: another value replaces the address.',
            ),
            input: { kind: 'choice', choices: choicesOf(zones), free: true } as const,
            initial: zones.default,
            answers: plainAnswer('ingress_zones'),
          },
        ]
      : []),
  ];
}

/** Releases, newest first. Any other tag or commit can be typed. */
export const versionChoices = ({ suggest }: QuestionContext, name: string): Choice[] => choicesOf(suggest(name));

/** Whether an upgrade can ask for the zones of an address. */
const isBeforeZones = (version: string): boolean => Number(/^v0\.(\d+)\./.exec(version)?.[1] ?? Infinity) < 18;
