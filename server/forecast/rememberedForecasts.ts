/**
 * What earlier forecasts found about calls of root modules. A forecast of a slightly changed platform evaluates only the calls that the change concerns,
 * and takes the parts of all others from here.
 */
import { declaredAttribute } from '../workspace/declarations';
import type { SourceFile } from '../syntax/sourceFileModel';
import type { AppliedWalk } from './appliedWalk';
import { CallInputs, areSameInputs } from './callInputs';
import { emptyPart, type ForecastPart } from './forecastPart';
import { ROOT_OWNER, type ForecastSide, type PartOwner } from './forecastSide';
import { enabledArgument, resourcesOf } from './moduleResources';
import type { PlannedWalk } from './plannedWalk';
import { callKey, callOfKey, reachedKeys } from './rootReferences';
import type { FarRead } from './walk';
import { movedCalls, type UnchangedCalls } from './unchangedCalls';

/** Resources in all kept parts, about 1 kB each. */
const MAX_RESOURCES = 100_000;
/** Platforms with kept parts: a comparison of other folders rarely returns to more. */
const MAX_PLATFORMS = 8;

type Side = 'before' | 'after';
const SIDES: readonly Side[] = ['before', 'after'];

export interface Walks {
  readonly before: AppliedWalk | undefined;
  readonly after: PlannedWalk;
}

interface KeptPart {
  readonly inputs: readonly unknown[];
  readonly part: ForecastPart;
  /** What its data sources have searched in the whole platform. */
  readonly farReads: Readonly<Record<Side, readonly FarRead[]>>;
}

interface KeptEnvironment {
  readonly parts: Map<PartOwner, KeptPart>;
  /** Calls that the change reached. */
  readonly reached: ReadonlySet<string>;
  /** All files before the change. */
  readonly filesBefore: readonly SourceFile[];
}

export class RememberedForecasts {
  /** By root folder and environment, the oldest platform first. */
  private readonly kept = new Map<string, Map<string, KeptEnvironment>>();

  /** The parts that may be used for a platform as it is now. */
  recall(before: ForecastSide | undefined, after: ForecastSide): RecalledParts {
    const { folderUri } = after.root;
    const environments = this.kept.get(folderUri) ?? new Map<string, KeptEnvironment>();
    this.kept.delete(folderUri);
    this.kept.set(folderUri, environments);
    for (const oldest of [...this.kept.keys()].slice(0, -MAX_PLATFORMS)) this.kept.delete(oldest);
    return new RecalledParts(environments, before, after, () => this.mayKeepMore());
  }

  private mayKeepMore(): boolean {
    let count = 0;
    for (const environments of this.kept.values())
      for (const { parts } of environments.values())
        for (const { part } of parts.values()) count += part.resources.length;
    return count <= MAX_RESOURCES;
  }
}

/** The earlier parts of one platform. */
export class RecalledParts {
  private readonly inputs = new Map<PartOwner, readonly unknown[] | undefined>();
  private readonly inputsBefore: CallInputs | undefined;
  private readonly inputsAfter: CallInputs;
  private readonly filesBefore: readonly SourceFile[];
  /** `init` changes it with the copies of modules, of which files beside the configuration are no inputs. */
  private readonly installed: string | undefined;
  /** Calls that `moved`, `removed` and `import` blocks mention. */
  private readonly mentioned: ReadonlySet<string>;

  constructor(
    private readonly kept: Map<string, KeptEnvironment>,
    before: ForecastSide | undefined,
    private readonly after: ForecastSide,
    private readonly mayKeepMore: () => boolean,
  ) {
    this.inputsBefore = before && new CallInputs(before);
    this.inputsAfter = new CallInputs(after);
    const { model, root } = after;
    this.installed = model.workspace.fileSystem.stamp(`${root.folderUri}/.terraform/modules/modules.json`);
    const foldersBefore = before ? [...before.model.workspace.allFolders()] : [];
    this.filesBefore = foldersBefore.flatMap(each => (each.uri.includes('/.terraform/') ? [] : each.allFiles()));
    this.mentioned = movedCalls([before, after].flatMap(side => side?.root.folder ?? []));
  }

  /** The parts of the calls that are as they were; none of those that other calls need. */
  partsOf(environment: string, existed: boolean, unchanged: UnchangedCalls): Map<PartOwner, ForecastPart> {
    const { folder } = this.after.root;
    const kept = this.kept.get(keyOf(environment, existed));
    if (!kept || !folder) return new Map();
    const isSame = (owner: PartOwner, { inputs }: KeptPart): boolean => {
      const current = unchanged.has(owner) ? undefined : this.inputsOf(owner);
      return current !== undefined && areSameInputs(current, inputs);
    };
    const valid = new Map([...kept.parts].filter(([owner, part]) => isSame(owner, part)));
    if (!areSameInputs(this.filesBefore, kept.filesBefore))
      for (const [owner, { farReads }] of valid) if (SIDES.some(side => farReads[side].length > 0)) valid.delete(owner);
    const visited = [...folder.names('module')].filter(name => !unchanged.has(name) && !valid.has(name));
    for (const key of reachedKeys(folder, [...visited.map(callKey), ...resourcesOf(folder).blocks.keys()]))
      valid.delete(callOfKey(key) ?? ROOT_OWNER);
    return new Map([...valid].map(([owner, { part }]) => [owner, part]));
  }

  /** Whether a forecast with earlier parts is valid: data sources may read a resource anywhere in the platform. */
  isValid(environment: string, existed: boolean, walks: Walks, known: ReadonlyMap<PartOwner, ForecastPart>): boolean {
    if (!walks.after.isSelfContained) return false;
    const kept = this.kept.get(keyOf(environment, existed));
    const isChanged = (call: string): boolean =>
      !known.has(call) && (walks.after.isVisited(call) || kept?.reached.has(call) !== false);
    return [...known.keys()].every(owner =>
      SIDES.every(side =>
        (kept?.parts.get(owner)?.farReads[side] ?? []).every(
          read => ![...read.owners].some(isChanged) && !walks[side]?.hasAnyOf(read, isChanged),
        ),
      ),
    );
  }

  /** Keeps the parts of a forecast, and those that it was made with. */
  remember(
    environment: string,
    existed: boolean,
    { before, after }: Walks,
    parts: ReadonlyMap<PartOwner, ForecastPart>,
  ): void {
    const key = keyOf(environment, existed);
    const old = this.kept.get(key);
    this.kept.delete(key);
    const walks = before ? [before, after] : [after];
    const names = [...(this.after.root.folder?.names('module') ?? [])];
    const visited = new Set([ROOT_OWNER, ...names.filter(after.isVisited)]);
    // What is found on the way to another call is not complete.
    const isOwn = walks.every(walk => [...walk.problemOwners()].every(owner => visited.has(owner)));
    const isComplete = walks.every(walk => !walk.isExhausted && !walk.hasSkipped);
    if (!isOwn || !isComplete || !this.mayKeepMore()) return;
    const reached = new Set(names.filter(after.isReached));
    const kept: KeptEnvironment = { parts: new Map(), reached, filesBefore: this.filesBefore };
    for (const name of reached) {
      const remembered = after.isVisited(name) ? undefined : old?.parts.get(name);
      const inputs = this.inputsOf(name);
      const farReads = { before: before?.farReadsOf(name) ?? [], after: after.farReadsOf(name) };
      if (remembered) kept.parts.set(name, remembered);
      else if (inputs) kept.parts.set(name, { inputs, part: parts.get(name) ?? emptyPart(), farReads });
    }
    this.kept.set(key, kept);
  }

  /** @returns undefined if a part depends on more than the inputs */
  private inputsOf(name: string): readonly unknown[] | undefined {
    const declaration = this.after.root.folder?.declaration('module', name);
    const isRepeated =
      declaration &&
      (['count', 'for_each'].some(each => declaredAttribute(declaration, each)) || enabledArgument([declaration]));
    const compute = (): readonly unknown[] | undefined => {
      const [old, current] = [this.inputsBefore?.of(name), this.inputsAfter.of(name)];
      const isComplete = current.areComplete && old?.areComplete !== false;
      return isComplete ? [this.installed, ...(old?.inputs ?? []), 'after', ...current.inputs] : undefined;
    };
    if (this.mentioned.has(name) || isRepeated) return undefined;
    if (!this.inputs.has(name)) this.inputs.set(name, compute());
    return this.inputs.get(name);
  }
}

const keyOf = (environment: string, existed: boolean): string => `${environment} ${existed}`;
