/** The state of a machine during a job: variables, the current folder, the selected workspace of each folder. */
import { folderKey } from '../directory';
import type { ContainerRun } from '../commandRun';
import { nothing, anyOf, unknownValue, type PipelineValue } from '../values/value';

/** A file that the pipeline system reads after a step, as the value of `$GITHUB_ENV`. */
export const systemFile = (name: string): string => `\u0001${name}`;

export class ShellState {
  /** Shell and environment variables. */
  variables: Map<string, PipelineValue>;
  directory: PipelineValue;
  /** Whether unlisted variables are unset: on a machine that is new for each job. */
  isClosed = false;
  /** How the script has ended; undefined while it runs. */
  exit: 'success' | 'failure' | undefined;
  /** The selected workspace, by folder. */
  private readonly workspaces: Map<string, PipelineValue>;
  /** What was written to the files that the pipeline system reads after a step: `GITHUB_ENV`, `GITHUB_OUTPUT`. */
  readonly written: Map<string, Map<string, PipelineValue>>;
  /** The workspace of a folder in which none was selected: null, or unknown if another job may have used the folder. */
  unselected: PipelineValue;
  /** The container in which commands run; undefined on the machine itself. */
  container: ContainerRun | undefined;

  constructor(
    from: Partial<Pick<ShellState, 'directory' | 'container' | 'unselected'>> & {
      variables?: Iterable<[string, PipelineValue]>;
    },
  ) {
    this.variables = new Map(from.variables ?? []);
    this.directory = from.directory ?? unknownValue;
    this.container = from.container;
    this.unselected = from.unselected ?? nothing;
    this.workspaces = new Map();
    this.written = new Map();
  }

  /** A copy that changes independently. */
  clone(): ShellState {
    const copy = new ShellState(this);
    copy.take(this);
    return copy;
  }

  /** Replaces this state with another one. */
  take(other: ShellState): void {
    this.variables = new Map(other.variables);
    this.directory = other.directory;
    this.exit = other.exit;
    this.isClosed = other.isClosed;
    this.container = other.container;
    this.unselected = other.unselected;
    replace(this.workspaces, other.workspaces);
    this.written.clear();
    for (const [file, values] of other.written) this.written.set(file, new Map(values));
  }

  /** The size of what a clone copies. */
  get size(): number {
    return this.variables.size + this.workspaces.size + this.written.size + 1;
  }

  select(folder: PipelineValue, workspace: PipelineValue): void {
    const key = folderKey(folder);
    if (key !== undefined) this.workspaces.set(key, workspace);
    // It may be any known folder.
    else for (const [each, before] of this.workspaces) this.workspaces.set(each, anyOf([before, workspace]));
    if (key === undefined) this.workspaces.set('', unknownValue);
  }

  /** After a script that is not followed: it may have changed variables, also of later steps, the folder and the workspaces. */
  forget(): void {
    for (const name of [...this.variables.keys(), 'TF_WORKSPACE']) this.variables.set(name, unknownValue);
    this.isClosed = false;
    this.directory = unknownValue;
    this.select(unknownValue, unknownValue);
    for (const file of ['GITHUB_ENV', 'GITHUB_OUTPUT']) this.write(systemFile(file), '', unknownValue);
  }

  /** Null if none was selected. */
  selectedIn(folder: PipelineValue): PipelineValue {
    const key = folderKey(folder);
    if (key === undefined) return this.workspaces.size === 0 ? this.unselected : unknownValue;
    return this.workspaces.get(key) ?? this.workspaces.get('') ?? this.unselected;
  }

  /** The state of another shell on the same machine: it shares workspaces and files, but has its own folder and variables. */
  share(other: ShellState): void {
    replace(this.workspaces, other.workspaces);
    this.written.clear();
    for (const [file, values] of other.written) this.written.set(file, new Map(values));
  }

  write(file: string, name: string, value: PipelineValue): void {
    let values = this.written.get(file);
    if (!values) this.written.set(file, (values = new Map<string, PipelineValue>()));
    values.set(name, value);
  }

  /** Keeps what holds in all of the states, except those that have ended. */
  static join(all: readonly ShellState[]): ShellState {
    const going = all.filter(({ exit }) => exit === undefined);
    const [first, ...others] = going.length > 0 ? going : all;
    const joined = (first ?? new ShellState({})).clone();
    if (going.length === 0) {
      joined.exit = all.every(({ exit }) => exit === 'failure') ? 'failure' : 'success';
      return joined;
    }
    const states = [joined, ...others];
    if (states.length === 1) return joined;
    joined.directory = anyOf(states.map(({ directory }) => directory));
    joinMaps(
      joined.variables,
      states.map(({ variables }) => variables),
      unknownValue,
    );
    joinMaps(
      joined.workspaces,
      states.map(({ workspaces }) => workspaces),
      joined.unselected,
    );
    for (const file of new Set(states.flatMap(({ written }) => [...written.keys()]))) {
      const values = joined.written.get(file) ?? new Map<string, PipelineValue>();
      joined.written.set(file, values);
      joinMaps(
        values,
        states.map(({ written }) => written.get(file) ?? new Map<string, PipelineValue>()),
        unknownValue,
      );
    }
    return joined;
  }
}

function replace<Key, Item>(map: Map<Key, Item>, other: ReadonlyMap<Key, Item>): void {
  if (map === other) return;
  map.clear();
  for (const [key, value] of other) map.set(key, value);
}

/** @param missing the value of a name that a map does not have */
function joinMaps(
  into: Map<string, PipelineValue>,
  maps: readonly ReadonlyMap<string, PipelineValue>[],
  missing: PipelineValue,
): void {
  const names = new Set(maps.flatMap(map => [...map.keys()]));
  for (const name of names) {
    const values = maps.map(map => map.get(name) ?? missing);
    if (values.some(value => value !== values[0])) into.set(name, anyOf(values));
  }
}
