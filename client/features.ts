import * as vscode from 'vscode';
import { setLocale } from '../common/localization';
import { registerCommandGroups } from './core/commandGroups';
import { Command } from './core/ids';
import { LanguageServerClient } from './core/languageClient';
import { OpenTofuLanguage } from './activation/openTofuLanguage';
import { registerCompareEnvironments } from './platform/ui/compareEnvironments';
import { EffectiveDecorations } from './platform/ui/effectiveDecorations';
import { EffectiveDocuments } from './platform/ui/effectiveDocuments';
import { EffectiveSources } from './platform/ui/effectiveSources';
import { OriginChanges } from './platform/ui/originChanges';
import { registerPreviewRule } from './platform/ui/previewRule';
import { PlatformView } from './platform/ui/platformView';
import { registerShowEffectiveConfiguration } from './platform/ui/showEffectiveConfiguration';
import { Platforms } from './core/platforms';
import type { ServerLauncher } from './core/serverLauncher';
import { WorkspaceDetection } from './activation/workspaceDetection';
import { MatrixPanels } from './matrix/ui/matrixPanels';
import { registerDiagram, type DiagramPanels } from './diagram/ui/registerDiagram';
import { withHcl, type MarkdownRenderer } from './codeActions/highlightedHcl';
import { registerUpgrades } from './upgrades/ui/showUpgrades';
import { registerExplainDiagnostic } from './codeActions/ui/explainDiagnostic';
import { registerFixAll } from './codeActions/ui/fixAll';
import { registerReportIssue } from './issueReport/ui/reportIssue';
import { registerScaffolding, type RegisteredScaffolding } from './scaffold/ui/registerScaffolding';
import { StatusItem } from './platform/ui/statusItem';
import { ModuleBadges } from './platform/ui/moduleBadges';
import { registerEmptyPlanView } from './core/withoutPrograms';
import { registerVirtualRepository, type VirtualRepository } from './virtualRepository/ui/registerVirtualRepository';
import { registerWalkthrough, type MakeRepository } from './walkthrough/ui/registerWalkthrough';

/** The API for tests and other extensions, with the parts that are available in all hosts. */
export interface KubestackFeatures {
  detection: WorkspaceDetection;
  server: LanguageServerClient;
  platforms: Platforms;
  view: PlatformView;
  /** Called by VS Code's Markdown preview: see `markdown.markdownItPlugins` in package.json. */
  extendMarkdownIt: <T extends MarkdownRenderer>(markdown: T) => T;
}

/** The features for hosts without programs and Git. */
export interface FeaturesWithoutPrograms extends KubestackFeatures {
  virtualRepository: VirtualRepository;
}

/** The differences between the extension hosts of Node and of browsers. */
export interface ExtensionHost {
  launcher: ServerLauncher;
  readDisk: ConstructorParameters<typeof WorkspaceDetection>[1];
  /** Path of the folder that `npm run demo` opens. */
  demo?: string | undefined;
  /** Turns a folder into a Git repository with a remote; undefined without Git. */
  makeRepository?: MakeRepository | undefined;
}

/** The result of `registerFeatures`. */
export interface RegisteredFeatures {
  features: KubestackFeatures;
  diagrams: DiagramPanels;
  matrices: MatrixPanels;
  scaffolding: RegisteredScaffolding;
  output: vscode.LogOutputChannel;
}

/** Registers everything that needs neither a program nor a repository. The caller starts it by `detection.detect()`. */
export function registerFeatures(
  context: vscode.ExtensionContext,
  { launcher, readDisk, demo, makeRepository }: ExtensionHost,
): RegisteredFeatures {
  const own = <T extends vscode.Disposable>(part: T): T => {
    context.subscriptions.push(part);
    return part;
  };
  setLocale(vscode.env.language, () => vscode.l10n.bundle ?? {});
  const output = own(vscode.window.createOutputChannel('Kubestack', { log: true }));
  own(new OpenTofuLanguage(output));
  const detection = own(new WorkspaceDetection(output, readDisk));
  const server = own(new LanguageServerClient(launcher, output));
  const platforms = own(new Platforms(server, output));
  own(new StatusItem(server, platforms));
  own(new ModuleBadges(platforms));
  const view = own(new PlatformView(platforms));
  const documents = own(new EffectiveDocuments(server, platforms, output));
  own(new EffectiveDecorations(documents));
  const originChanges = own(new OriginChanges(server, documents));
  own(new EffectiveSources(documents, originChanges));
  own(registerShowEffectiveConfiguration(platforms, documents));
  own(registerCompareEnvironments(platforms, documents));
  own(registerExplainDiagnostic(context.extensionUri));
  own(registerFixAll(platforms, server));
  const scaffolding = own(registerScaffolding(server, platforms, context.workspaceState));
  own(registerWalkthrough(context, output, { demo, makeRepository }));
  own(registerReportIssue(context, server, platforms));
  own(registerCommandGroups(context.extension));
  own(vscode.commands.registerCommand(Command.showOutput, () => output.show()));
  own(vscode.commands.registerCommand(Command.restartServer, () => server.restart()));
  own(detection.onDidFind(() => void server.startOnce()));
  const diagrams = own(registerDiagram(server, platforms, context.extensionUri, output));
  const matrices = own(
    new MatrixPanels(platforms, {
      server,
      changeOrigin: (shown, environment) => originChanges.change(shown, environment),
      extension: context.extensionUri,
      output,
    }),
  );
  own(registerPreviewRule(server));
  own(registerUpgrades(server, platforms));
  return {
    diagrams,
    matrices,
    scaffolding,
    features: { detection, server, platforms, view, extendMarkdownIt: withHcl },
    output,
  };
}

/** Registers the replacements of features that need programs or Git, for browsers and windows with only virtual folders. */
export function registerWithoutPrograms(
  context: vscode.ExtensionContext,
  { features, matrices, output }: RegisteredFeatures,
): FeaturesWithoutPrograms {
  const { server, platforms } = features;
  const virtualRepository = registerVirtualRepository(server, platforms, output);
  matrices.compareWith(virtualRepository.revisions);
  context.subscriptions.push(registerEmptyPlanView(), virtualRepository);
  return { ...features, virtualRepository };
}
