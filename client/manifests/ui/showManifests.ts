import * as vscode from 'vscode';
import { stringify } from 'yaml';
import { manifestsDocument, type ManifestsDocument } from '../../../common/manifests/manifestsDocument';
import type { ComparisonSide, Platform } from '../../../common/protocol';
import { cancellable } from '../../core/cancellable';
import { errorMessage } from '../../core/errorMessage';
import { Command } from '../../core/ids';
import { promptForText, showError, showInformation, showWarning } from '../../core/messages';
import { pickOne } from '../../core/quickPicks';
import type { Platforms } from '../../core/platforms';
import type { RevisionSide } from '../../core/revisionSide';
import { Git } from '../../git/git';
import { revisionSide } from '../../git/revisionFiles';
import { commandTarget } from '../../platform/commandTarget';
import { chooseEnvironment, choosePlatform, platformLabel, targetOfActiveEditor } from '../../platform/ui/choose';
import { registerTrustedCommand } from '../../processes/ui/trustedCommand';
import { RestrictedModeError } from '../../processes/trust';
import type { ManifestsTarget } from '../manifestsUri';
import type { ManifestDocuments } from './manifestDocuments';
import type { ManifestRendering, PlatformManifests } from './manifestRendering';
import { t } from '../../../common/localization';

/** Show Manifests and Compare Manifests. */
export class ShowManifests implements vscode.Disposable {
  private readonly commands: vscode.Disposable;

  constructor(
    private readonly platforms: Platforms,
    private readonly rendering: ManifestRendering,
    private readonly documents: ManifestDocuments,
    private readonly output: vscode.LogOutputChannel,
  ) {
    this.commands = vscode.Disposable.from(
      registerTrustedCommand(Command.showManifests, argument => this.show(argument)),
      registerTrustedCommand(Command.compareManifests, (argument, other) => this.compare(argument, other)),
    );
  }

  dispose(): void {
    this.commands.dispose();
  }

  /** @param argument an item of the view, `{ platform, environment, module }`, or nothing */
  private async show(argument: unknown): Promise<void> {
    const chosen = await this.choose(argument, t('Select an environment to show the manifests of'));
    if (!chosen) return;
    const { platform, environment, module } = chosen;
    const target = { platform: platform.uri, environment, ...(module === undefined ? {} : { module }) };
    const rendered = await this.render([target], platform);
    const [document] = rendered ?? [];
    if (!document) return;
    const shown = await vscode.workspace.openTextDocument(this.documents.put(target, document));
    await vscode.window.showTextDocument(shown, { preview: true });
  }

  /**
   * Compares two environments, or one of them at two revisions, in VS Code's diff editor.
   * @param compared `{ environment }` or `{ revision }`; the user is asked if it is missing
   */
  private async compare(argument: unknown, compared: unknown): Promise<void> {
    const chosen = await this.choose(argument, t('Select an environment to compare the manifests of'));
    if (!chosen) return;
    const { platform, environment, module } = chosen;
    const other = otherOf(compared) ?? (await this.chooseOther(platform, environment));
    if (!other) return;
    const common = { platform: platform.uri, forComparison: true, ...(module === undefined ? {} : { module }) };
    const after: ManifestsTarget = { ...common, environment };
    const rendered = await this.render([{ ...common, environment, ...other }, after], platform);
    const [old, current] = rendered ?? [];
    if (!old || !current) return;
    const before: ManifestsTarget = { ...common, environment, ...other };
    const [left, right] = [this.documents.put(before, old), this.documents.put(after, current)];
    const name = before.revision?.slice(0, 8) ?? before.environment;
    await vscode.commands.executeCommand(
      'vscode.diff',
      left,
      right,
      `${name} ↔ ${environment} — ${module ?? platformLabel(platform)}`,
    );
  }

  private async choose(
    argument: unknown,
    placeHolder: string,
  ): Promise<{ platform: Platform; environment: string; module: string | undefined } | undefined> {
    const called = commandTarget(argument);
    const active = targetOfActiveEditor(this.platforms.all);
    const platform = await choosePlatform(this.platforms, called.platform ?? active.platform);
    if (!platform) return undefined;
    const environment = called.environment ?? (await chooseEnvironment(platform, placeHolder));
    return environment === undefined ? undefined : { platform, environment, module: serviceOf(argument) };
  }

  private async chooseOther(
    platform: Platform,
    environment: string,
  ): Promise<{ environment?: string; revision?: string } | undefined> {
    const revision = t('Another Revision…');
    const others = platform.environments.filter(name => name !== environment);
    const items = [
      ...others.map(label => ({ label, description: t('environment'), other: label })),
      { label: revision, description: t('{0} at a commit, branch or tag', environment), other: undefined },
    ];
    const placeHolder = t('Select what to compare {0} with', environment);
    const picked = await pickOne(items, { placeHolder });
    if (!picked) return undefined;
    if (picked.other !== undefined) return { environment: picked.other };
    const prompt = t('A commit, branch or tag to compare {0} with', environment);
    const named = await promptForText({ prompt, value: 'HEAD' });
    if (named === undefined || named.trim() === '') return undefined;
    return { revision: named.trim() };
  }

  /** @returns a document for each target; undefined on cancel or on failure, which shows a message */
  private async render(
    targets: readonly ManifestsTarget[],
    platform: Platform,
    fetches = false,
  ): Promise<ManifestsDocument[] | undefined> {
    const title = t('Rendering manifests of {0}', [...new Set(targets.map(each => each.environment))].join(', '));
    try {
      const sides = await cancellable(title, async signal => {
        const rendered: PlatformManifests[][] = [];
        for (const target of targets) {
          const side = await sideOf(target);
          const { environment, module, platform: uri } = target;
          const question = { uri, side, environment, fetches, ...(module === undefined ? {} : { module }) };
          rendered.push(await this.rendering.render(question, signal));
        }
        return rendered;
      });
      if (!sides) return undefined;
      const own = sides.map(all => all.filter(each => each.platform.uri === platform.uri || all.length === 1));
      if (own.every(all => all.every(({ overlays }) => overlays.length === 0))) {
        const message = t('{0} has no platform service whose manifests can be rendered.', platformLabel(platform));
        await showInformation(message);
        return undefined;
      }
      const remote = new Set(own.flat().flatMap(({ overlays }) => overlays.flatMap(({ overlay }) => overlay.remote)));
      if (remote.size > 0 && !fetches && (await this.mayFetch([...remote])))
        return this.render(targets, platform, true);
      void this.showProblems(own.flat());
      return own.map((all, index) => documentOf(all, targets[index]!));
    } catch (error) {
      if (error instanceof RestrictedModeError) throw error;
      this.output.error(error instanceof Error ? error : String(error));
      await showError(t("The manifests can't be rendered: {0}", errorMessage(error)));
      return undefined;
    }
  }

  /** Asks whether remote resources may be fetched. */
  private async mayFetch(remote: readonly string[]): Promise<boolean> {
    const fetch = t('Fetch and Show');
    const show = t('Show Without');
    const message = t('Some services take manifests from the network: {0}', remote.join(', '));
    return (await showWarning(message, fetch, show)) === fetch;
  }

  private async showProblems(rendered: readonly PlatformManifests[]): Promise<void> {
    const problems = rendered.flatMap(({ overlays }) =>
      overlays.flatMap(each => each.problems.map(problem => ({ address: each.overlay.address, problem }))),
    );
    const [first] = problems;
    if (!first) return;
    for (const { address, problem } of problems) this.output.warn(`${address}: ${problem}`);
    const message =
      problems.length === 1
        ? t('{0} is not rendered: {1}', first.address, first.problem)
        : t('Some services are not rendered. {0}: {1}', first.address, first.problem);
    const showOutput = t('Show Output');
    if ((await showWarning(message, showOutput)) === showOutput) this.output.show();
  }
}

/** The service of an item in the view. */
function serviceOf(argument: unknown): string | undefined {
  const { kind, name, module } = (argument ?? {}) as { kind?: unknown; name?: unknown; module?: unknown };
  if (typeof module === 'string') return module;
  return kind === 'service' && typeof name === 'string' ? name : undefined;
}

function otherOf(compared: unknown): { environment?: string; revision?: string } | undefined {
  const { environment, revision } = (compared ?? {}) as { environment?: unknown; revision?: unknown };
  if (typeof environment === 'string') return { environment };
  return typeof revision === 'string' ? { revision } : undefined;
}

async function sideOf({ platform, revision }: ManifestsTarget): Promise<ComparisonSide | RevisionSide> {
  if (revision === undefined) return { kind: 'workspace' };
  const folder = vscode.Uri.parse(platform).fsPath;
  const git = new Git(folder);
  const below = (await git.run(['rev-parse', '--show-prefix'])).replace(/\/$/, '');
  return revisionSide(git, revision, below, 'manifests');
}

function documentOf(rendered: readonly PlatformManifests[], target: ManifestsTarget): ManifestsDocument {
  const overlays = rendered.flatMap(each => each.overlays);
  const sources = rendered.flatMap(each => each.platform.sources);
  return manifestsDocument(overlays, sources, printYaml, target.forComparison !== true);
}

const printYaml = (value: unknown): string => stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
