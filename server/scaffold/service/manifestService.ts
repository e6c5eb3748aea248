/** A service from manifests that a project publishes. See docs/kubestack.md#repository-layouts. */
import { t } from '../../../common/localization';
import { runs, step } from '../../../common/steps';
import { readClusters, serviceFollowUp, writeBindings } from './bindings';
import { HTTPS } from '../answerRules';
import type { TextRule } from '../answerReader';
import { featureFolder } from './featureName';
import type { ScaffoldContext, PlatformContext, ScaffoldOutcome } from '../scaffoldContext';
import { newServiceProvider, writeNew, writeServiceModule } from './serviceModule';

const isHttps = (text: string): boolean => (typeof HTTPS.accepts === 'function' ? HTTPS.accepts(text) : false);

/** URLs of branches and "latest", whose content changes. */
const MANIFEST_URL: TextRule = {
  accepts: text => isHttps(text) && !/\/(?:latest|main|master|head|nightly)(?:\/|$)/i.test(text),
  advice: () => t("use the https URL of one release's manifests, not of a branch or latest"),
};
export const NAMESPACE: TextRule = {
  accepts: /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
  advice: () => t('use at most 63 lowercase letters, digits and dashes, such as ingress-nginx'),
};

export function addManifestService(
  scaffoldContext: ScaffoldContext,
  platform: PlatformContext,
  feature: string | undefined,
): ScaffoldOutcome | undefined {
  const { answers } = scaffoldContext;
  const url = answers.text('manifest_url', MANIFEST_URL);
  const version = answers.text('app_version', versionIn(url), usualVersion(url));
  const project = answers.optionalText('project_url', HTTPS);
  const namespace = answers.optionalText('namespace', NAMESPACE);
  const provider = newServiceProvider(scaffoldContext, platform);
  const wanted = { what: feature ?? '', bound: [], needsProvider: provider === 'needed' };
  const clusters = feature === undefined ? undefined : readClusters(scaffoldContext, platform, wanted);
  if (feature === undefined || url === undefined || version === undefined || !clusters) return undefined;
  const folder = featureFolder(feature);
  const upstream = `${folder}/manifests/upstream.yaml`;
  writeServiceModule(scaffoldContext, platform, { feature, resources: ['manifests/upstream.yaml'], namespace });
  writeNew(scaffoldContext, upstream, '');
  writeNew(scaffoldContext, `${folder}/README.md`, readme(feature, { url, version, project, upstream }));
  writeBindings(scaffoldContext, platform, { feature, clusters, provider });
  return {
    notes: [
      t('{0} is empty until you fetch the manifests. Nothing is downloaded without your confirmation.', upstream),
    ],
    followUp: serviceFollowUp(platform, feature, clusters, [
      step(t('Fetch the manifests: {0}.'), { commands: runs(fetchCommand(url, upstream)), by: 'agent' }),
    ]),
  };
}

const fetchCommand = (url: string, path: string): string =>
  `curl -fsSL --output ${path} '${url.replaceAll("'", '%27')}'`;

/** The first part of a URL that looks like a version. */
export const usualVersion = (url: string | undefined): string | undefined =>
  /(?:v|(?<!\d))\d+\.\d+(?:\.\d+)?(?:-[\w.]+)?(?=\/|$)/.exec(url ?? '')?.[0];

const versionIn = (url: string | undefined): TextRule => ({
  accepts: text => /^[\w.+-]{1,60}$/.test(text) && (url === undefined || url.includes(text)),
  advice: () => t('use the version in the URL of the manifests'),
});

interface Upstream {
  readonly url: string;
  readonly version: string;
  readonly project: string | undefined;
  readonly upstream: string;
}

const readme = (feature: string, { url, version, project, upstream }: Upstream): string => `# ${feature}

| | |
| --- | --- |
${project === undefined ? '' : `| Project | <${project}> |\n`}| Manifests | <${url}> |
| Version | ${version} |

## Update

1. Find the new release, and read its changelog.
2. From the root of the repository, replace the manifests:

   \`\`\`sh
   ${fetchCommand(url, upstream)}
   \`\`\`

3. Review the changes, update the version and URLs here, and commit everything together.

Change environments in \`main.tf\`; keep \`manifests/upstream.yaml\` as published.
`;
