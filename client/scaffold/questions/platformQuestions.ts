/** The questions of New Platform. */
import { stageNameProblem } from '../../../common/environmentName';
import { agentFilesQuestion } from './agentInstructionsQuestions';
import { CLOUD_OPTIONS, CLOUD_NAMES, type CloudName } from '../cloudNames';
import { plainAnswer, type Answers, type Choice, type Question } from '../question';
import type { GivenAnswers } from '../questionRun';
import { parseList } from '../parseAnswers';
import { locationQuestions, sizeQuestions, type ClusterContext } from './clusterQuestions';
import { newPipelineQuestion } from './pipelineQuestions';
import type { QuestionContext } from './questionContext';
import { backendDetails, backendQuestions } from './backendQuestions';
import { versionChoices } from './versionQuestions';
import { t } from '../../../common/localization';

/**
 * One cluster in each chosen cloud. Further clusters are added later, with their own name prefixes. Questions that determine the number of other
 * questions are first.
 */
export function platformQuestions(context: QuestionContext): Question[] {
  const { given } = context;
  const chosen = chosenClouds(given);
  const clusters = chosen.map((word, index) => clusterContext(context, word, chosen.length > 1 ? index : undefined));
  return [
    cloudQuestion(),
    ...(given['cloud'] === SEVERAL ? [severalQuestion()] : []),
    ...backendQuestions(context),
    versionQuestion(context),
    environmentsQuestion(),
    baseDomainQuestion(context),
    ...clusters.flatMap(cluster => [...locationQuestions(cluster), ...sizeQuestions(cluster)]),
    ...backendDetails(context, 'backend_region'),
    newPipelineQuestion(context),
    agentFilesQuestion([]),
  ];
}

const SEVERAL = 'several';

/** In the order of the list, regardless of the order of selection. */
function chosenClouds(given: GivenAnswers): CloudName[] {
  const { cloud, clouds: several } = given;
  const chosen: readonly unknown[] = cloud === SEVERAL && Array.isArray(several) ? several : [cloud];
  return CLOUD_NAMES.filter(word => chosen.includes(word));
}

function clusterContext(context: QuestionContext, word: CloudName, index: number | undefined): ClusterContext {
  const { suggest } = context;
  if (index === undefined) return { word, suggest, id: `${word}.` };
  return {
    word,
    id: `${word}.`,
    named: true,
    suggest: name => suggest(`clusters[${index}].${name}`),
    locationAnswers: answers => {
      const list: (Answers | undefined)[] = Array.from({ length: index }, () => undefined);
      return { clusters: [...list, { provider: word, ...answers }] };
    },
  };
}

function cloudQuestion(): Question {
  const choices: Choice[] = CLOUD_NAMES.map(word => ({
    label: CLOUD_OPTIONS[word].name,
    description: word,
    value: word,
  }));
  const several = { label: t('Several clouds'), value: SEVERAL, detail: t('Creates a first cluster in each') };
  return {
    id: 'cloud',
    prompt: t('Cloud of the first cluster; you can add more clusters later'),
    input: { kind: 'choice', choices: [...choices, several] },
    initial: 'eks',
    branches: true,
    answers: value => ({ layout: value === SEVERAL ? 'multi-cloud' : value }),
  };
}

function severalQuestion(): Question {
  return {
    id: 'clouds',
    prompt: t('Clouds to create clusters in'),
    input: {
      kind: 'several',
      choices: CLOUD_NAMES.map(word => ({ label: CLOUD_OPTIONS[word].name, description: word, value: word })),
    },
    branches: true,
    answers: value => ({
      clusters: chosenClouds({ cloud: SEVERAL, clouds: value }).map(provider => ({ provider })),
    }),
    refuse: value =>
      chosenClouds({ cloud: SEVERAL, clouds: value }).length > 1 ? undefined : t('Select at least two clouds.'),
  };
}

function versionQuestion(context: QuestionContext): Question {
  const { suggest } = context;
  return {
    id: 'version',
    prompt: t('Framework version'),
    input: { kind: 'choice', choices: versionChoices(context, 'version'), free: true },
    initial: suggest('version').default,
    answers: plainAnswer('version'),
  };
}

function environmentsQuestion(): Question {
  const choices: Choice[] = [
    {
      label: 'apps, ops',
      value: 'apps, ops',
      description: t('two environments'),
      detail: t('Changes are validated in ops, then reach all applications in apps.'),
    },
    {
      label: 'apps-prod, apps, ops',
      value: 'apps-prod, apps, ops',
      description: t('three environments'),
      detail: t('Changes are validated in ops, then reach apps, and finally production in apps-prod.'),
    },
  ];
  return {
    id: 'environments',
    prompt: t('Select environments, most critical first, or type your own names'),
    input: { kind: 'choice', choices, free: true },
    initial: 'apps, ops',
    answers: value => {
      const environments = parseList(String(value));
      return { environments, ...(environments[0] === undefined ? {} : { base: environments[0] }) };
    },
    advise: value => parseList(value).flatMap(name => stageNameProblem(name) ?? [])[0],
  };
}

function baseDomainQuestion({ suggest }: QuestionContext): Question {
  return {
    id: 'base_domain',
    prompt: t('Domain that you own, for the DNS names of clusters'),
    input: { kind: 'text', example: 'platform.your-company.org' },
    initial: suggest('base_domain').default,
    answers: plainAnswer('base_domain'),
  };
}
