import * as vscode from 'vscode';
import type { StateTexts } from '../../../common/diagram/diagram';
import type { PipelineStateReader } from '../../gitHost/pipelineState';
import type { LanguageServerClient } from '../../core/languageClient';
import type { PlanResults } from '../../plan/ui/planResults';
import type { PipelinePlans } from '../../pipelinePlan/ui/pipelinePlans';
import type { ManifestChanges } from '../../manifests/ui/manifestChanges';
import type { Platforms } from '../../core/platforms';
import { diagramStates } from '../diagramStates';
import { CommitDeclarations } from './commitDeclarations';
import { DriftReports } from './driftReports';
import { DriftStates } from './driftStates';
import { PipelineWatch } from './pipelineWatch';
import { Promoting } from './promoting';
import { PromotionBoard } from './promotionBoard';
import { PromotionCommands } from './promotionCommands';
import { Scheme } from '../../core/ids';
import { MarkdownDocuments } from '../../core/markdownDocuments';
import { PromotionRepositories } from './promotionRepositories';
import { PromotionStatus } from './promotionStatus';
import { PromotionView } from './promotionView';
import { StagedChanges } from './stagedChanges';
import { registerShowState } from './showState';
import { RevisionChanges } from './revisionChanges';

/** The promotion services for other features. */
export interface PromotionServices extends vscode.Disposable {
  readonly repositories: PromotionRepositories;
  readonly staged: StagedChanges;
  readonly view: PromotionView;
  /** What the environments of a platform run; empty without promotion. */
  readonly states: (platform: string) => StateTexts[];
  readonly onDidChangeStates: vscode.Event<void>;
}

/** Dependencies of the promotion features. */
export interface PromotionParts {
  server: LanguageServerClient;
  platforms: Platforms;
  plans: PlanResults;
  manifests: ManifestChanges;
  pipelinePlans: PipelinePlans;
  /** Queries the Git host of a remote. */
  pipelines: PipelineStateReader;
  output: vscode.LogOutputChannel;
}

/** Registers promotion. Unless a command runs, git is only used for reading. */
export function registerPromotion(
  context: Pick<vscode.ExtensionContext, 'workspaceState' | 'extensionUri'>,
  { server, platforms, plans, manifests, pipelinePlans, pipelines, output }: PromotionParts,
): PromotionServices {
  const repositories = new PromotionRepositories(platforms, pipelines, new CommitDeclarations(server), output);
  const changes = new RevisionChanges(server, output);
  const documents = new MarkdownDocuments(Scheme.promotion);
  const drift = new DriftStates(repositories, plans);
  const view = new PromotionView(repositories, changes, drift);
  const state = registerShowState({ repositories, platforms }, drift, documents);
  const staged = new StagedChanges(server, platforms, repositories, output);
  const watch = new PipelineWatch(pipelines, repositories, context.workspaceState);
  const promoting = new Promoting(repositories, changes, manifests, documents, plans, pipelinePlans, watch, staged);
  const reports = new DriftReports(plans, pipelinePlans);
  const commands = new PromotionCommands(repositories, platforms, promoting, changes, documents, reports).register();
  const board = new PromotionBoard(repositories, changes, drift, staged, context.extensionUri);
  const status = new PromotionStatus(repositories, drift);
  const all = vscode.Disposable.from(
    staged,
    commands,
    state,
    watch,
    view,
    board,
    drift,
    status,
    documents,
    repositories,
  );
  const states = (platform: string): StateTexts[] => {
    const found = repositories.promoting.find(({ platforms: own }) => own.some(({ uri }) => uri === platform));
    return found ? diagramStates(found.stages, environment => drift.of(found.root, environment), Date.now()) : [];
  };
  const onDidChangeStates: vscode.Event<void> = (listener, self) =>
    vscode.Disposable.from(repositories.onDidChange(listener, self), drift.onDidChange(listener, self));
  return { repositories, staged, view, states, onDidChangeStates, dispose: () => void all.dispose() };
}
