/** A platform service of the catalog. See docs/kubestack.md#catalog-services. */
import { ownProperty } from '../../../common/ownProperty';
import { alternatives, t } from '../../../common/localization';
import { calledOutputs } from '../../kubestack/platform/calledOutputs';
import { providersMap } from '../../kubestack/platform/clusterRegion';
import type { CatalogEntry } from '../../kubestack/schemas/schemas';
import { readClusters } from './bindings';
import { grantClusterAccess } from '../cluster/clusterAccess';
import { oneOf, type AnswerReader, type TextRule } from '../answerReader';
import { configurationEntry, environmentLines, type ConfigurationEntry } from '../configurationLines';
import { frameworkSource } from '../frameworkSource';
import type { ScaffoldContext, PlatformContext, ScaffoldOutcome } from '../scaffoldContext';
import { attribute, hclFile, type HclBlock } from '../hclFile';
import { expression, moduleCallBlock } from '../moduleCallText';
import { featureRow, putRows } from '../putRows';
import type { RequestContext } from '../../semantics/requestContext';
import { readServiceOverrides } from './serviceModule';

/** Maximum number of versions in a message. */
const MAX_VERSIONS = 5;

/** A release of the entry: terraform init finds no other. */
const versionOf = (entry: string, versions: readonly string[]): TextRule => ({
  accepts: text => versions.includes(text.replace(/^v/, '')),
  advice: () =>
    t(
      'use a version of {0} such as {1}',
      entry,
      alternatives(versions.filter(each => !/-(?:alpha|beta|rc)/.test(each)).slice(0, MAX_VERSIONS)),
    ),
});
const RESOURCE: TextRule = {
  accepts: text =>
    /^(?:\$\{path\.(?:root|module)\}\/)?[\w.-]+(?:\/[\w.-]+)*$/.test(text) && !text.split('/').includes('..'),
  advice: () => t('use paths relative to the root of the repository, such as manifests/issuer.yaml'),
};
/** The entry whose controller needs a name per cluster on EKS. */
const INGRESS = { entry: 'nginx', service: 'ingress-nginx-controller', namespace: 'ingress-nginx' };

const serviceLabel = (cluster: string, entry: string): string => `${cluster}_service_${entry}`;

export function addCatalogService(
  scaffoldContext: ScaffoldContext,
  platform: PlatformContext,
): ScaffoldOutcome | undefined {
  const { answers, changes, request } = scaffoldContext;
  const { catalogEntries } = request.model.schemas;
  const current = [...catalogEntries].filter(([, { retired }]) => !retired).map(([name]) => name);
  const entry = answers.text('entry', oneOf(current.sort()));
  if (entry === undefined) return undefined;
  const { newest, versions, ...bundle } = catalogEntries.get(entry)!;
  const version = answers.text('version', versionOf(entry, versions), newest)?.replace(/^v/, '');
  const own = ownEntries(answers, bundle);
  const schema = request.model.schemas.catalog(entry);
  const overrides = readServiceOverrides(scaffoldContext, platform, schema);
  const present = (platform.described?.clusters ?? []).filter(({ services }) =>
    services.some(({ source }) => source.endsWith(`/${entry}/kustomization`)),
  );
  const bound = present.map(({ name }) => name);
  const clusters = readClusters(scaffoldContext, platform, { what: entry, bound, needsProvider: true });
  if (clusters?.length === 0) answers.require('clusters', t('choose at least one'));
  if (version === undefined || !own || !overrides || !clusters || clusters.length === 0) return undefined;
  const { environments, base } = platform;
  const lines = (name: string, cluster: string) =>
    environmentLines(
      [
        ...(name === base ? [own, ingressAddress(platform, cluster, entry, request)] : []),
        ...(ownProperty(overrides, name) ?? []).map(each => [each]),
      ],
      schema,
      request,
    );
  const rows: ReturnType<typeof featureRow>[] = [];
  for (const cluster of clusters) {
    const label = serviceLabel(cluster, entry);
    if (changes.exists(`${label}.tf`)) {
      answers.refuse('clusters', t('A file {0}.tf already exists.', label));
      continue;
    }
    const provider = grantClusterAccess(scaffoldContext, platform, cluster);
    const block = moduleCallBlock({
      label,
      providers: provider === undefined ? {} : { kustomization: provider },
      source: `kbst.xyz/catalog/${entry}/kustomization`,
      version,
      configuration: { base, environments: environments.map(name => [name, lines(name, cluster)]) },
    });
    changes.write(`${label}.tf`, hclFile([block, ...dnsZone(scaffoldContext, platform, cluster, entry)]));
    rows.push(featureRow(label, cluster));
  }
  putRows(changes, 'features', rows);
  return {
    notes: [],
    followUp: {
      branch: `add-service-${entry}`,
      summary: t('Add {0} {1}', entry, version),
      environments: [...environments].reverse(),
      program: platform.program,
      init: 'new',
    },
  };
}

/** Attributes of the base environment; undefined after a problem. */
function ownEntries(
  answers: AnswerReader,
  { variants, hasManifests }: Pick<CatalogEntry, 'variants' | 'hasManifests'>,
): ConfigurationEntry[] | undefined {
  const before = answers.problems.length;
  const variant = answers.optionalText('variant', oneOf(variants)) ?? answers.uses('variant', variants[0]);
  const needsAnswer = !hasManifests || answers.has('additional_resources');
  const resources = needsAnswer ? answers.texts('additional_resources', RESOURCE) : undefined;
  if (answers.problems.length > before) return undefined;
  const paths = (resources ?? []).map(path =>
    expression(`"${path.startsWith('${') ? path : `\${path.root}/${path}`}"`),
  );
  return [
    ...(variant === undefined || variant === variants[0] ? [] : [configurationEntry(['variant'], variant)]),
    ...(paths.length === 0 ? [] : [configurationEntry([hasManifests ? 'additional_resources' : 'resources'], paths)]),
  ];
}

/**
 * On GKE and AKS, the cluster's DNS points at an address that its module reserves, so the controller gets that one. Source: the framework's quickstart.
 * A cluster without the address has none of its own DNS names either.
 */
function ingressAddress(
  platform: PlatformContext,
  cluster: string,
  entry: string,
  { model }: RequestContext,
): ConfigurationEntry[] {
  const call = platform.calls.find(each => each.name === cluster && each.instance === platform.root);
  if (entry !== INGRESS.entry || !call) return [];
  const outputs = calledOutputs(call.instance, cluster, model) ?? call.module.schema?.outputs;
  if (!outputs?.has(ADDRESS)) return [];
  const isOff = [...model.effectiveConfiguration(call).environments.values()].some(({ attributes }) =>
    attributes.some(({ path }) => path[0] === 'disable_default_ingress'),
  );
  if (isOff) return [];
  const patch = `[{
        patch = <<-EOF
          apiVersion: v1
          kind: Service
          metadata:
            name: ${INGRESS.service}
            namespace: ${INGRESS.namespace}
          spec:
            loadBalancerIP: \${module.${cluster}.${ADDRESS}}
        EOF
      }]`;
  return [configurationEntry(['patches'], expression(patch))];
}

/** The output of a cluster's module with the reserved address. */
const ADDRESS = 'default_ingress_ip';

/** On EKS, a separate module gives the ingress' load balancer the cluster's name. */
function dnsZone(
  scaffoldContext: ScaffoldContext,
  platform: PlatformContext,
  cluster: string,
  entry: string,
): HclBlock[] {
  const call = platform.calls.find(each => each.name === cluster && each.instance === platform.root);
  if (entry !== INGRESS.entry || call?.module.provider !== 'aws' || !scaffoldContext.answers.flag('dns_zone', true))
    return [];
  const path = 'aws/cluster/elb-dns';
  const source = frameworkSource(scaffoldContext, platform, path);
  const passed = Object.fromEntries(providersMap(call).map(({ name, written }) => [name, written]));
  if (source === undefined || passed['aws'] === undefined || passed['kubernetes'] === undefined) return [];
  const metadata = `module.${cluster}.current_metadata`;
  const block = moduleCallBlock({
    label: `${cluster}_dns_zone`,
    providers: { aws: passed['aws'], kubernetes: passed['kubernetes'] },
    source,
    references: {
      ingress_service_name: JSON.stringify(INGRESS.service),
      ingress_service_namespace: JSON.stringify(INGRESS.namespace),
    },
    tail: [
      platform.generation === 'object'
        ? attribute('metadata', expression(metadata))
        : attribute('metadata_fqdn', expression(`${metadata}["fqdn"]`)),
      { kind: 'gap' },
      attribute('depends_on', [expression(`module.${cluster}`), expression(`module.${serviceLabel(cluster, entry)}`)]),
    ],
  });
  const isThere = platform.root?.folder?.declaration('module', `${cluster}_dns_zone`) !== undefined;
  return isThere ? [] : [block];
}
