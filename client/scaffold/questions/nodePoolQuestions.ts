/** The questions of Add Node Pool. */
import { CLOUD_OPTIONS, cloudNameOf, type CloudName } from '../cloudNames';
import { plainAnswer, type Question } from '../question';
import { effectFor, parseLabels, parseTaints, parseText } from '../parseAnswers';
import { choicesOf, sizeQuestion, typeAnswer, zoneQuestion, type ClusterContext } from './clusterQuestions';
import { poolPurposes, type PoolPurpose } from './poolPurposes';
import type { QuestionContext } from './questionContext';
import { t } from '../../../common/localization';

export function nodePoolQuestions(context: QuestionContext): Question[] {
  const { given, platform, suggest } = context;
  const cluster = platform?.clusters.find(({ name }) => name === given['cluster']);
  const word = cluster && cloudNameOf(cluster.provider);
  const first = clusterQuestion(context);
  if (!word) return [first];
  const purpose = poolPurposes(word).find(({ id }) => id === given['purpose']);
  const pool: ClusterContext = { word, suggest, id: `${word}.` };
  return [
    first,
    purposeQuestion(word),
    nameQuestion(purpose),
    typeQuestion(pool, purpose),
    sizeQuestion(pool),
    zoneQuestion(pool, CLOUD_OPTIONS[word].poolZones),
    taintQuestion(word, purpose),
    ...labelQuestions(word, purpose),
  ];
}

function clusterQuestion({ platform }: QuestionContext): Question {
  const clusters = platform?.clusters ?? [];
  return {
    id: 'cluster',
    prompt: t('Cluster to add the node pool to'),
    input: {
      kind: 'choice',
      choices: clusters.map(({ name, nodePools }) => ({
        label: name,
        value: name,
        description: nodePools.map(pool => pool.name.replace(`${name}_node_pool_`, '')).join(', '),
      })),
    },
    initial: clusters[0]?.name,
    branches: true,
    answers: plainAnswer('cluster'),
  };
}

/** The purpose of the pool determines further suggestions, and attributes of only such pools. */
function purposeQuestion(word: CloudName): Question {
  const purposes = poolPurposes(word);
  return {
    id: 'purpose',
    prompt: t('Purpose of the nodes'),
    input: {
      kind: 'choice',
      choices: purposes.map(({ id, label, detail }) => ({ label, value: id, detail })),
    },
    initial: 'more',
    answers: value => {
      const purpose = purposes.find(({ id }) => id === value);
      return { ...(purpose ? { purpose: purpose.label } : {}), ...purpose?.answers };
    },
  };
}

function nameQuestion(purpose: PoolPurpose | undefined): Question {
  return {
    id: 'pool',
    prompt: t('Name of the node pool'),
    input: { kind: 'text', example: 'extra' },
    initial: purpose?.name,
    answers: plainAnswer('pool'),
  };
}

function typeQuestion({ word, suggest }: ClusterContext, purpose: PoolPurpose | undefined): Question {
  const { type } = CLOUD_OPTIONS[word];
  const choices = choicesOf(suggest(type));
  const own = (purpose?.types ?? []).map(
    value => choices.find(each => each.value === value) ?? { label: value, value },
  );
  return {
    id: `${word}.${purpose?.id ?? ''}.${type}`,
    prompt: t('Machine type'),
    input: {
      kind: 'choice',
      choices: own.length > 0 ? own : choices,
      free: true,
    },
    initial: own[0]?.value ?? defaultType(suggest(type).default),
    answers: value => typeAnswer(word, value),
  };
}

const defaultType = (value: unknown): unknown => (Array.isArray(value) ? value.join(', ') : value);

function taintQuestion(word: CloudName, purpose: PoolPurpose | undefined): Question {
  return {
    id: `${purpose?.id ?? ''}.taints`,
    prompt: t('Taints: only pods that tolerate them run there (optional)'),
    input: { kind: 'text', optional: true, example: 'dedicated=gpu:NoSchedule' },
    initial: purpose?.taints ?? '',
    answers: value => {
      const taints = parseTaints(parseText(value));
      if (!taints || taints.length === 0) return {};
      return { taints: taints.map(taint => ({ ...taint, effect: effectFor(word, taint.effect) })) };
    },
    refuse: value =>
      parseTaints(parseText(value))
        ? undefined
        : t('Enter taints as key=value:effect, separated by commas, for example dedicated=gpu:NoSchedule.'),
  };
}

function labelQuestions(word: CloudName, purpose: PoolPurpose | undefined): Question[] {
  const { labels } = CLOUD_OPTIONS[word];
  if (labels === undefined) return [];
  return [
    {
      id: `${purpose?.id ?? ''}.labels`,
      prompt: t('Labels of the nodes (optional)'),
      input: { kind: 'text', optional: true, example: 'dedicated=gpu' },
      initial: purpose?.labels ?? '',
      answers: value => {
        const parsed = parseLabels(parseText(value));
        return parsed && Object.keys(parsed).length > 0 ? { [labels]: parsed } : {};
      },
      refuse: value =>
        parseLabels(parseText(value))
          ? undefined
          : t('Enter labels as key=value, separated by commas, for example dedicated=gpu.'),
    },
  ];
}
