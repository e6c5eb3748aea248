/**
 * The requests and notifications that are ours, on top of LSP. The client imports its types from here, and nothing else of the
 * server. Positions are zero-based, characters are UTF-16 units. URIs are strings as LSP sends them.
 */
import type { Location, Position, WorkspaceEdit } from 'vscode-languageserver-types';
import type { PlatformOverlays } from './manifests/overlay';

/** Cloud provider, spelled as the framework's module folders are. `kind` exists up to v0.19.2. */
export type Provider = 'aws' | 'azurerm' | 'google' | 'scaleway' | 'kind';

/**
 * Where an effective value comes from: `set` in this environment and nowhere in the base, `inherited` from the base,
 * `overridden`: set here in place of a value of the base. In the base environment itself always `set`.
 */
export type Origin = 'set' | 'inherited' | 'overridden';

/** A root module that calls at least one Kubestack module. */
export interface Platform {
  /** Folder of the root module. */
  uri: string;
  /** Promotion order: internal first, most critical last. */
  environments: string[];
  baseEnvironment: string;
  /** Every framework version in use; healthy when there is one. */
  frameworkVersions: string[];
  clusters: Cluster[];
  /** Services for which no cluster could be found. */
  services: Service[];
}

/** What a module configures for one environment. */
export interface ModuleEnvironment {
  /** The environment's key and value in `configuration`; absent where an expression makes them. */
  location?: Location;
  /** Number of attributes that the environment sets in place of inheriting them; 0 in the base environment. */
  overrides: number;
}

export interface Cluster {
  /** Label of the module block. */
  name: string;
  provider: Provider;
  region?: string;
  /** What `?ref=` says. */
  version?: string;
  location: Location;
  environments: Record<string, ModuleEnvironment>;
  nodePools: NodePool[];
  services: Service[];
}

export interface NodePool {
  name: string;
  version?: string;
  location: Location;
  environments: Record<string, ModuleEnvironment>;
}

export interface Service {
  name: string;
  source: string;
  /** Of what the service installs: a catalog release, or the version in the README of its module. */
  version?: string;
  /** The binding in the root module. */
  location: Location;
  environments: Record<string, ModuleEnvironment>;
}

export type ModuleKind = 'cluster' | 'nodePool' | 'service' | 'other';

/** One call of a module that takes `configuration`. */
export interface EffectiveModule {
  /** The label of the module block. */
  name: string;
  /** `module.a`, or `module.a.module.b`: a file of a local module has an entry per call of that module. */
  address: string;
  kind: ModuleKind;
  provider?: Provider;
  source: string;
  version?: string;
  baseKey: string;
  location: Location;
  /** Per environment, for clusters, when known. */
  metadata?: Record<string, { name: string; fqdn: string }>;
  /** `{}` when the configuration is not understood; a diagnostic says why. Keys in the order of the source. */
  environments: Record<string, EffectiveAttribute[]>;
}

export interface EffectiveAttribute {
  /** `["base_domain"]` or `["default_node_pool", "min_size"]`: one step per level that merges or has attributes. */
  path: string[];
  /** JSON. Null attributes are left out; an empty object is one entry; sets come sorted. */
  value: unknown;
  known: boolean;
  /** Source text when not known; decimal text when a double can't hold the number (then value is null, known true). */
  expression?: string;
  origin: Origin;
  /** Where the value that counts is written. */
  location: Location;
  /** The value of the base that does not count here; `value`, `known` and `expression` as those of the attribute. */
  overrides?: { value: unknown; known?: boolean; expression?: string; location: Location };
}

export interface PlatformsParams {
  /**
   * For a client that keeps what it is told: the `resultId` of the last answer, or '' when there is none. The answer is then a
   * {@link PlatformsDelta}. Left out: everything is told.
   */
  previousResultId?: string;
}
export interface PlatformsResult {
  platforms: Platform[];
}
/** The platforms as they differ from those of the last answer. */
export interface PlatformsDelta {
  resultId: string;
  platforms: PlatformChange[];
}
export interface PlatformChange extends Omit<Platform, 'clusters'> {
  /** A string is the name of a cluster that is as it was. */
  clusters: (Cluster | string)[];
}

export interface EffectiveConfigurationParams {
  textDocument: { uri: string };
  /** Label of a module block; all calls of that document that take `configuration` when left out. */
  module?: string;
}
export interface EffectiveConfigurationResult {
  modules: EffectiveModule[];
}

export interface EffectiveDocumentParams {
  /** A platform's folder, or a file of one. */
  uri: string;
  environment: string;
}
export interface EffectiveDocumentLine {
  origin: Origin;
  location?: Location;
}
export interface EffectiveDocumentResult {
  text: string;
  /** One entry per line of `text`. */
  lines: EffectiveDocumentLine[];
}

/** What can be added to, changed in or removed from a platform. */
export type ScaffoldKind =
  | 'platform'
  | 'cluster'
  | 'nodePool'
  | 'service'
  | 'environment'
  | 'threeEnvironments'
  | 'frameworkVersion'
  | 'stateBackend'
  | 'pipeline'
  | 'readme'
  | 'agentInstructions'
  | 'removeService'
  | 'removeNodePool'
  | 'removeCluster'
  | 'removeEnvironment'
  | 'renameEnvironment';

export interface ScaffoldParams {
  /** Folder of the platform's root module; a file in it will do. */
  uri: string;
  kind: ScaffoldKind;
  /** The answers are only checked, as they are typed: the result has problems, or an empty list of them. */
  check?: boolean;
  /** Where to report how far it is, by `$/progress` as LSP has it for work done: only `report`, with a percentage. */
  workDoneToken?: string | number;
  /** By name; docs/scaffolding.md lists them. What is not answered takes its default, or is a problem where there is none. */
  answers: Record<string, unknown>;
}
/**
 * What comes after a change that was chosen among the code actions, as a scaffold or a migration: the argument of its command
 * `kubestack.showNextSteps`, for clients that have it.
 */
export interface NextSteps {
  /** Folder of the platform's root module. */
  uri: string;
  /** What was done: the action's title. */
  title: string;
  /** As in `ScaffoldResult`. */
  notes: string[];
  followUp: string[];
}
export interface ScaffoldProblem {
  /** Name of the answer: `region`, `clusters[0].region` inside of a list, `uri` for the folder itself. */
  answer: string;
  message: string;
}
/** An edit, or else what is wrong with the answers: all of it at once. Where they were only checked there may be nothing wrong. */
export type ScaffoldResult =
  | {
      edit: WorkspaceEdit;
      /** What the person should know about this edit, a sentence each. */
      notes: string[];
      /** The steps that come after it, in their order; commands stand in backticks. */
      followUp: string[];
    }
  | { problems: ScaffoldProblem[] };

/** One side of a comparison. Paths are relative to the folder that is compared, "/" separated; `../` leads out of it. */
export type ComparisonSide = { kind: 'workspace' } | { kind: 'files'; files: Record<string, string> };

export interface CompareConfigurationsParams {
  /** Folder: its platforms are compared. */
  uri: string;
  before: ComparisonSide;
  after: ComparisonSide;
  /** Only what reaches this environment; all of them when left out. */
  environment?: string;
  /** The answer should have its `markdown`. */
  markdown?: boolean;
}

/** What has changed between two sides. Everything in it may be shown: sensitive values are `(sensitive value)`. */
export interface Comparison {
  /** Those of both sides, in promotion order. */
  environments: string[];
  addedEnvironments: string[];
  removedEnvironments: string[];
  modules: ComparedModule[];
  attributes: ComparedAttribute[];
  /** What is not understood on one of the sides, and therefore not compared. */
  problems: ComparisonProblem[];
  /** The same as a text for reviewers, where it was asked for; '' where nothing has changed. */
  markdown?: string;
}

interface ComparedPart {
  /** The cluster that the module is, or belongs to. */
  cluster?: string;
  /** Folder of the platform, relative to the compared folder; left out where that is it. */
  platform?: string;
}

export interface ComparedModule extends ComparedPart {
  /** Label of the block; `a.b` of a block in a local module. */
  name: string;
  kind: ModuleKind;
  change: 'added' | 'removed' | 'version' | 'source';
  /** Versions; sources where those have changed. */
  before?: string;
  after?: string;
}

export interface ComparedAttribute extends ComparedPart {
  environment: string;
  module: string;
  path: string[];
  change: 'added' | 'removed' | 'changed';
  /** JSON; null where there is an expression instead. */
  before?: unknown;
  after?: unknown;
  /** Source text of what is not known before a plan, the digits of a number that a double can't hold, or `(sensitive value)`. */
  beforeExpression?: string;
  afterExpression?: string;
}

export interface ComparisonProblem extends ComparedPart {
  side: 'before' | 'after';
  module: string;
  message: string;
}

/** What the overlays of a folder's platforms pass to the kustomization provider, and the files that they read. */
export interface OverlaysParams {
  /** Folder whose platforms are looked at, or a platform's own folder. */
  uri: string;
  side: ComparisonSide;
  /** Only this environment. */
  environment?: string;
  /** Only overlays of the module call of this name in the root module. */
  module?: string;
}
export interface OverlaysResult {
  platforms: PlatformOverlays[];
}

/** What is good for an answer: what it is where nobody says otherwise, and what else there is to choose from. Never a limit. */
export interface ScaffoldSuggestion {
  default?: unknown;
  values?: { value: string; description?: string }[];
}
/** Suggestions for the answers of a scaffold, given the answers so far; by the names that `ScaffoldProblem.answer` has. */
export interface ScaffoldSuggestionsResult {
  suggestions: Record<string, ScaffoldSuggestion>;
}

export interface FixAllParams {
  /** Folder of a platform, or one above several. */
  uri: string;
  /** Only problems of this code. */
  code?: string;
}
export interface FixAllResult {
  /** Empty where nothing is to be mended. */
  edit: WorkspaceEdit;
}

/** A call of a tool for coding agents; docs/agents.md lists them. */
export interface CallToolParams {
  /** `kubestack_check`. */
  name: string;
  /** What the model passes, of any shape: the answer says what is wrong with it. */
  input: unknown;
  /** Of `kubestack_compare`: the two sides, as the server reads no Git repository. */
  sides?: { uri: string; before: ComparisonSide; after: ComparisonSide };
}
export interface CallToolResult {
  /** JSON of at most 8 kB; of an error a sentence that says what to do instead. */
  text: string;
  isError: boolean;
}

/** `data` of a refactoring among the answers of `textDocument/codeAction`, until it is resolved. */
export interface RefactoringData {
  source: 'refactoring';
  /** `override`, `inherit`, … */
  refactoring: string;
  uri: string;
  position: Position;
  title: string;
  /** What of several is offered: of `override` the environment. */
  choice?: string;
}

/** What the client tells about itself in `initialize`. */
export interface InitializationOptions {
  /** Identifiers of Terraform extensions that are enabled beside ours; generic HCL features are left to them. */
  alongside?: string[];
  /** The client tells of changed files without being asked to. */
  watchesFiles?: boolean;
  /**
   * Commands that the client can run, for code lenses: `kubestack.showEffectiveConfiguration`, `.compareEnvironments`, `.plan`; for code
   * actions: `.explainDiagnostic`, `.showNextSteps`.
   */
  commands?: string[];
  /**
   * True when the server is to read files through the client, by `kubestack/listFolders` and `kubestack/readFiles`: in a browser, and in
   * workspaces whose files are not on this machine. Such a client tells of changed files without being asked to.
   */
  servesFiles?: boolean;
  /** Settings for clients without `workspace/configuration`. */
  settings?: unknown;
}

/** Method names. */
export const Method = {
  platforms: 'kubestack/platforms',
  effectiveConfiguration: 'kubestack/effectiveConfiguration',
  effectiveDocument: 'kubestack/effectiveDocument',
  scaffold: 'kubestack/scaffold',
  compareConfigurations: 'kubestack/compareConfigurations',
  fixAll: 'kubestack/fixAll',
  /** `OverlaysParams` → `OverlaysResult` */
  overlays: 'kubestack/overlays',

  /** Parameters and results: common/diagram/diagram.ts */
  diagram: 'kubestack/diagram',
  diagramText: 'kubestack/diagramText',
  /** `MatrixParams` → `MatrixResult`: common/matrix/matrix.ts */
  matrix: 'kubestack/matrix',
  /** `ListFoldersParams` → `ListFoldersResult`, from server to client */
  listFolders: 'kubestack/listFolders',
  /** `ReadFilesParams` → `ReadFilesResult`, from server to client */
  readFiles: 'kubestack/readFiles',
  callTool: 'kubestack/callTool',

  /** `ScaffoldParams` → `ScaffoldSuggestionsResult` */
  scaffoldSuggestions: 'kubestack/scaffoldSuggestions',
  /** Server to client: the answer to `kubestack/platforms` may have changed. */
  platformsChanged: 'kubestack/platformsChanged',
} as const;
