/** The graph of module folders and their calls, and the root modules, which no other folder calls. */
import { resolvePath } from '../../workspace/uri';
import type { Workspace } from '../../workspace/workspace';

/** A folder → its callers. */
export type Callers = ReadonlyMap<string, ReadonlySet<string>>;

/** @param isThere whether a called folder contains a module */
export function callersByFolder(workspace: Workspace, isThere: (folderUri: string) => boolean): Callers {
  const callers = new Map<string, Set<string>>();
  for (const folder of workspace.allFolders()) {
    for (const path of folder.calledPaths()) {
      const called = resolvePath(folder.uri, path);
      if (called === folder.uri || !isThere(called)) continue;
      const cached = callers.get(called);
      if (cached) cached.add(folder.uri);
      else callers.set(called, new Set([folder.uri]));
    }
  }
  return callers;
}

/** For each folder from which this one can be reached, the next folder on a shortest path. */
export function waysTo(folderUri: string, callers: Callers): ReadonlyMap<string, string> {
  const next = new Map<string, string>();
  const reached = [folderUri];
  for (const folder of reached)
    for (const caller of callers.get(folder) ?? []) {
      if (caller === folderUri || next.has(caller)) continue;
      next.set(caller, folder);
      reached.push(caller);
    }
  return next;
}

/**
 * Folders that others call. A cycle without an outside caller has no root: the first folder by name, of all from which it can be reached, counts
 * as the root and is not in the result.
 */
export function foldersCalledFromOutside(callers: Callers): ReadonlySet<string> {
  const called = new Set(callers.keys());
  const groupOf = new Map<string, Group>();
  for (const members of groupsOf(callers)) {
    const above = new Set(members.flatMap(member => [...(callers.get(member) ?? [])]).map(each => groupOf.get(each)));
    above.delete(undefined);
    const isBelowRoot =
      members.some(member => !callers.has(member)) || [...above].some(each => each?.first === undefined);
    const first = [...members, ...[...above].map(each => each!.first!)].reduce((a, b) => (a < b ? a : b));
    const group: Group = { first: isBelowRoot ? undefined : first };
    for (const member of members) groupOf.set(member, group);
    if (!isBelowRoot && members.length > 1 && members.includes(first)) called.delete(first);
  }
  return called;
}

/** Folders that can reach each other. */
interface Group {
  /** The first by name, of them and all from which they can be reached; undefined below a root. */
  readonly first: string | undefined;
}

/**
 * Cycles of folders or else single folders, callers before called ones: strongly connected components by Tarjan's algorithm, along the callers.
 * Without recursion: a chain of folders may be as long as the workspace is large.
 */
function groupsOf(callers: Callers): string[][] {
  const groups: string[][] = [];
  const numbers = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const reach = (folder: string, number: number): void =>
    void lowest.set(folder, Math.min(lowest.get(folder) ?? number, number));
  const enter = (folder: string): { folder: string; rest: Iterator<string> } => {
    reach(folder, numbers.size);
    numbers.set(folder, numbers.size);
    open.push(folder);
    isOpen.add(folder);
    return { folder, rest: (callers.get(folder) ?? new Set<string>()).values() };
  };
  for (const start of callers.keys()) {
    if (numbers.has(start)) continue;
    const visits = [enter(start)];
    for (let visit = visits.at(-1); visit; visit = visits.at(-1)) {
      const { folder, rest } = visit;
      const next = rest.next();
      if (next.done !== true) {
        if (!numbers.has(next.value)) visits.push(enter(next.value));
        else if (isOpen.has(next.value)) reach(folder, numbers.get(next.value)!);
        continue;
      }
      visits.pop();
      const around = visits.at(-1);
      if (around) reach(around.folder, lowest.get(folder)!);
      if (lowest.get(folder) !== numbers.get(folder)) continue;
      const members = open.splice(open.lastIndexOf(folder));
      for (const member of members) isOpen.delete(member);
      groups.push(members);
    }
  }
  return groups;
}
