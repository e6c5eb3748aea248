/** Compares the drift of environments with the entries that accept it. */
import type { AcceptedDrift, CheckedDrift, DriftedResource } from '../../../common/drift/drift';
import type { ModuleFolder } from '../../workspace/moduleFolder';
import type { DriftEntry } from './driftFile';

/** Whether an entry still is in force. Without a clock, none is. @param today as `2026-11-23`; undefined without a clock */
export const isInForce = ({ until }: DriftEntry, today: string | undefined): boolean =>
  today !== undefined && today <= until.text;

/** Whether an entry applies to an environment. */
export const appliesTo = ({ environments }: DriftEntry, environment: string): boolean =>
  environments === undefined || environments.some(({ text }) => text === environment);

/** The module that an entry names, if the platform certainly doesn't call it. @param folder of the root module */
export function missingModule({ address }: DriftEntry, folder: ModuleFolder | undefined): string | undefined {
  const name = /^module\.([^.[]+)/.exec(address.text)?.[1];
  const isCertain = folder?.hasDiagnostics === false;
  return isCertain && name !== undefined && !folder.declaration('module', name) ? name : undefined;
}

function accepts(entry: DriftEntry, environment: string, { address, isDeleted, paths }: DriftedResource): boolean {
  if (entry.address.text !== address || !appliesTo(entry, environment)) return false;
  const { arguments: parameters } = entry;
  if (parameters === undefined) return true;
  const isNamed = (path: string): boolean =>
    parameters.some(({ text }) => path === text || (path.startsWith(text) && /^[.[]/.test(path.slice(text.length))));
  // If the paths are incomplete, others may have changed too.
  return !isDeleted && paths !== undefined && paths.length > 0 && paths.every(isNamed);
}

/** The drift that is accepted, and the entries that match nothing. */
export interface DriftMatches {
  /** For each check, an element for each resource; null if it isn't accepted. */
  readonly accepted: readonly (readonly (AcceptedDrift | null)[])[];
  /** Entries in force that accept nothing, although all of their environments were checked. */
  readonly unused: readonly DriftEntry[];
}

/**
 * @param entries valid ones
 * @param environments of the platform
 */
export function matchDrift(
  checks: readonly CheckedDrift[],
  entries: readonly DriftEntry[],
  environments: readonly string[],
  today: string | undefined,
): DriftMatches {
  const inForce = entries.filter(entry => isInForce(entry, today));
  const byAddress = new Map<string, DriftEntry[]>();
  for (const entry of inForce) byAddress.set(entry.address.text, [...(byAddress.get(entry.address.text) ?? []), entry]);
  const used = new Set<DriftEntry>();
  const accepted = checks.map(({ environment, drift }) =>
    drift.map(resource => {
      const matching = (byAddress.get(resource.address) ?? []).filter(entry => accepts(entry, environment, resource));
      for (const entry of matching) used.add(entry);
      const [first] = matching;
      return first ? { reason: first.reason, until: first.until.text } : null;
    }),
  );
  const checked = new Set(checks.map(({ environment }) => environment));
  const isChecked = (entry: DriftEntry): boolean => {
    const names = environments.filter(name => appliesTo(entry, name));
    return names.length > 0 && names.every(name => checked.has(name));
  };
  return { accepted, unused: inForce.filter(entry => !used.has(entry) && isChecked(entry)) };
}
