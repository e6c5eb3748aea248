/** Builds the tree of the plan view. */
import { t } from '../../../../common/localization';
import { uriComponent } from '../../../../common/uriComponent';
import { driftCheckNode } from './driftNode';
import { environmentNode } from './environmentNode';
import type { PlanEntry, PlatformEntries } from '../../model/planEntry';
import { withChildren, type PlanNode } from './planNode';
import type { PlanTreeContext } from './planTreeContext';

/** @returns environments in promotion order, grouped by platform if there are several; empty if none was planned or checked yet. */
export function planTree(platforms: readonly PlatformEntries[], context: PlanTreeContext): PlanNode[] {
  const used = platforms.filter(({ entries, driftChecks = [] }) => [...entries, ...driftChecks].some(hasRun));
  const environmentNodes = ({ entries, driftChecks = [] }: PlatformEntries): PlanNode[] =>
    entries.map((entry, index) => {
      const drift = driftChecks[index];
      if (!drift || !hasRun(drift)) return environmentNode(entry, context);
      return environmentNode(entry, context, id => driftCheckNode(drift, id, context));
    });
  const [only, ...others] = used;
  if (only && others.length === 0) return environmentNodes(only);
  return used.map(({ platform, name, ...shown }) =>
    withChildren(
      {
        kind: 'planPlatform',
        id: uriComponent(platform),
        label: name,
        description: '',
        icon: 'repo',
        details: () => [],
        accessibilityLabel: t('platform {0}', name),
        platform,
        expanded: true,
      },
      () => environmentNodes({ platform, name, ...shown }),
    ),
  );
}

const hasRun = ({ outcome, running }: PlanEntry): boolean => outcome !== undefined || running !== undefined;
