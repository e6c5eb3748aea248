/** A worst case: an input of any size that is designed to keep the editor busy. */
import { MAX_YAML_LENGTH } from '../../common/pipelines/yaml/tree';
import { sourceSyntaxOf } from '../../server/workspace/fileNames';
import { baseNameOf } from '../../server/workspace/uri';
import { MAX_DOCUMENT_LENGTH, MAX_JSON_DOCUMENT_LENGTH } from '../../server/workspace/longFiles';

/** Texts of a workspace's files by path. */
export type Files = Record<string, string>;

export interface WorstCase {
  readonly name: string;
  /** Maximum size of the input; see {@link largestSize}. */
  readonly size: number;
  /** The open document; by default `main.tf`. */
  readonly open?: string;
  readonly files: (size: number) => Files;
}

/** The largest size at which all files are still read. */
export function largestSize({ size, files }: WorstCase): number {
  const fits = (count: number): boolean =>
    Object.entries(files(count)).every(([path, text]) => text.length <= maxLength(path) * 0.98);
  if (fits(size)) return size;
  let [low, high] = [1, size];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** Maximum length of a file's text; of files that are neither configuration nor pipelines, a length that is larger than any real one. */
function maxLength(path: string): number {
  const syntax = sourceSyntaxOf(baseNameOf(path));
  if (syntax) return syntax.json ? MAX_JSON_DOCUMENT_LENGTH : MAX_DOCUMENT_LENGTH;
  return path.startsWith('.github/') ? MAX_YAML_LENGTH : 500_000;
}

/** `count` different names. */
export const numbered = <T>(count: number, name: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => name(index));

export const lines = (count: number, line: (index: number) => string): string => numbered(count, line).join('\n');

const VERSION = 'v0.18.1-beta.0';
const SOURCE = `github.com/kbst/terraform-kubestack//google/cluster?ref=${VERSION}`;

/** A call of a cluster module with this configuration. */
export const clusterWith = (configuration: string, name = 'gke_gc0_europe-west1'): string =>
  `module "${name}" {\n  source = "${SOURCE}"\n\n  configuration = ${configuration}\n}\n`;

const BASE = `      name_prefix    = "gc0"
      base_domain    = "infra.example.com"
      project_id     = "terraform-kubestack-testing"
      region         = "europe-west1"
      cluster_min_master_version = "1.20"
      cluster_min_node_count     = 1
      cluster_max_node_count     = 3`;

/** A cluster with two environments; `attributes` are additional lines for the base. */
export const cluster = (attributes = '', name?: string): string =>
  clusterWith(`{\n    apps = {\n${BASE}\n${attributes}\n    }\n    ops = {}\n  }`, name);

/** A cluster with this expression as an attribute, followed by other blocks. */
export const clusterOf = (expression: string, more = ''): Files => ({
  'main.tf': `${cluster(`      cluster_machine_type = ${expression}`)}\n${more}`,
});
