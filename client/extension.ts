import * as vscode from 'vscode';
import { Command } from './core/ids';
import { LanguageServerClient } from './core/languageClient';
import { OpenTofuLanguage } from './activation/openTofuLanguage';
import { registerCompareEnvironments } from './platform/ui/compareEnvironments';
import { EffectiveDecorations } from './platform/ui/effectiveDecorations';
import { EffectiveDocuments } from './platform/ui/effectiveDocuments';
import { EffectiveSources } from './platform/ui/effectiveSources';
import { OriginChanges } from './platform/ui/originChanges';
import { PlatformView } from './platform/ui/platformView';
import { registerShowEffectiveConfiguration } from './platform/ui/showEffectiveConfiguration';
import { registerPlanning, type PlanServices } from './plan/ui/registerPlanning';
import { Platforms } from './core/platforms';
import { registerPullRequests, type PullRequestServices } from './pullRequest/ui/registerPullRequests';
import { WorkspaceDetection } from './activation/workspaceDetection';
import { useGuard } from './processes/runGuard';
import { startProgramsWhen } from './processes/trust';
import { registerPromotion, type PromotionServices } from './promotion/ui/registerPromotion';
import { registerExplainDiagnostic } from './codeActions/ui/explainDiagnostic';
import { registerFixAll } from './codeActions/ui/fixAll';
import { registerLanguageModelTools } from './languageModelTools/ui/registerLanguageModelTools';
import { registerScaffolding } from './scaffold/ui/registerScaffolding';
import { StatusItem } from './platform/ui/statusItem';

/** What `activate` returns: the parts that tests and other extensions can ask. */
export interface KubestackExtension {
  presence: WorkspaceDetection;
  server: LanguageServerClient;
  platforms: Platforms;
  view: PlatformView;
  plan: PlanServices;
  pullRequests: PullRequestServices;
  promotion: PromotionServices;
}

let plan: PlanServices | undefined;

/** Builds the parts and joins them. The server starts, and something is seen, when Kubestack is found in the window. */
export async function activate(context: vscode.ExtensionContext): Promise<KubestackExtension> {
  const own = <T extends vscode.Disposable>(part: T): T => {
    context.subscriptions.push(part);
    return part;
  };
  startProgramsWhen(() => vscode.workspace.isTrusted);
  useGuard(() => context.asAbsolutePath('dist/guard.js'));
  const output = own(vscode.window.createOutputChannel('Kubestack', { log: true }));
  own(new OpenTofuLanguage(output));
  const presence = own(new WorkspaceDetection(output));
  const server = own(new LanguageServerClient(context.asAbsolutePath('dist/server.js'), output));
  const platforms = own(new Platforms(server, output));
  own(new StatusItem(server, platforms));
  const view = own(new PlatformView(platforms));
  const documents = own(new EffectiveDocuments(server, platforms, output));
  own(new EffectiveDecorations(documents));
  own(new EffectiveSources(documents, own(new OriginChanges(server, documents))));
  own(registerShowEffectiveConfiguration(platforms, documents));
  own(registerCompareEnvironments(platforms, documents));
  plan = own(registerPlanning(platforms, output));
  own(registerExplainDiagnostic(context.extensionUri));
  own(registerFixAll(platforms, server));
  const pullRequests = own(registerPullRequests(context, server, platforms, plan.results, output));
  own(registerScaffolding(server, platforms));
  own(registerLanguageModelTools(context.extension, server, output));
  const { pipelineState } = pullRequests.gitHosts;
  const promotion = own(
    registerPromotion(server, platforms, plan.results, pipelineState, output, context.workspaceState),
  );
  own(vscode.commands.registerCommand(Command.showOutput, () => output.show()));
  own(vscode.commands.registerCommand(Command.restartServer, () => server.restart()));
  own(presence.onDidFind(() => void server.startOnce()));
  await presence.look();
  return { presence, server, platforms, view, plan, pullRequests, promotion };
}

/** Nothing that was started goes on without its window. */
export async function deactivate(): Promise<void> {
  await plan?.end();
}
