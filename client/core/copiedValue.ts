/**
 * The value that Override has just copied into an environment. Until the user leaves it, KS210 isn't shown there: that it repeats the inherited value
 * is what the command did, and the user is about to type another one.
 */
import * as vscode from 'vscode';

const REPEATED_VALUE = 'KS210';

/** Zero-based lines of the value. */
interface CopiedValue {
  readonly uri: string;
  readonly from: number;
  readonly to: number;
}

let copied: CopiedValue | undefined;
let listener: vscode.Disposable | undefined;

/** Call it before the value is inserted. */
export function noteCopiedValue(uri: vscode.Uri, from: number, to: number): void {
  listener?.dispose();
  copied = { uri: uri.toString(), from, to };
}

/** Call it when the editor with the value is active. @param refresh requests the diagnostics of the document again */
export function watchCopiedValue(refresh: () => void): void {
  const { onDidChangeActiveTextEditor, onDidChangeTextEditorSelection } = vscode.window;
  const check = (): void => {
    if (!copied || isInside(copied)) return;
    copied = undefined;
    listener?.dispose();
    refresh();
  };
  listener?.dispose();
  listener = vscode.Disposable.from(onDidChangeActiveTextEditor(check), onDidChangeTextEditorSelection(check));
  check();
}

function isInside({ uri, from, to }: CopiedValue): boolean {
  const editor = vscode.window.activeTextEditor;
  return (
    editor?.document.uri.toString() === uri &&
    editor.selections.some(({ start, end }) => start.line <= to && end.line >= from)
  );
}

/** Whether diagnostics of a document are left out at the moment. */
export const hasCopiedValue = (uri: vscode.Uri): boolean => copied?.uri === uri.toString();

/** Whether a diagnostic is shown now. @param uri of its document */
export function isShownNow(uri: vscode.Uri, { code, range }: vscode.Diagnostic): boolean {
  const name = typeof code === 'object' ? code.value : code;
  if (name !== REPEATED_VALUE || !copied || copied.uri !== uri.toString()) return true;
  return range.end.line < copied.from || range.start.line > copied.to;
}
