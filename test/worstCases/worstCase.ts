/** What a worst case is: input of a chosen size that someone could write to keep the editor busy. */
import { MAX_FILE_LENGTH } from '../../server/workspace/workspace';

/** Texts of the files of a workspace by their path. */
export type Files = Record<string, string>;

export interface WorstCase {
  readonly name: string;
  /** No input is larger; see {@link largestSize}. */
  readonly size: number;
  /** The document that is open in the editor; `main.tf` when left out. */
  readonly open?: string;
  readonly files: (size: number) => Files;
}

/** Of a file that is read whole. */
const LENGTH = MAX_FILE_LENGTH * 0.98;

/** The largest size at which each file is still read. */
export function largestSize({ size, files }: WorstCase): number {
  const fits = (count: number): boolean => Object.values(files(count)).every(text => text.length <= LENGTH);
  if (fits(size)) return size;
  let [low, high] = [1, size];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** The names of `count` things. */
export const numbered = <T>(count: number, name: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => name(index));

export const lines = (count: number, line: (index: number) => string): string => numbered(count, line).join('\n');

const VERSION = 'v0.18.1-beta.0';
const SOURCE = `github.com/kbst/terraform-kubestack//google/cluster?ref=${VERSION}`;

/** The call of a cluster module with this text as its configuration. */
export const clusterWith = (configuration: string, name = 'gke_gc0_europe-west1'): string =>
  `module "${name}" {\n  source = "${SOURCE}"\n\n  configuration = ${configuration}\n}\n`;

const BASE = `      name_prefix    = "gc0"
      base_domain    = "infra.example.com"
      project_id     = "terraform-kubestack-testing"
      region         = "europe-west1"
      cluster_min_master_version = "1.20"
      cluster_min_node_count     = 1
      cluster_max_node_count     = 3`;

/** A cluster with two environments; `attributes` are more lines for the base. */
export const cluster = (attributes = '', name?: string): string =>
  clusterWith(`{\n    apps = {\n${BASE}\n${attributes}\n    }\n    ops = {}\n  }`, name);

/** A cluster of which one attribute is this expression, beside the text of more blocks. */
export const clusterOf = (expression: string, more = ''): Files => ({
  'main.tf': `${cluster(`      cluster_machine_type = ${expression}`)}\n${more}`,
});
