/**
 * Builds the kustomization that the provider's data source `kustomization_overlay` builds from its arguments, field by field: the input of
 * kustomize where the provider is not installed. Source of the rules: `getKustomization` of kbst/terraform-provider-kustomization.
 */
import { isRecord } from '../isRecord';
import { ownProperty } from '../ownProperty';

type Json = Readonly<Record<string, unknown>>;

/** Attributes of the data source that have another name in a kustomization; the others are the same in camel case. */
const FIELDS: Readonly<Record<string, string>> = {
  common_annotations: 'commonAnnotations',
  common_labels: 'commonLabels',
  components: 'components',
  config_map_generator: 'configMapGenerator',
  crds: 'crds',
  generators: 'generators',
  generator_options: 'generatorOptions',
  images: 'images',
  name_prefix: 'namePrefix',
  namespace: 'namespace',
  name_suffix: 'nameSuffix',
  patches: 'patches',
  replicas: 'replicas',
  secret_generator: 'secretGenerator',
  transformers: 'transformers',
  vars: 'vars',
  resources: 'resources',
};

/** Renamed keys of blocks, at any depth. Keys of maps whose keys are user data (labels, annotations) are never renamed. */
const NESTED: Readonly<Record<string, string>> = {
  new_name: 'newName',
  new_tag: 'newTag',
  label_selector: 'labelSelector',
  annotation_selector: 'annotationSelector',
  disable_name_suffix_hash: 'disableNameSuffixHash',
  obj_ref: 'objref',
  field_ref: 'fieldref',
  api_version: 'apiVersion',
  field_path: 'fieldPath',
};

const MAPS = new Set(['common_annotations', 'common_labels', 'labels', 'annotations']);

/** The attributes that an overlay may set. */
export const OVERLAY_ATTRIBUTES: readonly string[] = Object.keys(FIELDS);

/**
 * @param overlay arguments of the data source, without null attributes
 * @returns a kustomization as JSON, which is valid YAML
 */
export function kustomizationOf(overlay: Json): Json {
  const fields = Object.entries(FIELDS).flatMap(([name, field]): [string, unknown][] => {
    const value = ownProperty(overlay, name);
    if (value === undefined || value === null || value === '') return [];
    return [[field, MAPS.has(name) ? value : renamed(value)]];
  });
  return {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    ...Object.fromEntries(fields),
  };
}

function renamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renamed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    // The provider doesn't distinguish an empty string from a missing one.
    .filter(([, entry]) => entry !== null && entry !== '')
    .map(([name, entry]): [string, unknown] => [
      ownProperty(NESTED, name) ?? name,
      MAPS.has(name) ? entry : renamed(entry),
    ])
    // An empty block counts as absent, such as `target` and `options`.
    .filter(([, entry]) => !isEmptyObject(entry));
  return Object.fromEntries(entries);
}

const isEmptyObject = (value: unknown): boolean => isRecord(value) && Object.keys(value).length === 0;
