import * as vscode from 'vscode';
import { ContextKey } from './core/ids';
import { hasOnlyVirtualFolders } from './core/servedSchemes';
import { useGitState } from './core/gitState';
import { useTerminals } from './core/terminals';
import {
  registerFeatures,
  registerWithoutPrograms,
  type FeaturesWithoutPrograms,
  type KubestackFeatures,
} from './features';
import type { RevisionReader } from './core/revisionSide';
import { VirtualRevisions } from './virtualRepository/ui/virtualRevisions';
import { diskFile } from './node/diskFile';
import { serverProcess } from './node/serverProcess';
import { GitHostAccounts } from './gitHost/ui/gitHostAccounts';
import { GitHostConnections } from './gitHost/ui/gitHostConnections';
import { PipelinePlans } from './pipelinePlan/ui/pipelinePlans';
import { ShowPipelinePlan } from './pipelinePlan/ui/showPipelinePlan';
import { registerPlanning, type PlanServices } from './plan/ui/registerPlanning';
import { registerPullRequests, type PullRequestServices } from './pullRequest/ui/registerPullRequests';
import { useGuard } from './processes/guardProcess';
import { startProgramsWhen } from './processes/trust';
import { stepTerminals } from './processes/ui/terminal';
import { registerPromotion, type PromotionServices } from './promotion/ui/registerPromotion';
import { ManifestChanges } from './manifests/ui/manifestChanges';
import { ManifestDocuments } from './manifests/ui/manifestDocuments';
import { ManifestRendering } from './manifests/ui/manifestRendering';
import { ShowManifests } from './manifests/ui/showManifests';
import { registerLanguageModelTools } from './languageModelTools/ui/registerLanguageModelTools';
import { folderSide } from './git/folderRevision';
import { forecastBases, namedRevisions, type ForecastBase } from './forecast/forecastBases';
import { isStale } from './plan/model/planEntry';
import { FrameworkClone } from './forecast/frameworkClone';
import { ForecastDocuments } from './forecast/ui/forecastDocuments';
import { ForecastLenses } from './forecast/ui/forecastLenses';
import { FrameworkDownload } from './forecast/ui/frameworkDownload';
import { ForecastCommand } from './forecast/ui/showForecast';
import { changedSince } from './forecast/ui/changedSince';
import { upgradeForecast } from './forecast/ui/upgradeForecast';
import { Git, type GitOptions } from './git/git';
import { folderGitState, gitApi } from './git/gitExtension';
import { waitingCommits } from './diagram/environmentStates';
import { makeSampleRepository, SAMPLE_REMOTE } from './walkthrough/sampleRepository';

/** What `activate` returns: the API for tests and other extensions. */
export interface KubestackExtension extends KubestackFeatures {
  plan: PlanServices;
  pullRequests: PullRequestServices;
  promotion: PromotionServices;
}

let plan: PlanServices | undefined;

/** The extension on a machine with Node: the language server is a process. The server and the views start when Kubestack is detected. */
export async function activate(
  context: vscode.ExtensionContext,
): Promise<KubestackExtension | FeaturesWithoutPrograms> {
  const own = <T extends vscode.Disposable>(part: T): T => {
    context.subscriptions.push(part);
    return part;
  };
  startProgramsWhen(() => vscode.workspace.isTrusted);
  useGuard(() => context.asAbsolutePath('dist/guard.js'));
  const launcher = serverProcess(
    context.asAbsolutePath('dist/server.js'),
    vscode.Uri.joinPath(context.globalStorageUri, 'compiledCode').fsPath,
  );
  const registered = registerFeatures(context, {
    launcher,
    readDisk: diskFile,
    demo: process.env['KUBESTACK_DEMO'],
    makeRepository,
  });
  const { features, diagrams, matrices, scaffolding, output } = registered;
  if (hasOnlyVirtualFolders()) {
    // Programs and Git need folders on this machine.
    const withoutPrograms = registerWithoutPrograms(context, registered);
    await withoutPrograms.detection.detect();
    return withoutPrograms;
  }
  useTerminals(stepTerminals);
  useGitState(folderGitState);
  void vscode.commands.executeCommand('setContext', ContextKey.programs, true);
  const { detection, server, platforms } = features;
  plan = own(registerPlanning(platforms, output, context.storageUri, server));
  const rendering = new ManifestRendering(server);
  own(new ShowManifests(platforms, rendering, own(new ManifestDocuments()), output));
  const manifests = new ManifestChanges(rendering, output);
  const gitHosts = new GitHostConnections(own(new GitHostAccounts(context.secrets, context.globalState)), output);
  const pipelinePlans = new PipelinePlans(gitHosts, output);
  const { results, targets, view } = plan;
  own(new ShowPipelinePlan(results, targets, view, pipelinePlans, gitHosts, context.extensionUri).register());
  const pullRequests = own(
    registerPullRequests(context, { server, platforms, plans: results, manifests, pipelinePlans, gitHosts, output }),
  );
  own(registerLanguageModelTools(context.extension, server, (uri, sides) => manifests.compare(uri, sides), output));
  const promotion = own(
    registerPromotion(context, {
      server,
      platforms,
      plans: results,
      manifests,
      pipelinePlans,
      pipelines: gitHosts.pipelineState,
      output,
    }),
  );
  const { repositories } = promotion;
  own(
    diagrams.showPromotion({
      onDidChange: promotion.onDidChangeStates,
      states: promotion.states,
      waiting: platform =>
        waitingCommits(
          repositories.promoting.find(({ platforms: each }) => each.some(({ uri }) => uri === platform))?.stages ?? [],
        ),
    }),
  );
  const inFolders: RevisionReader = {
    reads: platform => vscode.Uri.parse(platform).scheme === 'file',
    side: (platform, revision) => folderSide(vscode.Uri.parse(platform).fsPath, revision),
  };
  const readers = [inFolders, new VirtualRevisions()];
  for (const reader of readers) matrices.compareWith(reader);
  const framework = new FrameworkDownload(
    new FrameworkClone(vscode.Uri.joinPath(context.globalStorageUri, 'framework.git').fsPath, gitOptions),
  );
  server.readFrameworkWith(framework.read);
  const forecasts = own(new ForecastDocuments());
  const bases = async (uri: string): Promise<ForecastBase[]> => {
    const found = repositories.promoting.find(({ platforms: each }) => each.some(platform => platform.uri === uri));
    if (!found) return [];
    const { mainBranch, main } = found.reading.facts;
    return forecastBases(found.git, { name: mainBranch, commit: main }, found.stages);
  };
  scaffolding.stagedWith(
    promotion.staged,
    changedSince(server, readers, async (platform, environment) => {
      const found = await bases(platform);
      return found.find(each => each.environment === environment)?.revision ?? 'HEAD';
    }),
  );
  scaffolding.forecastWith(upgradeForecast(server, framework, forecasts));
  own(
    new ForecastCommand(server, platforms, forecasts, {
      readers,
      canRead: ({ uri }) =>
        inFolders.reads(uri) ? new Git(vscode.Uri.parse(uri).fsPath).isInstalled() : Promise.resolve(true),
      bases: ({ uri }) => bases(uri),
      revisions: ({ uri }) =>
        inFolders.reads(uri) ? namedRevisions(new Git(vscode.Uri.parse(uri).fsPath)) : Promise.resolve([]),
      plan: (platform, environment) => {
        const entry = results.of(platform, environment);
        return isStale(entry) ? undefined : entry.plan;
      },
    }),
  );
  own(new ForecastLenses(platforms));
  await detection.detect();
  return { ...features, plan, pullRequests, promotion };
}

/** Ends everything that the extension has started. */
export async function deactivate(): Promise<void> {
  await plan?.end();
}

/** Throws if Git is missing, or if the window is not trusted. */
async function makeRepository(folder: vscode.Uri): Promise<void> {
  const git = new Git(folder.fsPath, await gitOptions());
  await makeSampleRepository(git, vscode.Uri.joinPath(folder, SAMPLE_REMOTE).fsPath);
}

/** The git that VS Code uses. */
async function gitOptions(): Promise<GitOptions> {
  const program = (await gitApi())?.git.path;
  return program === undefined ? {} : { program };
}
