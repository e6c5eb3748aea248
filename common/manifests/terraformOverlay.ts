/** The Terraform configuration that renders overlays with the kustomization provider: only data sources, planned and never applied. */
import { ownProperty } from '../ownProperty';

type Json = Readonly<Record<string, unknown>>;

/** The provider must be configured, although no cluster is contacted. Nothing listens on this address. */
const KUBECONFIG = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': 'none',
  clusters: [{ name: 'none', cluster: { server: 'https://127.0.0.1:1' } }],
  contexts: [{ name: 'none', context: { cluster: 'none', user: 'none' } }],
  users: [{ name: 'none', user: { token: 'none' } }],
});

/** Attributes that are blocks of the data source, and the blocks in them. */
const BLOCKS: Readonly<Record<string, readonly string[]>> = {
  config_map_generator: ['options'],
  generator_options: [],
  images: [],
  patches: ['target'],
  replicas: [],
  secret_generator: ['options'],
  vars: ['obj_ref', 'field_ref'],
};

/** The name of an overlay's data source, by its index. */
export const dataSourceName = (index: number): string => `overlay_${index}`;

/**
 * @param overlays arguments of the data sources by the names that {@link dataSourceName} gave
 * @param source address of the provider: `registry.terraform.io/kbst/kustomization`
 * @returns the text of a main.tf.json
 */
export function terraformConfiguration(overlays: ReadonlyMap<string, Json>, source: string): string {
  const data = Object.fromEntries([...overlays].map(([name, overlay]) => [name, literal(blocksOf(overlay))]));
  return JSON.stringify({
    terraform: { required_providers: { kustomization: { source } } },
    provider: { kustomization: { kubeconfig_raw: KUBECONFIG } },
    data: { kustomization_overlay: data },
  });
}

/** Removes empty values: an empty block would still count as a block. */
function blocksOf(overlay: Json): Json {
  const entries = Object.entries(overlay).map(([name, value]): [string, unknown] => {
    const inner = ownProperty(BLOCKS, name);
    if (!inner) return [name, value];
    const blocks = Array.isArray(value) ? (value as unknown[]) : [value];
    return [name, blocks.map(block => withoutEmpty(block, inner))];
  });
  return Object.fromEntries(entries);
}

function withoutEmpty(block: unknown, inner: readonly string[]): unknown {
  if (typeof block !== 'object' || block === null) return block;
  return Object.fromEntries(
    Object.entries(block).filter(
      ([name, value]) => !inner.includes(name) || (isObject(value) && Object.values(value).some(isSet)),
    ),
  );
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const isSet = (value: unknown): boolean => value !== null && value !== '';

/** Escapes the start of templates: in JSON syntax, strings are templates. */
function literal(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/[$%]\{/g, start => `${start[0]}${start}`);
  if (Array.isArray(value)) return value.map(literal);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [literal(name) as string, literal(entry)]));
}

/** The part that is read of an error message of `terraform plan -json`. */
interface PlanMessage {
  readonly type?: unknown;
  readonly diagnostic?: {
    readonly severity?: unknown;
    readonly summary?: unknown;
    readonly detail?: unknown;
    readonly address?: unknown;
  };
}

/** The errors of a plan by the name of the data source; '' for errors of the whole configuration. */
export function planErrors(output: string): Map<string, string> {
  const errors = new Map<string, string>();
  for (const line of output.split('\n')) {
    if (!line.startsWith('{')) continue;
    let message: PlanMessage;
    try {
      message = JSON.parse(line) as PlanMessage;
    } catch {
      continue;
    }
    const { diagnostic } = message;
    if (message.type !== 'diagnostic' || diagnostic?.severity !== 'error') continue;
    const [summary, detail, address] = [diagnostic.summary, diagnostic.detail, diagnostic.address].map(text =>
      typeof text === 'string' ? text : '',
    ) as [string, string, string];
    const name = /^data\.kustomization_overlay\.(\w+)$/.exec(address)?.[1] ?? '';
    errors.set(name, [summary, detail].filter(text => text !== '').join(': '));
  }
  return errors;
}

/** The `manifests` of each data source in the output of `terraform show -json`. */
export function plannedManifests(shown: unknown): Map<string, Readonly<Record<string, string>>> {
  const found = new Map<string, Readonly<Record<string, string>>>();
  const { prior_state: state } = shown as { prior_state?: { values?: { root_module?: { resources?: unknown } } } };
  const resources = state?.values?.root_module?.resources;
  for (const resource of Array.isArray(resources) ? (resources as unknown[]) : []) {
    const { type, name, values } = resource as { type?: unknown; name?: unknown; values?: { manifests?: unknown } };
    if (type !== 'kustomization_overlay' || typeof name !== 'string' || !isObject(values?.manifests)) continue;
    found.set(name, values.manifests as Readonly<Record<string, string>>);
  }
  return found;
}
