import * as vscode from 'vscode';
import type { CodeAction } from 'vscode-languageserver-types';
import type { EffectiveDocumentLine } from '../../../common/protocol';
import { fits } from '../../../common/shape';
import { completeStep } from '../../core/completeStep';
import { Command } from '../../core/ids';
import type { LanguageServerClient } from '../../core/languageClient';
import { errorMessage } from '../../core/errorMessage';
import type { EffectiveDocuments } from './effectiveDocuments';
import { newTextPosition, originChange, ORIGIN_CHANGE_KINDS } from '../originChange';
import { showError, showInformation, showWarning } from '../../core/messages';

/** A line of an effective document, as the link of a hover names it. */
interface OriginChangePlace {
  uri: string;
  /** Zero-based. */
  line: number;
  /** What the link said: when the line has become another one, nothing is done. */
  title?: string;
}

/** A value that something else shows, as a cell of the environment matrix. */
interface ShownValue extends EffectiveDocumentLine {
  environment: string;
}

const position = { line: 'number', character: 'number' } as const;

const isShownValue = (argument: unknown): argument is ShownValue =>
  fits(argument, { origin: 'string', environment: 'string', location: { uri: 'string', range: { start: position } } });

/**
 * From a line of an effective document to a value of its environment's own, or back to the base's: as the refactoring of the source's light
 * bulb, which VS Code does not show in documents that can't be typed into.
 */
export class OriginChanges implements vscode.Disposable {
  private readonly registration: vscode.Disposable;

  constructor(
    private readonly server: LanguageServerClient,
    private readonly documents: EffectiveDocuments,
  ) {
    this.registration = vscode.commands.registerCommand(
      Command.changeOrigin,
      (argument?: OriginChangePlace | ShownValue) =>
        isShownValue(argument) ? this.change(argument, argument.environment) : this.runAt(argument ?? placeOfCursor()),
    );
  }

  /** The link to run what can be done at a line, and what it is called. */
  async linkAt(
    document: vscode.TextDocument,
    line: number,
    token: vscode.CancellationToken,
  ): Promise<{ title: string; target: vscode.Uri } | undefined> {
    const title = (await this.offerAt(document, line, token))?.title;
    if (title === undefined) return undefined;
    const place: OriginChangePlace = { uri: document.uri.toString(), line, title };
    const query = JSON.stringify([place]);
    return { title, target: vscode.Uri.from({ scheme: 'command', path: Command.changeOrigin, query }) };
  }

  /** Gives an environment a value of its own in place of an inherited one, or takes its own away. @param shown where the value is written */
  change(shown: EffectiveDocumentLine, environment: string): Promise<void> {
    return this.attempt(() => this.offer(shown, environment));
  }

  dispose(): void {
    this.registration.dispose();
  }

  private async offerAt(
    document: vscode.TextDocument,
    line: number,
    token?: vscode.CancellationToken,
  ): Promise<CodeAction | undefined> {
    const content = this.documents.contentOf(document);
    const shown = content?.lines[line];
    return content && shown ? this.offer(shown, content.target.environment, token) : undefined;
  }

  private async offer(
    shown: EffectiveDocumentLine,
    environment: string,
    token?: vscode.CancellationToken,
  ): Promise<CodeAction | undefined> {
    if (!shown.location) return undefined;
    const actions = await this.server.codeActions(shown.location, ORIGIN_CHANGE_KINDS, token);
    return originChange(actions, shown, environment);
  }

  private async runAt(place: OriginChangePlace | undefined): Promise<void> {
    if (!place) return;
    await this.attempt(async () => {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(place.uri));
      const offer = await this.offerAt(document, place.line);
      return place.title === undefined || place.title === offer?.title ? offer : undefined;
    });
  }

  private async attempt(offer: () => Promise<CodeAction | undefined>): Promise<void> {
    try {
      const found = await offer();
      if (found) return await this.apply(found);
      void showInformation(vscode.l10n.t('There is no value here to override or inherit.'));
    } catch (error) {
      if (error instanceof vscode.CancellationError) return;
      void showError(vscode.l10n.t('The value could not be changed: {0}', errorMessage(error)));
    }
  }

  /** One edit, undone as one in the source, which is shown where it was changed. */
  private async apply(offer: CodeAction): Promise<void> {
    const edit = await this.server.editOf(offer);
    const [uri, edits] = edit?.entries()[0] ?? [];
    // On failure the server has shown the reason.
    if (!edit || !uri || !edits) return;
    const source = await vscode.workspace.openTextDocument(uri);
    const at = newTextPosition(source.getText(), edits);
    if (!(await vscode.workspace.applyEdit(edit, { isRefactoring: true }))) {
      const message = vscode.l10n.t('Nothing was changed because a file was edited in the meantime. Try again.');
      void showWarning(message);
      return;
    }
    completeStep('override');
    const shown = vscode.window.visibleTextEditors.find(({ document }) => document === source);
    await vscode.window.showTextDocument(source, {
      viewColumn: shown?.viewColumn ?? vscode.ViewColumn.Beside,
      selection: new vscode.Range(at.line, at.character, at.line, at.character),
    });
  }
}

function placeOfCursor(): OriginChangePlace | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor && { uri: editor.document.uri.toString(), line: editor.selection.active.line };
}
