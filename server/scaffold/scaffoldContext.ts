/** The input and output of a scaffold: the platform, the answers, and the files with its changes. */
import { now } from '../../common/now';
import type { Program } from '../../common/program';
import {
  allCalls,
  describePlatform,
  descendantEnvironments,
  prepareEnvironments,
  type PlatformDescription,
} from '../kubestack/platform/platform';
import type { PlatformEnvironments } from '../kubestack/platform/platformCalls';
import type { PlatformModel } from '../kubestack/platform/platformModel';
import { platformProgram } from '../kubestack/platform/platformProgram';
import { platformStructure, type PlatformStructure } from '../kubestack/platform/platformStructure';
import { promotionOrder } from '../kubestack/inheritance/promotionOrder';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import {
  nameInCell,
  readmeSetting,
  readReadmePlatform,
  type README_SETTINGS,
  type ReadmePlatform,
} from '../kubestack/readme/readmeTables';
import type { RequestContext } from '../semantics/requestContext';
import { reporting } from '../scheduling/pausing';
import { isWithin } from '../workspace/uri';
import type { AnswerReader } from './answerReader';
import { DOCKERFILE } from './dockerfile';
import { FileChanges } from './fileChanges';
import { programOf, generationOf, type SchemaGeneration } from './schemaGeneration';
import type { Step } from '../../common/steps';
import type { FollowUpInput } from './followUp';
import type { ScaffoldProgress } from './progress';

export interface ScaffoldContext {
  readonly request: RequestContext;
  readonly answers: AnswerReader;
  readonly changes: FileChanges;
  /** Whether only the answers are validated, without computing changes. */
  readonly isCheck: boolean;
  /** Folder of the platform's root module. */
  readonly folder: string;
  /** Undefined if nothing in the folder calls a Kubestack module, and no README describes a platform. */
  readonly platform: PlatformContext | undefined;
}

/** Facts of a platform that every scaffold needs. */
export interface PlatformContext {
  /** Undefined while the platform has no clusters, node pools and services, only a README. */
  readonly described: PlatformDescription | undefined;
  readonly root: ModuleInstance | undefined;
  /** The parts by cluster: less than the description, and faster to compute. */
  readonly shape: PlatformStructure | undefined;
  /** Calls of Kubestack modules in the root module and in local modules. */
  readonly calls: readonly ModuleCall[];
  /** Most critical first, in the order of configuration keys. */
  readonly environments: readonly string[];
  readonly base: string;
  /** The framework version of most modules, or else the README's; undefined for a platform with its own copy of the framework. */
  readonly version: string | undefined;
  readonly generation: SchemaGeneration;
  /** According to the platform's files, or else the one in the image of its generation. */
  readonly program: Program;
  readonly readme: ReadmePlatform | undefined;
}

/** A scaffold that changes every module of a platform: it yields at each, and reports progress. */
export type PausingOutcome = Generator<ScaffoldProgress, ScaffoldOutcome | undefined>;

/**
 * Writes changes into `changes` and problems into `answers`; returns undefined if it could not continue. If an answer is rejected, the changes are
 * discarded.
 */
export type Scaffold = (scaffoldContext: ScaffoldContext) => ScaffoldOutcome | undefined | PausingOutcome;

/** Computes with pauses what {@link scaffoldContextOf} needs of a large platform. */
export function* prepareContext({ model }: RequestContext, uri: string): Generator<ScaffoldProgress, void> {
  for (const root of model.tree.rootInstances())
    if (isWithin(uri, root.folderUri))
      yield* reporting({ phase: 'modules', done: 0, total: 0 }, prepareEnvironments(root, model));
}

/** @param uri the platform's folder or something in it, normalized */
export function scaffoldContextOf(
  request: RequestContext,
  uri: string,
  answers: AnswerReader,
  isCheck = false,
): ScaffoldContext {
  const root = rootOf(request, uri);
  const folder = root?.folderUri ?? uri;
  const changes = new FileChanges(request, folder);
  return { request, answers, changes, isCheck, folder, platform: platformContext(request, changes, root) };
}

/** The platform of a folder or of something in it. @param files the files in the platform's folder */
export const platformAt = (request: RequestContext, uri: string, files: FileChanges): PlatformContext | undefined =>
  platformContext(request, files, rootOf(request, uri));

/** The root module of the deepest platform that contains a path. */
function rootOf({ model }: RequestContext, uri: string): ModuleInstance | undefined {
  return model.tree
    .rootInstances()
    .filter(root => isWithin(uri, root.folderUri) && isPlatform(root, model))
    .sort((a, b) => b.folderUri.length - a.folderUri.length)[0];
}

const isPlatform = (root: ModuleInstance, model: PlatformModel): boolean =>
  now(platformStructure(root, model)).calls.length > 0;

function platformContext(
  request: RequestContext,
  changes: FileChanges,
  root: ModuleInstance | undefined,
): PlatformContext | undefined {
  const readme = readReadmePlatform(changes.text('README.md') ?? '');
  return root ? new BuiltContext(request, root, readme, changes) : readme && contextOfReadme(request, readme, changes);
}

/** A platform with modules. Facts are computed on first use, since a large platform takes time. */
class BuiltContext implements PlatformContext {
  private readonly computed = new Map<string, unknown>();

  constructor(
    private readonly request: RequestContext,
    readonly root: ModuleInstance,
    readonly readme: ReadmePlatform | undefined,
    private readonly files: FileChanges,
  ) {}

  get described(): PlatformDescription | undefined {
    const { model, settings } = this.request;
    return this.once('described', () => describePlatform(this.root, model, settings.environments));
  }

  get shape(): PlatformStructure {
    return now(platformStructure(this.root, this.request.model));
  }

  get calls(): readonly ModuleCall[] {
    return now(allCalls(this.root, this.request.model));
  }

  get environments(): readonly string[] {
    const { keys, base } = this.named;
    return byCriticality(keys, promotionOrder(keys, base, this.request.settings.environments));
  }

  get base(): string {
    return this.named.base;
  }

  get version(): string | undefined {
    return this.once('version', () => {
      const version = mostFrequent(this.calls.flatMap(call => (isFramework(call) ? (call.module.version ?? []) : [])));
      return version ?? readmeValue(this.readme, 'frameworkVersion')?.match(/^v\d\S*$|^[0-9a-f]{40}$/)?.[0];
    });
  }

  get generation(): SchemaGeneration {
    return this.once('generation', () => {
      const ofCalls = mostFrequent(this.calls.filter(isFramework).map(generationOf.call));
      return ofCalls ?? generationOf.version(this.request, this.version);
    });
  }

  get program(): Program {
    return this.once('program', () => programIn(this.files, this.generation));
  }

  private get named(): PlatformEnvironments {
    return descendantEnvironments(this.root, this.request.model);
  }

  private once<T>(name: string, compute: () => T): T {
    if (!this.computed.has(name)) this.computed.set(name, compute());
    return this.computed.get(name) as T;
  }
}

/** A platform without modules: a new one before its first cluster, or one whose last cluster was removed. */
function contextOfReadme(
  request: RequestContext,
  readme: ReadmePlatform,
  changes: FileChanges,
): PlatformContext | undefined {
  const names = readmeValue(readme, 'environmentNames');
  const environments = names?.split(/[\s,]+/).filter(name => name !== '') ?? [];
  const version = readmeValue(readme, 'frameworkVersion');
  if (environments.length < 2 || version === undefined || !changes.exists('Dockerfile')) return undefined;
  const base = readmeValue(readme, 'baseEnvironment') ?? environments[0]!;
  const generation = generationOf.version(request, version);
  return {
    described: undefined,
    root: undefined,
    shape: undefined,
    calls: [],
    environments,
    base,
    version,
    generation,
    program: programIn(changes, generation),
    readme,
  };
}

const programIn = (files: FileChanges, generation: SchemaGeneration): Program =>
  platformProgram(files.text('.terraform.lock.hcl') ?? '', files.text(DOCKERFILE) ?? '') ?? programOf(generation);

/** A value in the README's Configuration table, without code marks; undefined if it is empty. */
export function readmeValue(
  readme: ReadmePlatform | undefined,
  setting: keyof typeof README_SETTINGS,
): string | undefined {
  const text = readme && nameInCell(readmeSetting(readme, setting));
  return text === '' ? undefined : text;
}

/** Whether a call is of one of the framework's own modules, from any source, and not of the catalog's. */
export const isFramework = ({ module }: ModuleCall): boolean =>
  module.kind !== 'other' && module.schema?.path.startsWith('catalog/') !== true;

/** The keys in the modules' order if that matches the promotion order, or else the reversed promotion order. */
function byCriticality(keys: readonly string[], promotion: readonly string[]): string[] {
  const reversed = [...promotion].reverse();
  const isSame = reversed.length === keys.length && reversed.every(name => keys.includes(name));
  return isSame ? reversed : [...keys];
}

/** The first of the most frequent values. */
export function mostFrequent<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** Messages of a scaffold about its changes. */
export interface ScaffoldOutcome {
  readonly notes?: readonly string[];
  /** The next steps: the usual ones, or others. */
  readonly followUp: FollowUpInput | readonly Step[];
}
