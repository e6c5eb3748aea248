import * as vscode from 'vscode';
import type { Platform } from '../../../common/protocol';
import { Setting } from '../../core/ids';
import { platformOf } from '../../platform/commandTarget';
import type { Platforms } from '../../core/platforms';
import { mayStartPrograms } from '../../processes/trust';
import { mayAffect } from '../model/staleness';
import type { Planning } from './planning';
import type { PlanResults } from './planResults';

const CONFIGURATION_FILE = /\.(?:tf|tofu)(?:\.json)?$/;

/**
 * Validates a platform after one of its files was saved, if the setting is on. Never in an untrusted workspace, one at a time, and not during a plan
 * of the platform, but after it.
 */
export class ValidateOnSave implements vscode.Disposable {
  private readonly wanted = new Map<string, Platform>();
  private readonly running = new Set<string>();
  private readonly validated = new vscode.EventEmitter<string>();
  private readonly subscriptions: vscode.Disposable;

  constructor(
    private readonly planning: Planning,
    private readonly results: PlanResults,
    private readonly platforms: Platforms,
  ) {
    this.subscriptions = vscode.Disposable.from(
      this.validated,
      vscode.workspace.onDidSaveTextDocument(({ uri }) => this.saved(uri)),
      results.onDidChange(() => this.runWanted()),
    );
  }

  /** Fires with the URI of a platform after its validation. */
  get onDidValidate(): vscode.Event<string> {
    return this.validated.event;
  }

  dispose(): void {
    this.wanted.clear();
    this.subscriptions.dispose();
  }

  private saved(uri: vscode.Uri): void {
    if (!mayStartPrograms() || uri.scheme !== 'file' || !CONFIGURATION_FILE.test(uri.path)) return;
    for (const platform of this.platformsOf(uri)) {
      const configuration = vscode.workspace.getConfiguration(undefined, vscode.Uri.parse(platform.uri));
      if (configuration.get<boolean>(Setting.validateOnSave, false)) this.wanted.set(platform.uri, platform);
    }
    this.runWanted();
  }

  /** The platform that contains the file, and platforms whose last plan has read it, since modules can be elsewhere. */
  private platformsOf(uri: vscode.Uri): Platform[] {
    const around = platformOf(this.platforms.all, uri.toString());
    return this.platforms.all.filter(
      platform =>
        platform === around || this.results.plannedOf(platform).some(({ plan }) => plan && mayAffect(plan, uri.fsPath)),
    );
  }

  private runWanted(): void {
    for (const [uri, platform] of this.wanted) {
      const isPlanned = platform.environments.some(name => this.results.of(uri, name).running !== undefined);
      if (isPlanned || this.running.has(uri)) continue;
      this.wanted.delete(uri);
      void this.run(platform);
    }
  }

  private async run(platform: Platform): Promise<void> {
    this.running.add(platform.uri);
    try {
      await this.planning.validateQuietly(platform);
    } finally {
      this.running.delete(platform.uri);
      this.validated.fire(platform.uri);
      this.runWanted();
    }
  }
}
