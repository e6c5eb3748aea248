import * as vscode from 'vscode';
import type { CodeAction } from 'vscode-languageserver-types';
import type { EffectiveDocumentLine } from '../../../common/protocol';
import { fits } from '../../../common/shape';
import { noteCopiedValue, watchCopiedValue } from '../../core/copiedValue';
import { completeStep } from '../../core/completeStep';
import { Command } from '../../core/ids';
import type { LanguageServerClient } from '../../core/languageClient';
import { errorMessage } from '../../core/errorMessage';
import type { EffectiveDocuments } from './effectiveDocuments';
import { newTextRange, originChange, ORIGIN_CHANGE_KINDS } from '../originChange';
import { showError, showInformation, showWarning } from '../../core/messages';
import { t } from '../../../common/localization';

/** A line of an effective document, in the arguments of a hover's link. */
interface OriginChangeTarget {
  uri: string;
  /** Zero-based. */
  line: number;
  /** The line's text when the link was created. If it has changed since, nothing happens. */
  title?: string;
}

/** A value in another view, for example a cell of the environment matrix. */
interface ShownValue extends EffectiveDocumentLine {
  environment: string;
}

interface OfferedChange {
  readonly action: CodeAction;
  /** The attribute that an override adds. */
  readonly name?: string | undefined;
}

const position = { line: 'number', character: 'number' } as const;

const isShownValue = (argument: unknown): argument is ShownValue =>
  fits(argument, { origin: 'string', environment: 'string', location: { uri: 'string', range: { start: position } } });

/**
 * Overrides a value or resets an override from a line of an effective document. Runs the refactoring of the source's light bulb, which VS Code does
 * not show in read-only documents.
 */
export class OriginChanges implements vscode.Disposable {
  private readonly registration: vscode.Disposable;

  constructor(
    private readonly server: LanguageServerClient,
    private readonly documents: EffectiveDocuments,
  ) {
    this.registration = vscode.commands.registerCommand(
      Command.changeOrigin,
      (argument?: OriginChangeTarget | ShownValue) =>
        isShownValue(argument) ? this.change(argument, argument.environment) : this.runAt(argument ?? targetAtCursor()),
    );
  }

  /** The link that runs the action of a line, with its title. */
  async linkAt(
    document: vscode.TextDocument,
    line: number,
    token: vscode.CancellationToken,
  ): Promise<{ title: string; target: vscode.Uri } | undefined> {
    const title = (await this.offerAt(document, line, token))?.action.title;
    if (title === undefined) return undefined;
    const target: OriginChangeTarget = { uri: document.uri.toString(), line, title };
    const query = JSON.stringify([target]);
    return { title, target: vscode.Uri.from({ scheme: 'command', path: Command.changeOrigin, query }) };
  }

  /** Overrides an inherited value in an environment, or resets an override. @param shown location of the value */
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
  ): Promise<OfferedChange | undefined> {
    const content = this.documents.contentOf(document);
    const shown = content?.lines[line];
    return content && shown ? this.offer(shown, content.target.environment, token) : undefined;
  }

  private async offer(
    shown: EffectiveDocumentLine,
    environment: string,
    token?: vscode.CancellationToken,
  ): Promise<OfferedChange | undefined> {
    if (!shown.location) return undefined;
    const { uri, range } = shown.location;
    const actions = await this.server.codeActions(shown.location, ORIGIN_CHANGE_KINDS, token);
    const action = originChange(actions, shown, environment);
    if (!action || shown.origin !== 'inherited') return action && { action };
    const source = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
    const line = source.lineAt(range.start.line).text.slice(range.start.character);
    return { action, name: /^"?([^\s="]+)"?\s*=/.exec(line)?.[1] };
  }

  private async runAt(target: OriginChangeTarget | undefined): Promise<void> {
    if (!target) return;
    await this.attempt(async () => {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(target.uri));
      const offer = await this.offerAt(document, target.line);
      return target.title === undefined || target.title === offer?.action.title ? offer : undefined;
    });
  }

  private async attempt(offer: () => Promise<OfferedChange | undefined>): Promise<void> {
    try {
      const found = await offer();
      if (found) return await this.apply(found);
      void showInformation(t('There is no value here to override or inherit.'));
    } catch (error) {
      if (error instanceof vscode.CancellationError) return;
      void showError(t('The value could not be changed: {0}', errorMessage(error)));
    }
  }

  /** Applies the edit as one step that can be undone in the source, and shows the changed code. */
  private async apply(offer: OfferedChange): Promise<void> {
    const edit = await this.server.editOf(offer.action);
    const [uri, edits] = edit?.entries()[0] ?? [];
    // On failure the server has shown the reason.
    if (!edit || !uri || !edits) return;
    const source = await vscode.workspace.openTextDocument(uri);
    const { start, end } = newTextRange(source.getText(), edits, offer.name);
    if (offer.name !== undefined) noteCopiedValue(source.uri, start.line, end.line);
    if (!(await vscode.workspace.applyEdit(edit, { isRefactoring: true }))) {
      const message = t('Nothing was changed because a file was edited in the meantime. Try again.');
      void showWarning(message);
      return;
    }
    completeStep('override');
    const shown = vscode.window.visibleTextEditors.find(({ document }) => document === source);
    await vscode.window.showTextDocument(source, {
      viewColumn: shown?.viewColumn ?? vscode.ViewColumn.Beside,
      selection: new vscode.Range(start.line, start.character, end.line, end.character),
    });
    if (offer.name !== undefined) watchCopiedValue(() => this.server.refreshDiagnostics(source));
  }
}

function targetAtCursor(): OriginChangeTarget | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor && { uri: editor.document.uri.toString(), line: editor.selection.active.line };
}
