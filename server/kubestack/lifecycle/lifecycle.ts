/**
 * Until when clouds support versions of Kubernetes, and which APIs a version removes, as of a day: data/kubernetes.json, which docs/upgrades.md
 * describes.
 */
import type { Program } from '../../../common/program';
import type { Provider } from '../../../common/protocol';
import { ownProperty } from '../../../common/ownProperty';

/** Repository, path, commit, the day of its last change, and the day on which its repository was last read. */
export type LifecycleSource = readonly [
  repository: string,
  path: string,
  commit: string,
  changed: string,
  read: string,
];

/** The content of data/kubernetes.json. */
export interface KubernetesFile {
  readonly sources: Readonly<Record<string, LifecycleSource>>;
  /** By provider and minor version: the last day of support. For EKS, the last days of standard and of extended support. */
  readonly support: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** By program and minor version: the last day of support. */
  readonly programs: Readonly<Record<Program, Readonly<Record<string, string>>>>;
  readonly retirements: readonly Retirement[];
  /** `[apiVersion, deprecated, removed, replacement, ...kinds]`, with numbers of minor versions; 0 and an empty text if there is none. */
  readonly apis: readonly (readonly [string, number, number, string, ...string[]])[];
}

/** Something that platforms use and that its maintainers retire. It is found by `service`, `chart`, `manifest`, `attribute` or `minors`. */
export interface Retirement {
  /** A product's name, which isn't translated. */
  readonly name: string;
  /** The day of the announcement, or else that on which the source was read. Nothing is said on days before. */
  readonly known: string;
  /** The day on which the source was last read. A later day is said to come only for some time. */
  readonly read: string;
  /** The last day on which it is supported. */
  readonly ends: string;
  /** What replaces it. */
  readonly way: string;
  /** Address of the announcement. */
  readonly source: string;
  /** The catalog entry that installs it. */
  readonly service?: string;
  /** The Helm chart that installs it. */
  readonly chart?: string;
  /** A field of manifests, and how its values begin; with `minors`, only if the cluster has one of these versions. */
  readonly manifest?: readonly [field: string, prefix: string];
  readonly provider?: Provider;
  /** An attribute of clusters and node pools of the provider, and how its values begin. */
  readonly attribute?: string;
  readonly prefix?: string;
  /** The first and the last minor version of Kubernetes whose nodes have it, or don't run manifests with it. */
  readonly minors?: readonly [first: number, last: number];
}

export interface KnownRetirement extends Retirement {
  /** Until the last day on which it is supported; negative after that day. */
  readonly days: number;
}

export interface Support {
  /** `ending` if the support ends soon. `unknown` without a date that is recent enough to be trusted. */
  readonly state: 'supported' | 'ending' | 'ended' | 'unknown';
  /** The last day of support, as `2026-11-30`; undefined if it is unknown. */
  readonly ends: string | undefined;
  /** The support that costs more and follows the standard support. */
  readonly extended: Omit<Support, 'extended' | 'source'> | undefined;
  readonly source: LifecycleSource | undefined;
}

export interface RemovedApi {
  readonly state: 'deprecated' | 'removed';
  /** The minor version that removes it; undefined if it is not decided. */
  readonly removed: number | undefined;
  /** An `apiVersion` that exists in the version. */
  readonly replacement: string | undefined;
}

/** Support that ends within this number of days is reported. */
export const DAYS_BEFORE = 60;
/** A date that a cloud has announced is used for this number of days after its source was last read: longer than a minor version is supported. */
const ANNOUNCED_DAYS = 430;
/** The same for GKE, whose dates are predictions. */
const PREDICTED_DAYS = 180;

const UNKNOWN: Support = { state: 'unknown', ends: undefined, extended: undefined, source: undefined };

export class Lifecycle {
  private readonly apis: ReadonlyMap<string, readonly [number, number, string]>;

  /** @param today as `2026-11-23`, in UTC, so that everybody gets the same findings */
  constructor(
    private readonly file: KubernetesFile,
    readonly today: string,
  ) {
    this.apis = new Map(
      file.apis.flatMap(([apiVersion, deprecated, removed, replacement, ...kinds]) =>
        kinds.map((kind): [string, readonly [number, number, string]] => [
          `${apiVersion} ${kind}`,
          [deprecated, removed, replacement],
        ]),
      ),
    );
  }

  /** The same facts on another day. */
  on(today: string): Lifecycle {
    return today === this.today ? this : new Lifecycle(this.file, today);
  }

  /** @param minor of Kubernetes 1 */
  support(provider: Provider, minor: number): Support {
    const dates = ownProperty(this.file.support, provider);
    const source = ownProperty(this.file.sources, provider);
    if (!dates || !source) return UNKNOWN;
    const minors = Object.keys(dates).map(minorNumber);
    const [newest, oldest] = [Math.max(...minors), Math.min(...minors)];
    if (minor < oldest) {
      // Support ends in the order of the versions.
      const { state } = this.stateAt(ownProperty(dates, `1.${oldest}`)?.at(-1), source, provider);
      return state === 'ended' ? { ...UNKNOWN, state, source } : UNKNOWN;
    }
    const [standard, extended] = ownProperty(dates, `1.${minor}`) ?? [];
    const { state, ends } = this.stateAt(standard, source, provider);
    // The newest known version may not be the newest one any more.
    if (minor >= newest && state !== 'supported') return { ...UNKNOWN, source };
    const later = extended === undefined ? undefined : this.stateAt(extended, source, provider);
    return { state, ends, extended: later, source };
  }

  private stateAt(
    date: string | undefined,
    [, , , , read]: LifecycleSource,
    provider: Provider,
  ): Omit<Support, 'extended' | 'source'> {
    const days = provider === 'google' ? PREDICTED_DAYS : ANNOUNCED_DAYS;
    // A date that had passed when the source was read stays true.
    const isTrusted = date !== undefined && (date <= read || daysBetween(read, this.today) <= days);
    if (!isTrusted) return { state: 'unknown', ends: undefined };
    const left = daysBetween(this.today, date);
    return { state: left < 0 ? 'ended' : left <= DAYS_BEFORE ? 'ending' : 'supported', ends: date };
  }

  /** The retirements that are announced, with the days until they happen. Those that may have been postponed since the source was read are left out. */
  retirements(): KnownRetirement[] {
    return this.file.retirements.flatMap(each => {
      const isTrusted = each.ends <= each.read || daysBetween(each.read, this.today) <= ANNOUNCED_DAYS;
      return each.known <= this.today && isTrusted ? [{ ...each, days: daysBetween(this.today, each.ends) }] : [];
    });
  }

  /**
   * The last day of support of a program that isn't supported any more.
   * @param version as `1.5.7`
   * @returns undefined if it is supported, unknown, or the source is newer than the day
   */
  programEnded(program: Program, version: string): string | undefined {
    const changed = ownProperty(this.file.sources, program)?.[3] ?? '';
    const [, minor = ''] = /^(\d+\.\d+)\./.exec(version) ?? [];
    const ends = ownProperty(this.file.programs[program], minor);
    return ends !== undefined && ends < this.today && changed <= this.today ? ends : undefined;
  }

  /** The next minor version that a cloud is known to have: control planes move one minor version at a time. */
  next(provider: Provider, minor: number): number | undefined {
    const dates = ownProperty(this.file.support, provider);
    return dates && ownProperty(dates, `1.${minor + 1}`) ? minor + 1 : undefined;
  }

  /**
   * Whether a minor version no longer has an API, or will not have it.
   * @returns undefined for APIs that are not deprecated in this version
   */
  removedApi(apiVersion: string, kind: string, minor: number): RemovedApi | undefined {
    const api = this.apis.get(`${apiVersion} ${kind}`);
    if (!api) return undefined;
    const [deprecated, removed, replacement] = api;
    const isRemoved = removed > 0 && minor >= removed;
    if (!isRemoved && minor < deprecated) return undefined;
    return {
      state: isRemoved ? 'removed' : 'deprecated',
      removed: removed > 0 ? removed : undefined,
      replacement: this.existing(replacement, kind, minor),
    };
  }

  private existing(apiVersion: string, kind: string, minor: number): string | undefined {
    if (apiVersion === '') return undefined;
    const [, removed = 0, replacement = ''] = this.apis.get(`${apiVersion} ${kind}`) ?? [];
    return removed > 0 && minor >= removed ? this.existing(replacement, kind, minor) : apiVersion;
  }
}

const minorNumber = (version: string): number => Number(version.split('.')[1]);

/** The minor version of `1.33`, `v1.33.2` or `1.33.5-gke.100`; undefined for anything else. */
export function minorOf(version: string | undefined): number | undefined {
  const minor = /^v?1\.(\d{1,3})(?![\d])/.exec(version?.trim() ?? '')?.[1];
  return minor === undefined ? undefined : Number(minor);
}

const DAY_MS = 86_400_000;

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** Whether a text is a day, as `2026-11-23`. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);

/** The current day in UTC. */
export const dayOf = (time: Date): string => time.toISOString().slice(0, 10);
