/** The history of the sample platform: its last commits, and what each environment has of them. */

export interface SampleCommit {
  readonly subject: string;
  readonly daysAgo: number;
  /** One replaced text; the first commit has none. `after` occurs once in the file. */
  readonly change?: { readonly path: string; readonly before: string; readonly after: string };
  /** The environments that the commit was promoted to, a day later. */
  readonly promotedTo?: readonly string[];
}

/** Oldest first. The files of the sample are those of the last commit. `npm run sample` writes the states of the environments from it. */
export const SAMPLE_HISTORY: readonly SampleCommit[] = [
  { subject: 'Add the sample platform', daysAgo: 21, promotedTo: ['apps', 'apps-prod'] },
  {
    subject: 'Allow 18 nodes in production',
    daysAgo: 9,
    change: {
      path: 'eks_gc0_eu-west-1_cluster.tf',
      before: 'max_size                = 12',
      after: 'max_size                = 18',
    },
    promotedTo: ['apps'],
  },
  {
    subject: 'Double the disks of the batch nodes',
    daysAgo: 3,
    change: {
      path: 'eks_gc0_eu-west-1_node_pool_batch.tf',
      before: 'disk_size        = 100',
      after: 'disk_size        = 200',
    },
  },
  {
    subject: 'Share each GPU between four models',
    daysAgo: 2,
    change: {
      path: 'gke_ml0_europe-west1_node_pool_gpu.tf',
      before: 'max_shared_clients_per_gpu = 2',
      after: 'max_shared_clients_per_gpu = 4',
    },
  },
];

/**
 * A file of the sample as it was in an earlier commit.
 *
 * @param text of the last commit
 * @param index of the commit in {@link SAMPLE_HISTORY}
 */
export function textInCommit(path: string, text: string, index: number): string {
  return SAMPLE_HISTORY.slice(index + 1).reduceRight((newer, { change }) => {
    if (change?.path !== path) return newer;
    const parts = newer.split(change.after);
    if (parts.length !== 2) throw new Error(`${path} doesn't have "${change.after}" once.`);
    return parts.join(change.before);
  }, text);
}
