/** The questions of Add Platform Service. */
import { plainAnswer, type Choice, type Question } from '../question';
import { parseText } from '../parseAnswers';
import { choicesOf } from './clusterQuestions';
import type { QuestionContext } from './questionContext';
import { t } from '../../../common/localization';

/** An existing feature is only bound to more clusters. */
export function serviceQuestions(context: QuestionContext): Question[] {
  const { given } = context;
  const kind = given['kind'];
  const details =
    kind === 'manifests'
      ? manifestQuestions(context)
      : kind === 'helm'
        ? chartQuestions(context)
        : kind === 'catalog'
          ? catalogQuestions(context)
          : kind === 'existing'
            ? [existingQuestion(context)]
            : [];
  return [kindQuestion(context), ...details, ...(kind === undefined ? [] : [clustersQuestion(context)])];
}

function kindQuestion({ suggest }: QuestionContext): Question {
  const choices: Choice[] = [
    {
      label: t('Helm chart'),
      value: 'helm',
      detail: t('From an OCI registry or a chart repository, rendered into the platform by a command that you run'),
    },
    {
      label: t('Plain manifests'),
      value: 'manifests',
      detail: t("A release's YAML file, downloaded by a command that you run"),
    },
    { label: t('Catalog service'), value: 'catalog', detail: t('Maintained and versioned by Kubestack') },
  ];
  if ((suggest('feature').values ?? []).length > 0)
    choices.unshift({
      label: t('Existing service of this platform'),
      value: 'existing',
      detail: t("For clusters that don't run it yet"),
    });
  return {
    id: 'kind',
    prompt: t('Source of the service'),
    input: { kind: 'choice', choices },
    initial: 'helm',
    branches: true,
    answers: plainAnswer('source'),
  };
}

function manifestQuestions(context: QuestionContext): Question[] {
  return [
    text(
      context,
      'manifest_url',
      t("URL of the release's manifests"),
      'https://github.com/kubernetes-sigs/metrics-server/releases/download/v0.7.2/components.yaml',
    ),
    text(context, 'app_version', t('Version of the release, used in the URL of its manifests'), 'v0.7.2'),
    text(context, 'feature', t('Name of the service'), 'metrics_server'),
    website(context, 'https://github.com/kubernetes-sigs/metrics-server'),
    optional(text(context, 'namespace', t('Namespace for all objects (empty: as the manifests say)'), '')),
  ];
}

function chartQuestions(context: QuestionContext): Question[] {
  const { given } = context;
  const isOci = parseText(given['chart']).startsWith('oci://');
  const repository = [
    text(context, 'repository_name', t('Name of the chart repository'), 'jetstack'),
    text(context, 'repository_url', t('URL of the chart repository'), 'https://charts.jetstack.io'),
  ];
  return [
    {
      ...text(
        context,
        'chart',
        t("Chart: oci://registry/chart, or a chart's name in a repository"),
        'oci://quay.io/jetstack/charts/cert-manager',
      ),
      branches: true,
    },
    ...(isOci ? [] : repository),
    text(context, 'feature', t('Name of the service'), 'cert_manager'),
    website(context, 'https://cert-manager.io'),
    text(context, 'chart_version', t('Exact chart version'), '1.18.2'),
    text(context, 'release', t('Name of the release'), 'cert-manager'),
    text(context, 'namespace', t('Namespace of the service'), 'cert-manager'),
  ];
}

function catalogQuestions(context: QuestionContext): Question[] {
  const { suggest } = context;
  return [
    {
      ...text(context, 'entry', t('Catalog service'), 'nginx'),
      input: { kind: 'choice', choices: choicesOf(suggest('entry')), free: true },
    },
    {
      ...text(context, 'version', t('Catalog version'), '1.10.1-kbst.0'),
      input: { kind: 'choice', choices: choicesOf(suggest('version')), free: true },
    },
  ];
}

function existingQuestion(context: QuestionContext): Question {
  const { suggest } = context;
  return {
    ...text(context, 'feature', t('Platform service'), ''),
    id: 'existing',
    input: { kind: 'choice', choices: choicesOf(suggest('feature')) },
    initial: suggest('feature').values?.[0]?.value,
  };
}

function clustersQuestion({ platform, suggest }: QuestionContext): Question {
  const clusters = (platform?.clusters ?? []).map(({ name }) => name);
  return {
    id: 'clusters',
    prompt: t('Clusters to run the service on'),
    input: { kind: 'several', choices: clusters.map(name => ({ label: name, value: name })) },
    initial: suggest('clusters').default ?? clusters,
    answers: plainAnswer('clusters'),
  };
}

function text({ suggest }: QuestionContext, id: string, prompt: string, example: string): Question {
  return { id, prompt, input: { kind: 'text', example }, initial: suggest(id).default, answers: plainAnswer(id) };
}

const website = (context: QuestionContext, example: string): Question =>
  optional(text(context, 'project_url', t('Website of the project (optional)'), example));

const optional = (question: Question): Question => ({
  ...question,
  input: { ...(question.input as Extract<Question['input'], { kind: 'text' }>), optional: true },
});
