/**
 * Custom requests and notifications of the language server, in addition to LSP. This file is all that the client shares with the server.
 * Positions are zero-based, characters are UTF-16 code units, and URIs are strings as in LSP.
 */
import type { Location, Position, WorkspaceEdit } from 'vscode-languageserver-types';
import type { RepositoryRefs } from './promotion/repositoryRefs';
import type { GroupedObjectChanges } from './manifests/groupedObjectChanges';
import type { ModuleKind, Provider } from './moduleKind';
import type { StagedChange } from './replacement/stagedChange';
import type { NeededSides, ReviewSide } from './review/review';
import type { DeclaredFreeze } from './rules/freezes';
import type { Step } from './steps';
import type { ScaffoldProblem } from './scaffolds';

export type * from './comparison';
export type * from './review/review';
export { SCAFFOLD_KINDS } from './scaffolds';
export type * from './scaffolds';
export type { ModuleKind, Provider };

/**
 * Source of an effective value. `set`: set in this environment, but not in the base. `inherited`: inherited from the base. `overridden`: set in
 * this environment instead of the base's value. In the base environment, all values are `set`.
 */
export type Origin = 'set' | 'inherited' | 'overridden';

/** A root module that calls at least one Kubestack module. */
export interface Platform {
  /** Folder of the root module. */
  uri: string;
  /** Promotion order: internal first, most critical last. */
  environments: string[];
  baseEnvironment: string;
  /** All framework versions in use. A platform should use only one. */
  frameworkVersions: string[];
  clusters: Cluster[];
  /** Services for which no cluster could be found. */
  services: Service[];
  /** Absent if there are none. */
  freezes?: DeclaredFreeze[];
}

/** What a module configures for one environment. */
export interface ModuleEnvironment {
  /** Range of the environment's key and value in `configuration`. Absent if an expression computes them. */
  location?: Location;
  /** Number of attributes that the environment overrides; 0 in the base environment. */
  overrides: number;
}

export interface Cluster {
  /** Label of the module block. */
  name: string;
  provider: Provider;
  region?: string;
  /** Value of `?ref=` in the module source. */
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
  /** Version of the installed software: a catalog release, or the version in the README of the service's module. */
  version?: string;
  /** The module block in the root module. */
  location: Location;
  environments: Record<string, ModuleEnvironment>;
}

/** A call of a module that accepts `configuration`. */
export interface EffectiveModule {
  /** Label of the module block. */
  name: string;
  /** `module.a` or `module.a.module.b`. A file of a local module has one entry for each call of that module. */
  address: string;
  kind: ModuleKind;
  provider?: Provider;
  source: string;
  version?: string;
  baseKey: string;
  location: Location;
  /** Metadata by environment; only for clusters, and only if it can be computed. */
  metadata?: Record<string, { name: string; fqdn: string }>;
  /** Attributes by environment, in source order. `{}` if the configuration can't be evaluated; a diagnostic explains why. */
  environments: Record<string, EffectiveAttribute[]>;
}

export interface EffectiveAttribute {
  /** `["base_domain"]` or `["default_node_pool", "min_size"]`: one element for each level that is merged or has attributes. */
  path: string[];
  /** JSON value. Attributes with the value null are omitted, an empty object is one entry, and sets are sorted. */
  value: unknown;
  known: boolean;
  /**
   * Source text if the value is unknown. JSON with all digits if a double can't represent a number in it; then `value` is null and `known` is true.
   */
  expression?: string;
  origin: Origin;
  /** Location of the effective value in the source. */
  location: Location;
  /** The overridden value of the base. The properties have the same meaning as those of the attribute. */
  overrides?: { value: unknown; known?: boolean; expression?: string; location: Location };
}

export interface PlatformsParams {
  /**
   * For clients that cache the result: the `resultId` of the last response, or '' for the first request. The response is then a
   * {@link PlatformsDelta}. If absent, the response is a complete {@link PlatformsResult}.
   */
  previousResultId?: string;
}
export interface PlatformsResult {
  platforms: Platform[];
}
/** All platforms, with only those clusters in full that have changed since the last response. */
export interface PlatformsDelta {
  resultId: string;
  platforms: PlatformChange[];
}
export interface PlatformChange extends Omit<Platform, 'clusters'> {
  /** A string is the name of an unchanged cluster. */
  clusters: (Cluster | string)[];
}

export interface EffectiveConfigurationParams {
  textDocument: { uri: string };
  /** Label of a module block. If absent, the result contains all calls in the document that accept `configuration`. */
  module?: string;
}
export interface EffectiveConfigurationResult {
  modules: EffectiveModule[];
}

export interface EffectiveDocumentParams {
  /** Folder of a platform, or a file in it. */
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

/** An edit, or all problems of the answers. After a validation (`check`), the list of problems can be empty. */
export type ScaffoldResult =
  | {
      edit: WorkspaceEdit;
      /** Information about the edit for the user, one sentence each. */
      notes: string[];
      /** Next steps for the user, in order. */
      followUp: Step[];
      /** The branch on which the platform's pipeline applies, if there is a pipeline. */
      mainBranch?: string;
    }
  | { problems: ScaffoldProblem[] };

/** Parameters of `kubestack/stagedChanges`: requests what the code of revisions, and of the current files, replaces in stages. */
export interface StagedChangesParams {
  /** Folder of a platform. */
  uri: string;
  /** By commit. */
  revisions: Record<string, ReviewSide>;
}
export interface StagedChangesResult extends NeededSides {
  changes?: StagedChange[];
}

export interface FixAllParams {
  /** Folder of a platform, or a folder that contains platforms. */
  uri: string;
  /** Fixes only problems with this code. */
  code?: string;
}
export interface FixAllResult {
  /** Empty if there is nothing to fix. */
  edit: WorkspaceEdit;
}

/** A call of a tool for coding agents, see docs/agents.md. */
export interface CallToolParams {
  /** Name of the tool, for example `kubestack_check`. */
  name: string;
  /** Input from the model, not validated: the result describes what is invalid. */
  input: unknown;
  /** The two sides for `kubestack_compare`. The client provides them, since the server doesn't read Git repositories. `changedFiles` are paths from the folder. */
  sides?: {
    uri: string;
    before: ReviewSide;
    after: ReviewSide;
    changedFiles?: string[];
    /** The Kubernetes objects that differ, if the input asks for them. */
    objects?: GroupedObjectChanges;
  };
  /** The same for `kubestack_get_state`. */
  refs?: RepositoryRefs;
}
export interface CallToolResult extends NeededSides {
  /** JSON of at most 8 kB. For an error, a sentence that tells the model how to correct the call. */
  text: string;
  isError: boolean;
}

/** `data` of an unresolved refactoring in the result of `textDocument/codeAction`. */
export interface RefactoringData {
  source: 'refactoring';
  /** Name of the refactoring, for example `override` or `inherit`. */
  refactoring: string;
  uri: string;
  position: Position;
  title: string;
  /** The variant, if a refactoring is offered several times: for `override`, the environment. */
  choice?: string;
}

/** `initializationOptions` of `initialize`: the client's capabilities and settings. */
export interface InitializationOptions {
  /** Identifiers of other enabled Terraform extensions. The server disables the generic HCL features that they provide. */
  alongside?: string[];
  /** Whether the client wants the notification `kubestack/platformsChanged`. Clients report unknown notifications to their users. */
  platformsChanged?: boolean;
  /** The client reports changed files without a registration. */
  watchesFiles?: boolean;
  /**
   * Commands that the client supports. For code lenses: `kubestack.showEffectiveConfiguration`, `.compareEnvironments`, `.plan`. For code
   * actions: `.explainDiagnostic`, `.showNextSteps`, `.addStateBackend`.
   */
  commands?: string[];
  /**
   * Whether the server reads files through the client, by `kubestack/listFolders` and `kubestack/readFiles`: in a browser, and in workspaces
   * with files on another machine. Such a client also reports changed files without a registration.
   */
  servesFiles?: boolean;
  /**
   * Whether edits rename files before they change their text. VS Code needs this order: while it changes and renames a file, it can save the
   * file under its old name. By default, text is changed first, since lsp-mode applies an edit in this order in any case.
   */
  renamesFirst?: boolean;
  /** Settings for clients without `workspace/configuration`. */
  settings?: unknown;
}

/** Names of the methods. */
export const Method = {
  platforms: 'kubestack/platforms',
  effectiveConfiguration: 'kubestack/effectiveConfiguration',
  effectiveDocument: 'kubestack/effectiveDocument',
  scaffold: 'kubestack/scaffold',
  /** `ReviewParams` → `Review`: common/review/review.ts */
  review: 'kubestack/review',
  fixAll: 'kubestack/fixAll',
  /** `RulesParams` → `RulesResult`: common/rules/rulesParams.ts */
  rules: 'kubestack/rules',
  rulePreview: 'kubestack/rulePreview',
  /** `AcceptedDriftParams` → `AcceptedDriftResult`: common/drift/drift.ts */
  acceptedDrift: 'kubestack/acceptedDrift',
  /** `NewDriftEntryParams` → `NewDriftEntryResult` */
  newDriftEntry: 'kubestack/newDriftEntry',
  /** `StagedChangesParams` → `StagedChangesResult` */
  stagedChanges: 'kubestack/stagedChanges',

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
  /** Server to client, if the client asks for it in `InitializationOptions`: the answer to `kubestack/platforms` may have changed. */
  platformsChanged: 'kubestack/platformsChanged',
} as const;
