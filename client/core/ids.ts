/** Identifiers that package.json and the code share. test/unit/client/manifest.test.ts compares both. */

/** Commands, all contributed, all with category "Kubestack". */
export const Command = {
  show: 'kubestack.show',
  add: 'kubestack.add',
  showEffectiveConfiguration: 'kubestack.showEffectiveConfiguration',
  compareEnvironments: 'kubestack.compareEnvironments',
  showPlatformDiagram: 'kubestack.showPlatformDiagram',
  showEnvironmentMatrix: 'kubestack.showEnvironmentMatrix',
  showForecast: 'kubestack.showForecast',
  showState: 'kubestack.showState',
  showHistory: 'kubestack.showHistory',
  showChangesBetween: 'kubestack.showChangesBetween',
  showWhatChanged: 'kubestack.showWhatChanged',
  showUpgrades: 'kubestack.showUpgrades',
  showManifests: 'kubestack.showManifests',
  compareManifests: 'kubestack.compareManifests',
  changeOrigin: 'kubestack.changeOrigin',
  plan: 'kubestack.plan',
  planOps: 'kubestack.plan.ops',
  planApps: 'kubestack.plan.apps',
  planAppsProd: 'kubestack.plan.appsProd',
  planAll: 'kubestack.planAll',
  checkDrift: 'kubestack.checkDrift',
  acceptDrift: 'kubestack.acceptDrift',
  initialize: 'kubestack.initialize',
  validate: 'kubestack.validate',
  planCancel: 'kubestack.plan.cancel',
  planCreateWorkspace: 'kubestack.plan.createWorkspace',
  planSignIn: 'kubestack.plan.signIn',
  showPipelinePlan: 'kubestack.showPipelinePlan',
  planFilter: 'kubestack.plan.filter',
  planClearFilter: 'kubestack.plan.clearFilter',
  planCompare: 'kubestack.plan.compare',
  planCopySummary: 'kubestack.plan.copySummary',
  planShowLog: 'kubestack.plan.showLog',
  planOpenInTerminal: 'kubestack.plan.openInTerminal',
  planOpenSettings: 'kubestack.plan.openSettings',
  planOpenItem: 'kubestack.plan.openItem',
  planGoToSource: 'kubestack.plan.goToSource',
  planCopyAddress: 'kubestack.plan.copyAddress',
  explainDiagnostic: 'kubestack.explainDiagnostic',
  fixAll: 'kubestack.fixAll',
  openPullRequest: 'kubestack.openPullRequest',
  submitPullRequest: 'kubestack.pullRequest.submit',
  pullRequestOptions: 'kubestack.pullRequest.options',
  discardPullRequest: 'kubestack.pullRequest.discard',
  mergePullRequest: 'kubestack.pullRequest.merge',
  signIn: 'kubestack.signIn',
  signOut: 'kubestack.signOut',
  newPlatform: 'kubestack.newPlatform',
  addCluster: 'kubestack.addCluster',
  addNodePool: 'kubestack.addNodePool',
  addPlatformService: 'kubestack.addPlatformService',
  addEnvironment: 'kubestack.addEnvironment',
  convertToThreeEnvironments: 'kubestack.convertToThreeEnvironments',
  setFrameworkVersion: 'kubestack.setFrameworkVersion',
  addStateBackend: 'kubestack.addStateBackend',
  addPipeline: 'kubestack.addPipeline',
  addDriftJob: 'kubestack.addDriftJob',
  addDevContainer: 'kubestack.addDevContainer',
  addAgentInstructions: 'kubestack.addAgentInstructions',
  newRule: 'kubestack.newRule',
  newFreeze: 'kubestack.newFreeze',
  previewRule: 'kubestack.previewRule',
  removePlatformService: 'kubestack.removePlatformService',
  removeNodePool: 'kubestack.removeNodePool',
  removeCluster: 'kubestack.removeCluster',
  removeEnvironment: 'kubestack.removeEnvironment',
  replaceStepByStep: 'kubestack.replaceStepByStep',
  showNextSteps: 'kubestack.showNextSteps',
  applyReviewedChanges: 'kubestack.applyReviewedChanges',
  runNextStep: 'kubestack.runNextStep',
  toggleNextStep: 'kubestack.toggleNextStep',
  checkNextStep: 'kubestack.checkNextStep',
  promote: 'kubestack.promote',
  promoteApps: 'kubestack.promote.apps',
  promoteAppsProd: 'kubestack.promote.appsProd',
  createDeployTag: 'kubestack.createDeployTag',
  rollBack: 'kubestack.rollBack',
  promotionBoard: 'kubestack.promotion.showBoard',
  promotionRefresh: 'kubestack.promotion.refresh',
  promotionCompare: 'kubestack.promotion.compare',
  promotionShowChanges: 'kubestack.promotion.showChanges',
  promotionOpenRun: 'kubestack.promotion.openRun',
  promotionDeleteLocalTag: 'kubestack.promotion.deleteLocalTag',
  getStarted: 'kubestack.getStarted',
  openSamplePlatform: 'kubestack.openSamplePlatform',
  reportIssue: 'kubestack.reportIssue',
  showOutput: 'kubestack.showOutput',
  restartServer: 'kubestack.restartServer',
} as const;

/** Commands that need programs or repositories. If neither is available, they are not registered, and `when` clauses hide them. */
export const PROGRAM_COMMANDS: readonly string[] = Object.values(Command).filter(command =>
  /^kubestack\.(?:plan|(?:check|accept)Drift|initialize|validate|openPullRequest|pullRequest|sign|promot|createDeployTag|rollBack|(?:show|compare)Manifests|show(?:Forecast|State|History|ChangesBetween|WhatChanged))/.test(
    command,
  ),
);

/** What *Show…* offers, in this order. */
export const SHOWING_COMMANDS: readonly string[] = [
  Command.showEffectiveConfiguration,
  Command.showPlatformDiagram,
  Command.showEnvironmentMatrix,
  Command.showForecast,
  Command.showUpgrades,
  Command.showState,
  Command.promotionBoard,
  Command.promotionCompare,
  Command.showHistory,
  Command.showChangesBetween,
  Command.showWhatChanged,
  Command.showNextSteps,
  Command.showManifests,
  Command.compareManifests,
  Command.showPipelinePlan,
  Command.planCompare,
  Command.planShowLog,
  Command.planOpenSettings,
  Command.showOutput,
];

/** What *Add…* offers, in this order. */
export const ADDING_COMMANDS: readonly string[] = [
  Command.addCluster,
  Command.addNodePool,
  Command.addPlatformService,
  Command.addEnvironment,
  Command.convertToThreeEnvironments,
  Command.addStateBackend,
  Command.addPipeline,
  Command.addDriftJob,
  Command.addDevContainer,
  Command.addAgentInstructions,
  Command.newRule,
  Command.newFreeze,
];

/** Containers of views. */
export const ViewContainer = { kubestack: 'kubestack' } as const;

/** Views. */
export const View = {
  platform: 'kubestack.platform',
  nextSteps: 'kubestack.nextSteps',
  plan: 'kubestack.plan',
  waiting: 'kubestack.waiting',
  promotion: 'kubestack.promotion',
} as const;

/** The identifier of this extension. */
export const EXTENSION = 'vscode-kubestack.kubestack';

/** The identifier of the walkthrough. */
export const WALKTHROUGH = 'kubestack.firstSteps';

/** Types of webviews, as in `onWebviewPanel:` and the menus of package.json. */
export const Webview = {
  diagram: 'kubestack.platformDiagram',
  matrix: 'kubestack.environmentMatrix',
  board: 'kubestack.promotionBoard',
} as const;

/** Values of `webviewSection` in the diagram page, for `when` clauses of context menus. */
export const DIAGRAM_SECTIONS = ['platform', 'environment', 'cluster', 'nodePool', 'service', 'promotion'] as const;

/** Values of `webviewSection` in the environment matrix. */
export const MATRIX_SECTIONS = ['cell'] as const;

/** Context keys of this extension, for `when` clauses. */
export const ContextKey = {
  /** This window uses Kubestack. */
  active: 'kubestack.active',
  /** The window has folders, all of them empty. */
  emptyFolder: 'kubestack.emptyFolder',
  /** Whether programs and repositories are available: false in browsers, and if all folders are virtual. */
  programs: 'kubestack.programs',
  /** Why the platform view is empty: a `PlatformViewState`. */
  platformView: 'kubestack.platformView',
  /** Whether steps after changes of a platform in this window are open. */
  nextSteps: 'kubestack.nextSteps',
  /** Whether the section *Next Steps* has items: these steps, or something that is replaced in stages. */
  nextStepsView: 'kubestack.nextStepsView',
  /** Paths of the root modules of platforms: a list, for `resourceDirname in …`. */
  platformFolders: 'kubestack.platformFolders',
  /** Whether a platform of this window has the environment. */
  environmentOps: 'kubestack.environment.ops',
  environmentApps: 'kubestack.environment.apps',
  environmentAppsProd: 'kubestack.environment.apps-prod',
  /** A plan, an initialization or a validation is running. */
  planRunning: 'kubestack.planRunning',
  /** The plan view has a plan to show. */
  planPresent: 'kubestack.planPresent',
  /** Why the promotion view is empty: a `PromotionViewState`. */
  promotionView: 'kubestack.promotionView',
  /** Whether commits wait for promotion to an environment. */
  promotionWaiting: 'kubestack.promotionWaiting',
  /** Roots of the repositories in which commits wait for the environment: a list, for `scmProviderRootUri in …`. Unset if there are none. */
  waitingApps: 'kubestack.waiting.apps',
  waitingAppsProd: 'kubestack.waiting.apps-prod',
  /** The same for environments of all other names. */
  waitingOther: 'kubestack.waiting.other',
  /** Whether the active tab is the document of *Show Status of Environments*. */
  environmentStatus: 'kubestack.environmentStatus',
  /** Whether a hover of the language server was shown. */
  hoverShown: 'kubestack.hoverShown',
  /** Whether the changes of a scaffold are being reviewed, before they are written. */
  reviewing: 'kubestack.reviewing',
  /** Whether a value was overridden, or reset to the inherited one. */
  valueOverridden: 'kubestack.valueOverridden',
  /** Whether environments were compared: in a diff editor, a diagram or a matrix. */
  environmentsCompared: 'kubestack.environmentsCompared',
  /** Whether a pull request was created, or its branch was pushed to an unknown Git host. */
  changeProposed: 'kubestack.changeProposed',
  /** Whether a deploy tag was pushed. */
  changePromoted: 'kubestack.changePromoted',
  /** Whether the plan view is filtered. */
  planFiltered: 'kubestack.planFiltered',
} as const;

/** The steps of the walkthrough, with the context keys that complete them. */
export const STEPS = {
  platform: ContextKey.active,
  hover: ContextKey.hoverShown,
  override: ContextKey.valueOverridden,
  compare: ContextKey.environmentsCompared,
  plan: ContextKey.planPresent,
  pullRequest: ContextKey.changeProposed,
  promote: ContextKey.changePromoted,
} as const;

/** Values of `ContextKey.platformView`. */
export type PlatformViewState = 'loading' | 'empty' | 'failed' | 'loaded';

/** Values of `ContextKey.promotionView`. `none`: the repository doesn't use promotion. `noGit`: Git isn't installed. */
export type PromotionViewState = 'loading' | 'noGit' | 'empty' | 'failed' | 'noEnvironments' | 'none';

/** The section of all settings, and the settings. */
export const SETTINGS_SECTION = 'kubestack';
export const Setting = {
  environments: 'kubestack.environments',
  mainBranch: 'kubestack.mainBranch',
  gitHosts: 'kubestack.forges',
  deployTagPattern: 'kubestack.deployTag.pattern',
  soakMinutes: 'kubestack.promotion.soakMinutes',
  checks: 'kubestack.checks',
  terraformPath: 'kubestack.terraform.path',
  terraformContainer: 'kubestack.terraform.container',
  planArguments: 'kubestack.plan.arguments',
  validateOnSave: 'kubestack.validateOnSave',
  inlayHints: 'kubestack.inlayHints',
  codeLens: 'kubestack.codeLens',
  downloadFramework: 'kubestack.forecast.downloadFramework',
  languageModelTools: 'kubestack.languageModelTools',
  traceServer: 'kubestack.trace.server',
} as const;

/** Schemes of this extension's URIs. */
export const Scheme = {
  /** Effective-configuration documents. */
  effective: 'kubestack-effective',
  /** Rendered manifests. */
  manifests: 'kubestack-manifests',
  /** Files as a scaffold would write them. */
  review: 'kubestack-review',
  /** The next steps after changes of a platform. */
  nextSteps: 'kubestack-next-steps',
  /** Items of the platform view, used for file decorations only. */
  item: 'kubestack-item',
  /** Both sides of planned changes, raw logs of plans, and comparisons of plans. */
  plan: 'kubestack-plan',
  /** Pages of diagnostics. */
  page: 'kubestack-page',
  /** Previews of promotions, and what has changed between revisions. */
  promotion: 'kubestack-promotion',
  /** Forecasts of changes. */
  forecast: 'kubestack-forecast',
  /** Upgrades of clusters. */
  upgrades: 'kubestack-upgrades',
  /** Rules with each of their targets. */
  rules: 'kubestack-rules',
  /** The forms of pull requests. */
  pullRequest: 'kubestack-pull-request',
} as const;

/** `contextValue` of the items of the platform view. */
export const PLATFORM_ITEM_KINDS = [
  'platform',
  'environment',
  'cluster',
  'nodePool',
  'service',
  'otherProblems',
] as const;
export type PlatformItemKind = (typeof PLATFORM_ITEM_KINDS)[number];

/** `contextValue` of the items of the plan view. */
export const PLAN_ITEM_KINDS = [
  'planPlatform',
  'planEnvironment',
  'planEnvironmentEmpty',
  'planEnvironmentRunning',
  'planGroup',
  'planChange',
  /** A node pool or cluster that the plan replaces. */
  'planChangeReplaced',
  'planDriftCheck',
  'planDriftCheckRunning',
  'planDrift',
  'planDriftAccepted',
  'planOutput',
  'planDetail',
  'planMessage',
  'planAction',
] as const;
export type PlanItemKind = (typeof PLAN_ITEM_KINDS)[number];

/** Extensions for plain Terraform. Where one is enabled, the server leaves plain Terraform to it. */
export const TERRAFORM_EXTENSIONS = ['hashicorp.terraform', 'opentofu.vscode-opentofu'] as const;
