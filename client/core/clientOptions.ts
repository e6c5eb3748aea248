/** The options of the client library, and the requests that it handles. */
import type * as vscode from 'vscode';
import type { WorkspaceEdit } from 'vscode-languageserver-types';
import type { LanguageClientOptions, Middleware } from 'vscode-languageclient';
import type { InitializationOptions } from '../../common/protocol';
import { withLastingCommand } from './actionCommand';
import { completeStep } from './completeStep';
import { LANGUAGES } from '../../common/languages';
import { Command, PROGRAM_COMMANDS } from './ids';
import { hasCopiedValue, isShownNow } from './copiedValue';
import { confirmedRename } from './renameConfirmation';
import { hasOnlyVirtualFolders, servedSchemes } from './servedSchemes';

/** The options that differ between windows and starts. */
export interface ClientParts {
  readonly output: vscode.LogOutputChannel;
  /** Receives the protocol's messages. */
  readonly trace: vscode.LogOutputChannel;
  readonly watchers: vscode.FileSystemWatcher[];
  /** Whether the server can read folders with the scheme `file` by itself. */
  readonly readsDisk: boolean;
  /** IDs of enabled Terraform extensions. */
  readonly alongside: string[];
  /** Whether the client reads files for the server. */
  readonly servesFiles: boolean;
}

/** The options of the language client, except for errors and crashes. */
export function clientOptions(parts: ClientParts): LanguageClientOptions {
  const hasPrograms = parts.readsDisk && !hasOnlyVirtualFolders();
  const initializationOptions: InitializationOptions = {
    alongside: parts.alongside,
    platformsChanged: true,
    watchesFiles: true,
    renamesFirst: true,
    servesFiles: parts.servesFiles,
    commands: Object.values(Command).filter(each => hasPrograms || !PROGRAM_COMMANDS.includes(each)),
  };
  return {
    documentSelector: servedSchemes().flatMap(scheme => LANGUAGES.map(language => ({ scheme, language }))),
    outputChannel: parts.output,
    traceOutputChannel: parts.trace,
    synchronize: { fileEvents: parts.watchers },
    middleware,
    initializationOptions,
  };
}

const middleware: Middleware = {
  provideHover: async (document, position, token, next) => {
    const hover = await next(document, position, token);
    if (hover) completeStep('hover');
    for (const content of hover?.contents ?? [])
      if (isMarkdown(content)) content.isTrusted = { enabledCommands: [Command.replaceStepByStep] };
    return hover;
  },
  provideDiagnostics: async (document, previousResultId, token, next) => {
    const uri = 'uri' in document ? document.uri : document;
    // Without the identifier of an incomplete report, the next one is complete.
    if (!hasCopiedValue(uri)) return next(document, previousResultId, token);
    const report = await next(document, undefined, token);
    if (!report || !('items' in report)) return report;
    const items = report.items.filter(item => isShownNow(uri, item));
    return { kind: report.kind, items };
  },
  resolveCodeAction: async (action, token, next) => {
    const resolved = await next(action, token);
    return resolved && withLastingCommand(resolved);
  },
  sendRequest: async (type, parameters, token, next) => {
    const result = await next(type, parameters, token);
    const method = typeof type === 'string' ? type : type.method;
    return method === 'textDocument/rename'
      ? ((await confirmedRename(result as WorkspaceEdit)) as typeof result)
      : result;
  },
};

const isMarkdown = (content: vscode.MarkdownString | vscode.MarkedString): content is vscode.MarkdownString =>
  typeof content === 'object' && !('language' in content);
