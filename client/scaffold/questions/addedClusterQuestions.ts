/** The questions of Add Cluster. */
import type { Cluster } from '../../../common/protocol';
import { CLOUD_OPTIONS, CLOUD_NAMES, cloudNameOf, type CloudName } from '../cloudNames';
import { plainAnswer, type Choice, type Question } from '../question';
import {
  accountQuestions,
  locationQuestions,
  sizeQuestions,
  zoneQuestion,
  type ClusterContext,
} from './clusterQuestions';
import type { QuestionContext } from './questionContext';
import { t } from '../../../common/localization';

/** For a copy of another cluster, only the location is asked. */
export function addedClusterQuestions(context: QuestionContext): Question[] {
  const { suggest, given, platform } = context;
  const word = CLOUD_NAMES.find(each => each === given['provider']);
  const provider = providerQuestion(context);
  if (!word) return [provider];
  const models = (platform?.clusters ?? []).filter(cluster => cloudNameOf(cluster.provider) === word);
  const cluster: ClusterContext = { word, suggest, id: `${word}.` };
  const model = models.find(({ name }) => name === given[`${word}.mirror`]);
  return [
    provider,
    ...(models.length > 0 ? [mirrorQuestion(word, models)] : []),
    ...locationQuestions(cluster).map(question =>
      model && isRegionOfAks(question, word) ? branching(question) : question,
    ),
    ...(model ? copyQuestions(cluster, model, given[`${word}.region`]) : sizeQuestions(cluster)),
  ];
}

/** A copy in the same region is also in the same resource group. */
const isRegionOfAks = ({ id }: Question, word: CloudName): boolean => word === 'aks' && id === 'aks.region';
const branching = (question: Question): Question => ({ ...question, branches: true });

/** AKS has the same zones everywhere, and its region from the resource group. */
function copyQuestions(cluster: ClusterContext, model: Cluster, region: unknown): Question[] {
  if (cluster.word !== 'aks') return [zoneQuestion(cluster, 'zones')];
  return region === model.region ? [] : accountQuestions(cluster);
}

function providerQuestion({ platform }: QuestionContext): Question {
  const used = (platform?.clusters ?? []).map(cluster => cloudNameOf(cluster.provider));
  const sorted = [...CLOUD_NAMES].sort((a, b) => Number(used.includes(b)) - Number(used.includes(a)));
  return {
    id: 'provider',
    prompt: t('Cloud of the new cluster'),
    input: {
      kind: 'choice',
      choices: sorted.map(word => ({
        label: CLOUD_OPTIONS[word].name,
        value: word,
        description: used.includes(word) ? t('in use') : '',
      })),
    },
    initial: sorted[0],
    branches: true,
    answers: plainAnswer('provider'),
  };
}

function mirrorQuestion(word: CloudName, models: readonly Cluster[]): Question {
  const choices: Choice[] = models.map(({ name, region }) => ({
    label: t('Like {0}', name),
    value: name,
    ...(region === undefined ? {} : { description: region }),
    detail: t('Copies its configuration and asks for region and zones'),
  }));
  return {
    id: `${word}.mirror`,
    prompt: t('How to configure the new cluster'),
    input: { kind: 'choice', choices: [...choices, { label: t('Something else'), value: '' }] },
    initial: choices[0]?.value,
    branches: true,
    answers: plainAnswer('mirror'),
  };
}
