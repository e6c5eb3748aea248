import type * as vscode from 'vscode';
import type { LanguageServerClient } from '../../core/languageClient';
import type { Platforms } from '../../core/platforms';
import { VirtualPromotionView } from './virtualPromotionView';
import { VirtualRevisions } from './virtualRevisions';

/** What takes the place of Git in a window without it. */
export interface VirtualRepository extends vscode.Disposable {
  readonly revisions: VirtualRevisions;
  readonly promotionView: VirtualPromotionView;
}

/** Shows what changes since a revision of a repository that the window's file system shows, as far as that has revisions. */
export function registerVirtualRepository(
  server: LanguageServerClient,
  platforms: Platforms,
  output: vscode.LogOutputChannel,
): VirtualRepository {
  const revisions = new VirtualRevisions();
  const promotionView = new VirtualPromotionView(server, platforms, revisions, output);
  return { revisions, promotionView, dispose: () => promotionView.dispose() };
}
