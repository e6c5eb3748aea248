import * as vscode from 'vscode';
import type { Location } from 'vscode-languageserver-types';
import { markdownLink, markdownName, markdownText } from '../../../common/markdown';
import { Command, Scheme } from '../../core/ids';
import { replacedAt, type EffectiveContent, type EffectiveDocuments } from './effectiveDocuments';
import { blockHeaders } from '../effectiveLines';
import type { OriginChanges } from './originChanges';
import { openLocation } from './platformView';
import { labelText } from '../../../common/messageText';
import { t } from '../../../common/localization';

const SELECTOR: vscode.DocumentSelector = { scheme: Scheme.effective };

/**
 * Connects the lines of an effective document with the code that sets them: Go to Definition, a code lens on each block, and a hover, which also
 * offers to override or reset the value.
 */
export class EffectiveSources
  implements vscode.DefinitionProvider, vscode.CodeLensProvider, vscode.HoverProvider, vscode.Disposable
{
  private readonly lensesChanged = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable;

  constructor(
    private readonly documents: EffectiveDocuments,
    private readonly changes: OriginChanges,
  ) {
    this.subscriptions = vscode.Disposable.from(
      this.lensesChanged,
      vscode.languages.registerDefinitionProvider(SELECTOR, this),
      vscode.languages.registerCodeLensProvider(SELECTOR, this),
      vscode.languages.registerHoverProvider(SELECTOR, this),
      documents.onDidChangeLines(() => this.lensesChanged.fire()),
    );
  }

  readonly onDidChangeCodeLenses = this.lensesChanged.event;

  provideDefinition(document: vscode.TextDocument, position: vscode.Position): vscode.DefinitionLink[] {
    const location = this.documents.contentOf(document)?.lines[position.line]?.location;
    if (!location) return [];
    const targetRange = rangeOf(location);
    return [
      {
        originSelectionRange: textRange(document, position.line),
        targetUri: vscode.Uri.parse(location.uri),
        targetRange,
        targetSelectionRange: targetRange,
      },
    ];
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const lines = this.documents.contentOf(document)?.lines ?? [];
    const texts = document.getText().split(/\r?\n/);
    return blockHeaders(texts, lines).flatMap(line => {
      const location = lines[line]?.location;
      if (!location) return [];
      const title = labelText(t('Go to source: {0}', fileName(location)));
      return [new vscode.CodeLens(textRange(document, line), openLocation(title, location))];
    });
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const content = this.documents.contentOf(document);
    const location = content?.lines[position.line]?.location;
    if (!content || !location) return undefined;
    const { start } = location.range;
    const label = `${fileName(location)}:${start.line + 1}`;
    const target = vscode.Uri.parse(location.uri).with({ fragment: `L${start.line + 1},${start.character + 1}` });
    const link = markdownLink(markdownName(label), target.toString());
    const isRemark = /^\s*#/.test(document.lineAt(position.line).text);
    const origin = isRemark ? '' : `${markdownText(this.originText(content, position.line))}\n\n`;
    // The origin of the value is known without the server, which can be busy or stopped.
    const change = isRemark
      ? undefined
      : await this.changes.linkAt(document, position.line, token).catch(() => undefined);
    const changeLink = change ? `\n\n${markdownLink(markdownText(change.title), change.target.toString())}` : '';
    const text = new vscode.MarkdownString(origin + link + changeLink);
    text.isTrusted = { enabledCommands: [Command.changeOrigin] };
    return new vscode.Hover(text, textRange(document, position.line));
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private originText(content: EffectiveContent, line: number): string {
    const { target, lines } = content;
    const base = this.documents.baseOf(target.platform) ?? t('the base');
    if (base === target.environment) return t('Set in {0}, the base environment.', base);
    const replaced = replacedAt(content, line);
    switch (lines[line]?.origin) {
      case 'inherited':
        return t('Inherited from {0}.', base);
      case 'overridden':
        return replaced === undefined
          ? t('Set in {0}, overrides {1}.', target.environment, base)
          : t('Set in {0}, overrides {1} of {2}.', target.environment, replaced, base);
      default:
        return t('Set in {0}; {1} has no value.', target.environment, base);
    }
  }
}

function rangeOf({ range }: Location): vscode.Range {
  return new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
}

/** The line without its indentation. */
function textRange(document: vscode.TextDocument, line: number): vscode.Range {
  const { range, firstNonWhitespaceCharacterIndex } = document.lineAt(line);
  return range.with(range.start.with({ character: firstNonWhitespaceCharacterIndex }));
}

function fileName({ uri }: Location): string {
  return vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
}
