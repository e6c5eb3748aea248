// A stand-in for an extension for Terraform: provides diagnostics, formatting, symbols and hovers for the documents of its languages.
import * as vscode from 'vscode';

/** The interface of a stand-in for tests. */
export interface StandIn {
  /** Paths of the open documents in its languages. */
  served(): string[];
}

/** @param context of the extension; its manifest contains the languages */
export function activate(context: vscode.ExtensionContext): StandIn {
  const { extension } = context;
  const { id } = extension;
  const { contributes } = extension.packageJSON as { contributes: { languages: { id: string }[] } };
  const selector = contributes.languages.map(language => ({ scheme: 'file', language: language.id }));
  const problems = vscode.languages.createDiagnosticCollection(id);
  const check = (document: vscode.TextDocument): void => {
    if (vscode.languages.match(selector, document) > 0) problems.set(document.uri, missingValues(document, id));
  };
  context.subscriptions.push(
    problems,
    vscode.workspace.onDidOpenTextDocument(check),
    vscode.languages.registerDocumentFormattingEditProvider(selector, {
      provideDocumentFormattingEdits: () => [
        vscode.TextEdit.insert(new vscode.Position(0, 0), `# formatted by ${id}\n`),
      ],
    }),
    vscode.languages.registerDocumentSymbolProvider(selector, { provideDocumentSymbols: blocks }),
    vscode.languages.registerHoverProvider(selector, { provideHover: () => new vscode.Hover(`from ${id}`) }),
  );
  vscode.workspace.textDocuments.forEach(check);
  return {
    served: () =>
      vscode.workspace.textDocuments
        .filter(document => vscode.languages.match(selector, document) > 0)
        .map(({ uri }) => uri.path),
  };
}

function missingValues(document: vscode.TextDocument, source: string): vscode.Diagnostic[] {
  return linesOf(document).flatMap(({ range, text }) => {
    if (!/=\s*$/.test(text)) return [];
    const diagnostic = new vscode.Diagnostic(range, 'A value is missing.');
    diagnostic.source = source;
    return [diagnostic];
  });
}

function blocks(document: vscode.TextDocument): vscode.DocumentSymbol[] {
  return linesOf(document).flatMap(({ range, text }) => {
    const header = /^\w.*(?=\{$)/.exec(text)?.[0].trim();
    return header === undefined ? [] : [new vscode.DocumentSymbol(header, '', vscode.SymbolKind.Class, range, range)];
  });
}

const linesOf = (document: vscode.TextDocument): vscode.TextLine[] =>
  Array.from({ length: document.lineCount }, (_, line) => document.lineAt(line));
