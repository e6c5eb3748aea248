import * as vscode from 'vscode';
import { progressOf, type StagedProgress } from '../../../common/replacement/stagedChange';
import type { Platform } from '../../../common/protocol';
import { coalescedRuns } from '../../../common/coalesced';
import { errorMessage } from '../../core/errorMessage';
import type { LanguageServerClient } from '../../core/languageClient';
import type { Platforms } from '../../core/platforms';
import type { StagedSource } from '../../scaffold/stagedSource';
import { MENTION, stagedProgress, type ReadStagedChanges } from '../stagedProgress';
import type { PromotionRepositories } from './promotionRepositories';

/** Delay after a change of a document, in milliseconds. */
const QUIET_TIME_MS = 500;

/** Reads from the code of the main branch and of what environments run which stage each replacement has. Nothing is stored. */
export class StagedChanges implements StagedSource, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable;
  private readonly known = new Map<string, readonly StagedProgress[]>();
  private timer: NodeJS.Timeout | undefined;

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly server: LanguageServerClient,
    private readonly platforms: Platforms,
    private readonly repositories: PromotionRepositories,
    private readonly output: vscode.LogOutputChannel,
  ) {
    this.subscriptions = vscode.Disposable.from(
      this.changed,
      platforms.onDidChange(() => this.soon()),
      repositories.onDidChange(() => this.soon()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.getText().includes(MENTION) || this.isAnyKnown) this.soon();
      }),
    );
    this.soon();
  }

  of(platform: string): readonly StagedProgress[] {
    return this.known.get(platform) ?? [];
  }

  async read(uri: string): Promise<readonly StagedProgress[]> {
    await this.repositories.refresh();
    const platform = this.platforms.all.find(each => each.uri === uri);
    const found = platform ? await this.progress(platform) : [];
    this.known.set(uri, found);
    this.changed.fire();
    return found;
  }

  dispose(): void {
    if (this.timer) clearTimeout(this.timer);
    this.subscriptions.dispose();
  }

  private get isAnyKnown(): boolean {
    return [...this.known.values()].some(each => each.length > 0);
  }

  private soon(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), QUIET_TIME_MS);
  }

  private readonly refresh = coalescedRuns(async () => {
    const before = JSON.stringify([...this.known]);
    for (const platform of this.platforms.all) {
      try {
        this.known.set(platform.uri, await this.progress(platform));
      } catch (error) {
        this.output.warn(`Staged changes: ${errorMessage(error)}`);
      }
    }
    if (JSON.stringify([...this.known]) !== before) this.changed.fire();
  });

  private async progress(platform: Platform): Promise<readonly StagedProgress[]> {
    const read: ReadStagedChanges = revisions => this.server.stagedChanges(platform.uri, revisions);
    const repository = this.repositories.all.find(({ platforms }) => platforms.some(({ uri }) => uri === platform.uri));
    const index = repository?.platforms.findIndex(({ uri }) => uri === platform.uri) ?? -1;
    const folder = repository?.folders[index];
    if (!repository || folder === undefined)
      return (await read({})).flatMap(change => progressOf(change, undefined, []) ?? []);
    const { git, root, reading, stages } = repository;
    return stagedProgress(
      {
        git,
        folder,
        main: reading?.facts.main,
        stages: stages.filter(({ environment }) => platform.environments.includes(environment)),
        isPromoting: stages.length > 0 && this.repositories.promoting.some(each => each.root === root),
      },
      read,
    );
  }
}
