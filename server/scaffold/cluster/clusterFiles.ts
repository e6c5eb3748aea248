/**
 * The two files of a cluster: its module, and the providers of the cloud and the cluster.
 * See docs/kubestack.md#repository-layouts.
 */
import { ownProperty } from '../../../common/ownProperty';
import type { RequestContext } from '../../semantics/requestContext';
import type { ModuleSchema } from '../../kubestack/schemas/schemas';
import type { ClusterPlan } from './clusterAnswers';
import type { Cloud } from './clouds';
import { environmentLines } from '../configurationLines';
import { attribute, block, GAP, hclFile, type HclBlock } from '../hclFile';
import { expression, moduleCallBlock } from '../moduleCallText';

export const clusterPath = ({ provider }: Cloud): string => `${provider}/cluster`;
export const poolPath = ({ provider }: Cloud): string => `${provider}/cluster/node-pool`;

export interface ClusterText {
  /** The identifier: label, file name and alias. */
  readonly name: string;
  readonly plan: ClusterPlan;
  readonly source: string;
  readonly schema: ModuleSchema;
  readonly environments: readonly string[];
  readonly base: string;
}

/** `<cluster>_cluster.tf`. */
export function clusterFile(
  request: RequestContext,
  { name, plan, source, schema, environments, base }: ClusterText,
): string {
  const configuration = environments.map(
    environment =>
      [environment, environmentLines(ownProperty(plan.configuration, environment) ?? [], schema, request)] as const,
  );
  const call = {
    label: name,
    providers: passedProviders(schema, plan.cloud, name),
    source,
    configuration: { base, environments: configuration },
  };
  return hclFile([moduleCallBlock(call)]);
}

/** Providers that a module requires, by the aliases of a cluster. */
export function passedProviders(
  { providersFromCaller }: ModuleSchema,
  cloud: Cloud,
  name: string,
): Record<string, string> {
  const wanted = [cloud.provider, ...providersFromCaller.filter(each => each !== cloud.provider)];
  return Object.fromEntries(wanted.map(provider => [provider, `${provider}.${name}`]));
}

/** `<cluster>_providers.tf`. Includes the providers for the cluster itself if the module has a kubeconfig output. */
export function providersFileText(name: string, plan: ClusterPlan, schema: ModuleSchema): string {
  return hclFile([cloudProvider(name, plan), ...(isAccessible(schema) ? clusterProviders(name, plan.cloud) : [])]);
}

/** Whether a cluster's module has a kubeconfig output: since v0.13. */
export const isAccessible = ({ outputs }: ModuleSchema): boolean => outputs.has('kubeconfig');

function cloudProvider(name: string, { cloud, region, provider }: ClusterPlan): HclBlock {
  const own = Object.entries(provider).map(([key, value]) => attribute(key, value));
  const isInRegion = cloud.provider !== 'azurerm';
  return block(
    'provider',
    [cloud.provider],
    [
      attribute('alias', name),
      ...own,
      ...(isInRegion ? [attribute('region', region)] : []),
      ...(cloud.provider === 'azurerm' ? [GAP, block('features', [], [])] : []),
    ],
  );
}

/** The providers for the cluster itself. */
export function clusterProviders(name: string, cloud: Cloud): HclBlock[] {
  const kubeconfig = `module.${name}.kubeconfig`;
  const local = `local.${name}_kubeconfig`;
  const cluster = (key: string): string => `${local}["clusters"][0]["cluster"]["${key}"]`;
  const user = (key: string): string => `${local}["users"][0]["user"]["${key}"]`;
  const credentials =
    cloud.provider === 'azurerm'
      ? [
          attribute('client_certificate', expression(`base64decode(${user('client-certificate-data')})`)),
          attribute('client_key', expression(`base64decode(${user('client-key-data')})`)),
        ]
      : [attribute('token', expression(user('token')))];
  return [
    block(
      'provider',
      ['kustomization'],
      [attribute('alias', name), attribute('kubeconfig_raw', expression(kubeconfig))],
    ),
    block('locals', [], [attribute(`${name}_kubeconfig`, expression(`yamldecode(${kubeconfig})`))]),
    block(
      'provider',
      ['kubernetes'],
      [
        attribute('alias', name),
        GAP,
        attribute('host', expression(cluster('server'))),
        attribute('cluster_ca_certificate', expression(`base64decode(${cluster('certificate-authority-data')})`)),
        ...credentials,
      ],
    ),
  ];
}
