/** The questions of Add Cluster. */
import type { Cluster } from '../../../common/protocol';
import { clouds, cloudWords, wordOf, type CloudWord } from '../cloudNames';
import { answer, type Choice, type Question } from '../question';
import { placeQuestions, sizeQuestions, zoneQuestion, type ClusterContext } from './clusterQuestions';
import type { ScaffoldContext } from './questionContext';

/** A cluster like another one is only asked where it is. */
export function addedClusterQuestions(context: ScaffoldContext): Question[] {
  const { t, suggest, given, platform } = context;
  const word = cloudWords.find(each => each === given['provider']);
  const provider = providerQuestion(context);
  if (!word) return [provider];
  const models = (platform?.clusters ?? []).filter(cluster => wordOf(cluster.provider) === word);
  const cluster: ClusterContext = { t, word, suggest, id: `${word}.` };
  const isCopy = models.some(({ name }) => name === given[`${word}.mirror`]);
  return [
    provider,
    ...(models.length > 0 ? [mirrorQuestion(context, word, models)] : []),
    ...placeQuestions(cluster),
    ...(isCopy ? (word === 'aks' ? [] : [zoneQuestion(cluster, 'zones')]) : sizeQuestions(cluster)),
  ];
}

function providerQuestion({ t, platform }: ScaffoldContext): Question {
  const used = (platform?.clusters ?? []).map(cluster => wordOf(cluster.provider));
  const sorted = [...cloudWords].sort((a, b) => Number(used.includes(b)) - Number(used.includes(a)));
  return {
    id: 'provider',
    prompt: t('Cloud of the new cluster'),
    input: {
      kind: 'choice',
      choices: sorted.map(word => ({
        label: clouds[word].name,
        value: word,
        description: used.includes(word) ? t('in use') : '',
      })),
    },
    initial: sorted[0],
    answers: answer('provider'),
  };
}

function mirrorQuestion({ t }: ScaffoldContext, word: CloudWord, models: readonly Cluster[]): Question {
  const choices: Choice[] = models.map(({ name, region }) => ({
    label: t('Like {0}', name),
    value: name,
    ...(region === undefined ? {} : { description: region }),
    detail: t('Copies its configuration; region and zones are asked.'),
  }));
  return {
    id: `${word}.mirror`,
    prompt: t('What the new cluster is made of'),
    input: { kind: 'choice', choices: [...choices, { label: t('Something else'), value: '' }] },
    initial: choices[0]?.value,
    answers: answer('mirror'),
  };
}
