import * as vscode from 'vscode';
import type { Platform } from '../../common/protocol';
import { ContextKey, type PlatformViewState } from './ids';
import type { LanguageServerClient } from './languageClient';
import { coalesced } from '../../common/coalesced';
import { errorMessage } from './errorMessage';
import { normalizeUris } from './normalizeUris';
import { changedPlatforms } from './platformChanges';

/** The platforms of this window as the server last reported them, and the context keys derived from them. */
export class Platforms implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable;
  private current: readonly Platform[] = [];
  /** The result ID of {@link current}. */
  private resultId = '';
  private viewState: PlatformViewState | undefined;

  constructor(
    private readonly server: LanguageServerClient,
    private readonly output: vscode.LogOutputChannel,
  ) {
    this.setViewState('loading');
    this.subscriptions = vscode.Disposable.from(
      server.onDidChangePlatforms(() => this.refresh()),
      server.onDidChangeState(state => {
        if (state === 'ready') this.refresh();
        if (state === 'failed') this.setViewState(this.current.length > 0 ? 'loaded' : 'failed');
        if (state === 'starting' && this.current.length === 0) this.setViewState('loading');
      }),
    );
  }

  /** The platforms, or the server's view of them, changed. */
  readonly onDidChange = this.changed.event;

  /** All platforms, with URIs as VS Code encodes them. */
  get all(): readonly Platform[] {
    return this.current;
  }

  /** Why the list is empty. */
  get state(): PlatformViewState {
    return this.viewState ?? 'loading';
  }

  /** Resolves when the server has reported the platforms for the first time, or failed to; immediately without a server. */
  async whenKnown(): Promise<void> {
    if (this.state !== 'loading' || this.server.state === 'off') return;
    await new Promise<void>(resolve => {
      const listener = this.onDidChange(() => {
        if (this.state === 'loading') return;
        listener.dispose();
        resolve();
      });
    });
  }

  /** Repeats the request. Any number of calls during a running request cause one further request. */
  readonly refresh = coalesced(() => this.request());

  dispose(): void {
    this.subscriptions.dispose();
    this.changed.dispose();
  }

  private async request(): Promise<void> {
    try {
      const { resultId, platforms } = await this.server.platforms(this.resultId);
      const changes = normalizeUris(platforms, uri => vscode.Uri.parse(uri).toString());
      const updated = changedPlatforms(this.current, changes);
      const isNew = updated !== this.current;
      this.current = updated;
      this.resultId = resultId;
      const hasChanged = this.updateViewState(updated.length > 0 ? 'loaded' : 'empty');
      if (isNew) this.setFolders();
      // Fires once: if a tree is replaced while VS Code reads it, items can be lost.
      if (isNew || hasChanged) this.changed.fire();
    } catch (error) {
      this.resultId = '';
      // Keeps the last platforms while the server restarts.
      this.output.warn(`Asking for the platforms: ${errorMessage(error)}`);
      if (this.server.state === 'ready' && this.current.length === 0) this.setViewState('failed');
    }
  }

  private setViewState(state: PlatformViewState): void {
    if (this.updateViewState(state)) this.changed.fire();
  }

  /** @returns whether the state changed */
  private updateViewState(state: PlatformViewState): boolean {
    if (this.viewState === state) return false;
    this.viewState = state;
    void vscode.commands.executeCommand('setContext', ContextKey.platformView, state);
    return true;
  }

  /** `resourceDirname` is a file system path on a desktop, and a URI path in a remote or browser workbench. */
  private setFolders(): void {
    const paths = this.current.map(({ uri }) => vscode.Uri.parse(uri)).flatMap(({ fsPath, path }) => [fsPath, path]);
    void vscode.commands.executeCommand('setContext', ContextKey.platformFolders, [...new Set(paths)]);
  }
}
