/** A service from a Helm chart that is rendered once and kept as manifests. See docs/kubestack.md#repository-layouts. */
import { now } from '../../../common/now';
import { t } from '../../../common/localization';
import { runs, step } from '../../../common/steps';
import { LineCounter } from 'yaml';
import { YamlLimitError } from '../../../common/yaml/boundedYaml';
import { parseYamlDocuments } from '../../../common/yaml/boundedYaml';
import { readClusters, serviceFollowUp, writeBindings } from './bindings';
import { HTTPS } from '../answerRules';
import type { AnswerReader, TextRule } from '../answerReader';
import { featureFolder } from './featureName';
import type { ScaffoldContext, PlatformContext, ScaffoldOutcome } from '../scaffoldContext';
import { NAMESPACE } from './manifestService';
import { newServiceProvider, writeNew, writeServiceModule } from './serviceModule';

const CHART: TextRule = {
  accepts: /^(?:oci:\/\/[\w.-]+(?::\d+)?(?:\/[\w.-]+)+|[\w.-]+(?:\/[\w.-]+)?)$/,
  advice: () => t('use oci://registry/chart, or the name of a chart in a repository, such as ingress-nginx'),
};
const CHART_VERSION: TextRule = {
  accepts: /^v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/,
  advice: () => t('use an exact chart version, such as 4.12.1'),
};
const RELEASE: TextRule = {
  accepts: /^[a-z0-9](?:[a-z0-9-]{0,51}[a-z0-9])?$/,
  advice: () => t('use at most 53 lowercase letters, digits and dashes'),
};
const REPOSITORY: TextRule = { accepts: /^[\w.-]{1,60}$/, advice: () => t('use a short name, such as jetstack') };

interface Chart {
  /** As in the command. */
  readonly name: string;
  readonly version: string;
  readonly repository: { readonly name: string; readonly url: string } | undefined;
  readonly release: string;
  readonly namespace: string;
  readonly values: string;
}

export function addHelmService(
  scaffoldContext: ScaffoldContext,
  platform: PlatformContext,
  feature: string | undefined,
): ScaffoldOutcome | undefined {
  const { answers } = scaffoldContext;
  const chart = readChart(answers, feature ?? '');
  const project = answers.optionalText('project_url', HTTPS);
  const provider = newServiceProvider(scaffoldContext, platform);
  const wanted = { what: feature ?? '', bound: [], needsProvider: provider === 'needed' };
  const clusters = feature === undefined ? undefined : readClusters(scaffoldContext, platform, wanted);
  if (feature === undefined || !chart || !clusters) return undefined;
  const folder = featureFolder(feature);
  const resources = ['manifests/namespace.yaml', 'manifests/upstream.yaml'];
  writeServiceModule(scaffoldContext, platform, { feature, resources });
  writeNew(scaffoldContext, `${folder}/values.yaml`, chart.values);
  writeNew(scaffoldContext, `${folder}/manifests/namespace.yaml`, namespaceManifest(chart.namespace));
  writeNew(scaffoldContext, `${folder}/manifests/upstream.yaml`, '');
  writeNew(scaffoldContext, `${folder}/README.md`, readme(feature, chart, project));
  writeBindings(scaffoldContext, platform, { feature, clusters, provider });
  const commands = runs(...renderCommands(feature, chart).map(lines => lines.join(' ')));
  return {
    notes: [
      t(
        '{0}/manifests/upstream.yaml is empty until you render the chart. Nothing is downloaded without your confirmation.',
        folder,
      ),
      t('values.yaml has the values of the base environment. Change other environments in main.tf.'),
    ],
    followUp: serviceFollowUp(platform, feature, clusters, [
      step(
        commands.length === 1
          ? t('Render the chart, from the root of the repository: {0}.')
          : t('Render the chart, from the root of the repository: {0}, then {1}.'),
        { commands, by: 'agent' },
      ),
    ]),
  };
}

/** Undefined after a problem. */
function readChart(answers: AnswerReader, feature: string): Chart | undefined {
  const name = answers.text('chart', CHART);
  const version = answers.text('chart_version', CHART_VERSION);
  const namespace = answers.text('namespace', NAMESPACE);
  const usual = feature.replaceAll('_', '-').slice(0, 53);
  const release = answers.text('release', RELEASE, usual === '' ? undefined : usual);
  const values = readValues(answers);
  const source = name === undefined ? undefined : readChartSource(answers, name);
  if (!source || version === undefined || namespace === undefined || release === undefined || values === undefined)
    return undefined;
  return { ...source, version, namespace, release, values };
}

/** A chart in a registry has its address in its name. Undefined after a problem. */
function readChartSource(answers: AnswerReader, name: string): Pick<Chart, 'name' | 'repository'> | undefined {
  if (name.startsWith('oci://')) return { name, repository: undefined };
  const [prefix, chart = ''] = name.includes('/') ? name.split('/') : [undefined, name];
  const repository = answers.text('repository_name', REPOSITORY, prefix);
  const url = answers.text('repository_url', HTTPS);
  if (repository === undefined || url === undefined) return undefined;
  return { name: `${repository}/${chart}`, repository: { name: repository, url } };
}

function readValues(answers: AnswerReader): string | undefined {
  const given = answers.raw('values');
  if (given === undefined) return '{}\n';
  if (typeof given !== 'string') return answers.refuse('values', t('The values must be a YAML string.'));
  const problem = yamlProblem(given);
  if (problem !== undefined) return answers.refuse('values', t('The values are not valid YAML: {0}.', problem));
  return given.endsWith('\n') ? given : `${given}\n`;
}

function yamlProblem(text: string): string | undefined {
  const lineCounter = new LineCounter();
  try {
    const [error] = now(parseYamlDocuments(text, { lineCounter, uniqueKeys: true })).flatMap(({ errors }) => errors);
    if (!error) return undefined;
    const { line, col } = lineCounter.linePos(error.pos[0]);
    return t('{0} at line {1}, column {2}', error.message, line, col);
  } catch (error) {
    if (error instanceof YamlLimitError) return error.message.replace(/\.$/, '');
    throw error;
  }
}

/** `helm template` never renders a namespace. */
const namespaceManifest = (name: string): string => `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n`;

/** The lines of each command. */
function renderCommands(feature: string, { name, version, repository, release, namespace }: Chart): string[][] {
  const folder = featureFolder(feature);
  return [
    ...(repository ? [[`helm repo add ${repository.name} '${repository.url.replaceAll("'", '%27')}'`]] : []),
    [
      `helm template ${release} ${name}`,
      `--version ${version}`,
      `--values ${folder}/values.yaml`,
      `--namespace ${namespace} --create-namespace`,
      '--include-crds',
      `> ${folder}/manifests/upstream.yaml`,
    ],
  ];
}

function readme(feature: string, chart: Chart, project: string | undefined): string {
  const commands = renderCommands(feature, chart).map(lines => lines.join(' \\\n     '));
  return `# ${feature}

| | |
| --- | --- |
${project === undefined ? '' : `| Project | <${project}> |\n`}| Chart | ${chart.name} |
${chart.repository ? `| Repository | <${chart.repository.url}> |\n` : ''}| Version | ${chart.version} |

## Update

1. Find the new chart version, and read its changelog.
2. Set it in the table and in the command, and run the command from the root of the repository:

   \`\`\`sh
   ${commands.join('\n   ')}
   \`\`\`

3. Review the changes, and commit them together.

\`values.yaml\` has the values of the base environment; change other environments in \`main.tf\`. \`manifests/upstream.yaml\` is
generated. \`manifests/namespace.yaml\` is written by hand, because a chart renders no namespace.
`;
}
