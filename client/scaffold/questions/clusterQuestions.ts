/** The questions about a new cluster, in a new or an existing platform. */
import { CLOUD_OPTIONS, type CloudName } from '../cloudNames';
import { plainAnswer, type Answers, type Choice, type Question, type ValueSuggestion } from '../question';
import { parseList, parseRange } from '../parseAnswers';
import { t } from '../../../common/localization';

export interface ClusterContext {
  readonly word: CloudName;
  /** The server's suggestion for an answer of this cluster. */
  readonly suggest: (name: string) => ValueSuggestion;
  /** Prefix of the questions' keys, which distinguishes several clusters. */
  readonly id?: string;
  /** Wraps the cluster's answers; by default, they are unchanged. */
  readonly locationAnswers?: (answers: Answers) => Answers;
  /** Whether the questions name the cloud. */
  readonly named?: boolean;
}

/** The questions for its location and name. */
export function locationQuestions(context: ClusterContext): Question[] {
  const { suggest } = context;
  return [
    question(context, 'region', t('Region'), { kind: 'choice', choices: choicesOf(suggest('region')), free: true }),
    {
      ...question(context, 'name_prefix', t("Name prefix: the cluster's purpose and a counter"), {
        kind: 'text',
        example: 'gc0',
      }),
      initial: suggest('name_prefix').default,
    },
  ];
}

/** The questions for its nodes. */
export function sizeQuestions(context: ClusterContext): Question[] {
  const { word, suggest } = context;
  const cloud = CLOUD_OPTIONS[word];
  return [
    ...accountQuestions(context),
    zoneQuestion(context, 'zones'),
    ...versionQuestions(context),
    {
      ...question(context, cloud.type, t('Machine type of the default node pool'), {
        kind: 'choice',
        choices: choicesOf(suggest(cloud.type)),
        free: true,
      }),
      initial: firstOf(suggest(cloud.type).default),
      answers: placed(context, value => typeAnswer(word, value)),
    },
    sizeQuestion(context),
  ];
}

/** The zones of a cluster or node pool: those of its region, with the suggested ones selected. */
export function zoneQuestion(context: ClusterContext, name: string): Question {
  const { suggest } = context;
  const { values = [], default: chosen } = suggest(name);
  const input: Question['input'] =
    values.length > 0
      ? { kind: 'several', choices: choicesOf({ values }) }
      : { kind: 'text', example: Array.isArray(chosen) ? chosen.join(', ') : '' };
  return {
    ...question(context, name, t('Zones'), input),
    initial: values.length > 0 || !Array.isArray(chosen) ? chosen : chosen.join(', '),
    answers: placed(context, value => plainAnswer(name)(listOf(value))),
  };
}

/** The minimum and maximum number of nodes in one question; the autoscaler chooses a number between them. */
export function sizeQuestion(context: ClusterContext): Question {
  const { word, suggest } = context;
  const cloud = CLOUD_OPTIONS[word];
  const least = suggest(cloud.min).default;
  const most = suggest(cloud.max).default;
  const shown = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);
  const prompt = cloud.perZone
    ? t('Minimum and maximum number of nodes per zone')
    : t('Minimum and maximum number of nodes');
  return {
    ...question(context, 'sizes', prompt, { kind: 'text', example: '3-9' }),
    initial: `${shown(least, cloud.perZone ? 1 : 3)}-${shown(most, cloud.perZone ? 3 : 9)}`,
    answers: placed(context, value => sizeAnswers(word, value)),
    refuse: value => (parseRange(String(value)) ? undefined : t('Enter the minimum and the maximum, for example 3-9.')),
  };
}

/** Splits a comma-separated list; an empty text stays a text. */
const listOf = (value: unknown): unknown =>
  typeof value === 'string' && value.trim() !== '' ? parseList(value) : value;

/** Parses machine types. EKS accepts several. */
export function typeAnswer(word: CloudName, value: unknown): Answers {
  const { type, typeIsList } = CLOUD_OPTIONS[word];
  return plainAnswer(type)(typeIsList ? listOf(value) : value);
}

export const choicesOf = ({ values = [] }: ValueSuggestion): Choice[] =>
  values.map(({ value, description }) => ({
    label: value,
    value,
    ...(description === undefined ? {} : { description }),
  }));

export const firstOf = (value: unknown): unknown => (Array.isArray(value) ? value.join(', ') : value);

/** The questions for its account, project or resource group. */
export function accountQuestions(context: ClusterContext): Question[] {
  const { word, suggest } = context;
  const text = (name: string, prompt: string, example: string): Question => ({
    ...question(context, name, prompt, { kind: 'text', example }),
    initial: suggest(name).default,
  });
  switch (word) {
    case 'gke':
      return [text('project_id', t('Google Cloud project'), 'acme-platform')];
    case 'aks':
      return [text('resource_group', t('Resource group (must exist in that region)'), 'acme-platform')];
    case 'scw':
      return [
        text('organization_id', t('Scaleway organization'), '00000000-0000-0000-0000-000000000000'),
        text('project_id', t('Scaleway project'), '00000000-0000-0000-0000-000000000000'),
      ];
    default:
      return [];
  }
}

function versionQuestions(context: ClusterContext): Question[] {
  const { word, suggest } = context;
  if (word !== 'gke' && word !== 'scw') return [];
  const name = word === 'gke' ? 'cluster_min_master_version' : 'cluster_version';
  const version = question(context, name, t('Kubernetes version'), { kind: 'text', example: '1.34' });
  return [{ ...version, initial: suggest(name).default }];
}

function sizeAnswers(word: CloudName, value: unknown): Answers {
  const range = parseRange(String(value));
  const { min, max } = CLOUD_OPTIONS[word];
  if (!range) return { [min]: value, [max]: value };
  // An autoscaling group of AWS also has an initial size, which has to be between the two.
  return { [min]: range.min, [max]: range.max, ...(word === 'eks' ? { desired_capacity: range.min } : {}) };
}

function question(context: ClusterContext, name: string, prompt: string, input: Question['input']): Question {
  const { word, id = '' } = context;
  const { default: initial } = context.suggest(name);
  return {
    id: `${id}${name}`,
    prompt: context.named === true ? t('{0}: {1}', CLOUD_OPTIONS[word].name, prompt) : prompt,
    input,
    initial,
    answers: placed(context, plainAnswer(name)),
  };
}

const placed =
  ({ locationAnswers }: ClusterContext, answers: Question['answers']): Question['answers'] =>
  value =>
    locationAnswers ? locationAnswers(answers(value)) : answers(value);
