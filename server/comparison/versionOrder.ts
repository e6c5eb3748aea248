/** Finds changed versions of Kubernetes that skip a minor version, or that reach a later environment before an earlier one. */
import { t } from '../../common/localization';
import type { ComparedVersionOrder } from '../../common/comparison';
import { promotedThrough } from '../kubestack/inheritance/promotionOrder';
import { minorOf } from '../kubestack/lifecycle/lifecycle';
import type { DescribedModule } from './describedSide';

/** The attributes with exact versions. */
const EXACT = ['cluster_version', 'kubernetes_version'];
/** The attribute of GKE: a minimum, so the clusters may already have a newer version. */
const MINIMUM = 'cluster_min_master_version';

/** @param environments of the newer side, in promotion order */
export function versionOrder(
  { before, after }: { readonly before: DescribedModule | undefined; readonly after: DescribedModule | undefined },
  environments: readonly string[],
): ComparedVersionOrder[] {
  if (!before || after?.kind !== 'cluster') return [];
  const found: ComparedVersionOrder[] = [];
  const add = (environment: string, message: string): void =>
    void found.push({ environment, module: after.name, message });
  const order = promotedThrough(environments);
  for (const [index, environment] of order.entries()) {
    const [old, current] = [versionIn(before, environment), versionIn(after, environment)];
    if (current === undefined) continue;
    if (old !== undefined && !current.isMinimum && current.minor > old.minor + 1)
      add(
        environment,
        t(
          '{0}: Kubernetes {1} → {2} in "{3}" skips a version. Clusters are upgraded one minor version at a time.',
          after.name,
          old.version,
          current.version,
          environment,
        ),
      );
    const previous = order[index - 1];
    const earlier = previous === undefined ? undefined : versionIn(after, previous);
    if (previous === undefined || !earlier || earlier.minor >= current.minor) continue;
    const formerly = versionIn(before, previous);
    const isUnchanged = formerly?.minor === earlier.minor && old?.minor === current.minor;
    if (!isUnchanged)
      add(
        environment,
        t(
          '{0}: Kubernetes {1} in "{2}" is newer than {3} in "{4}", which a change reaches first.',
          after.name,
          current.version,
          environment,
          earlier.version,
          previous,
        ),
      );
  }
  return found;
}

interface Version {
  readonly version: string;
  readonly minor: number;
  readonly isMinimum: boolean;
}

function versionIn({ environments }: DescribedModule, environment: string): Version | undefined {
  const attributes = environments.get(environment);
  for (const name of [...EXACT, MINIMUM]) {
    const value = attributes?.get(JSON.stringify([name]))?.shown;
    const version = value?.known && typeof value.value === 'string' ? value.value : undefined;
    const minor = minorOf(version);
    if (version !== undefined && minor !== undefined) return { version, minor, isMinimum: name === MINIMUM };
  }
  return undefined;
}
