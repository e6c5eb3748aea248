import type * as vscode from 'vscode';
import type { LanguageServerClient } from '../../core/languageClient';
import type { Platforms } from '../../core/platforms';
import { VirtualPromotionView } from './virtualPromotionView';
import { VirtualRevisions } from './virtualRevisions';

/** Replaces features that need Git in windows without it. */
export interface VirtualRepository extends vscode.Disposable {
  readonly revisions: VirtualRevisions;
  readonly promotionView: VirtualPromotionView;
}

/** Shows the changes since a revision of a virtual repository, if its file system supports revisions. */
export function registerVirtualRepository(
  server: LanguageServerClient,
  platforms: Platforms,
  output: vscode.LogOutputChannel,
): VirtualRepository {
  const revisions = new VirtualRevisions();
  const promotionView = new VirtualPromotionView(server, platforms, revisions, output);
  return { revisions, promotionView, dispose: () => promotionView.dispose() };
}
