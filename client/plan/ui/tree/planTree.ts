/** Builds the tree of the plan view. */
import { t } from '../../../../common/localization';
import { uriComponent } from '../../../../common/uriComponent';
import { environmentNode } from './environmentNode';
import type { PlanEntry } from './planEntry';
import { withChildren, type PlanNode } from './planNode';
import type { PlanTreeContext } from './planTreeContext';

/** The environments of one platform, in promotion order. */
export interface PlatformEntries {
  /** Folder of the platform, as a URI. */
  platform: string;
  /** The name that distinguishes it from other platforms. */
  name: string;
  entries: readonly PlanEntry[];
}

/** @returns environments in promotion order, grouped by platform if there are several; empty if no environment was planned yet. */
export function planTree(platforms: readonly PlatformEntries[], context: PlanTreeContext): PlanNode[] {
  const used = platforms.filter(({ entries }) => entries.some(({ outcome, running }) => outcome ?? running));
  const [only, ...others] = used;
  if (only && others.length === 0) return only.entries.map(entry => environmentNode(entry, context));
  return used.map(({ platform, name, entries }) =>
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
      () => entries.map(entry => environmentNode(entry, context)),
    ),
  );
}
