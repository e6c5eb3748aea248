/** The questions of *Replace Step by Step*. Its argument answers them where a forecast or an open change says what is replaced. */
import { isRecord } from '../../../common/isRecord';
import { t } from '../../../common/localization';
import { plainAnswer, type Question } from '../question';
import type { QuestionContext } from './questionContext';

/** Answers that the command has without asking: they have no question of their own. */
export const GIVEN = 'given';

export function replacementQuestions({ platform, given, suggest }: QuestionContext): Question[] {
  const clusters = platform?.clusters ?? [];
  const name: Question = {
    id: 'name',
    prompt: t('Node pool or cluster to replace'),
    input: {
      kind: 'choice',
      choices: clusters.flatMap(cluster => [
        ...cluster.nodePools.map(pool => ({ label: pool.name, value: pool.name, description: t('node pool') })),
        { label: cluster.name, value: cluster.name, description: t('cluster, or its default node pool') },
      ]),
    },
    branches: true,
    answers: plainAnswer('name'),
  };
  if (isRecord(given[GIVEN]))
    return [
      name,
      { id: GIVEN, prompt: '', input: { kind: 'text' }, once: true, answers: value => (isRecord(value) ? value : {}) },
    ];
  const attributes = suggest('attribute').values ?? [];
  const attribute = typeof given['attribute'] === 'string' ? given['attribute'] : undefined;
  const current = attributes.find(({ value }) => value === attribute)?.description;
  return [
    name,
    {
      id: 'attribute',
      prompt: t('Attribute that gets another value'),
      input: {
        kind: 'choice',
        free: true,
        choices: attributes.map(({ value, description }) => ({
          label: value,
          value,
          ...(description === undefined ? {} : { description }),
        })),
      },
      branches: true,
      answers: () => ({}),
    },
    {
      id: 'value',
      prompt: t('New value of {0}', attribute ?? ''),
      input: { kind: 'text' },
      initial: current,
      answers: value => (attribute === undefined ? {} : { values: { [attribute]: parsed(value) } }),
    },
  ];
}

/** JSON where it is JSON, else a text. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
