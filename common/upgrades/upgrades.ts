/** The versions of Kubernetes of clusters, and the steps to the next ones, as data, see docs/upgrades.md. */
import type { Provider } from '../moduleKind';

export interface UpgradeEnvironment {
  /** As written; undefined if it is not set, or unknown. */
  readonly version?: string;
  /** Whether the cluster can run a newer version, as on GKE. */
  readonly minimum?: true;
  readonly support: 'supported' | 'ending' | 'ended' | 'unknown';
  /** The last day of support; for EKS, of standard support. */
  readonly ends?: string;
  /** The last day of the extended support of EKS. */
  readonly extendedEnds?: string;
  /** The next minor version that the cloud has. */
  readonly next?: string;
}

export interface UpgradeStep {
  readonly kind: 'framework' | 'manifests' | 'change' | 'nodes' | 'promote';
  readonly environment?: string;
  /** What to do, as a sentence. */
  readonly text: string;
  /** What the change does to resources, one line each; undefined if it is not computed. */
  readonly forecast?: readonly string[];
}

export interface UpgradeCluster {
  /** Label of its module block. */
  readonly module: string;
  readonly provider: Provider;
  /** The folder of its platform, if there are several. */
  readonly platform?: string;
  /** The version of the framework. */
  readonly framework?: string;
  /** In promotion order. */
  readonly environments: Readonly<Record<string, UpgradeEnvironment>>;
  /** The version to which the steps lead. */
  readonly target?: string;
  /** Empty if nothing has to be done. */
  readonly steps: readonly UpgradeStep[];
}

export interface Upgrades {
  readonly clusters: readonly UpgradeCluster[];
  /** What is retired, or will be, and what to use instead, as sentences. */
  readonly retirements?: readonly string[];
  /** What is assumed, as sentences. */
  readonly notes?: readonly string[];
}
