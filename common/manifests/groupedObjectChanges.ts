/** Changed objects as a coding agent reads them: one entry for equal changes of environments. */
import { objectTitle } from './objectChangesText';
import { plainJson, type FieldChange, type ObjectChange, type ObjectComparison } from './objectComparison';

export interface GroupedObjectChange {
  /** The environments that change in the same way. */
  readonly environments: readonly string[];
  /** Address of the call in the root module. */
  readonly service: string;
  readonly platform?: string;
  /** Kind, namespace and name. */
  readonly object: string;
  readonly change: ObjectChange['change'];
  readonly fields?: readonly FieldChange[];
}

export interface GroupedObjectChanges extends Pick<ObjectComparison, 'problems'> {
  readonly changes: readonly GroupedObjectChange[];
}

/** @returns JSON without bigints */
export function groupedObjectChanges({ changes, problems }: ObjectComparison): GroupedObjectChanges {
  const groups = new Map<string, GroupedObjectChange & { environments: string[] }>();
  for (const each of changes) {
    const { environment, module: service, platform, change, fields } = each;
    const entry = plainJson({
      service,
      ...(platform === undefined ? {} : { platform }),
      object: objectTitle(each),
      change,
      ...(change === 'changed' ? { fields } : {}),
    });
    const key = JSON.stringify(entry);
    const group = groups.get(key);
    if (group) group.environments.push(environment);
    else groups.set(key, { environments: [environment], ...entry });
  }
  return { changes: [...groups.values()], problems };
}
