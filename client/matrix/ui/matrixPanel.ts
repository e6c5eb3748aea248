import * as vscode from 'vscode';
import type { Matrix, MatrixCell, MatrixRow } from '../../../common/matrix/matrix';
import { matrixText, type MatrixFormat } from '../../../common/matrix/matrixText';
import { visibleRows, type MatrixView } from '../../../common/matrix/visibleRows';
import type { EffectiveDocumentLine } from '../../../common/protocol';
import {
  MATRIX_PAGE_MESSAGES,
  type MatrixHostMessage,
  type MatrixPageMessage,
  type MatrixQuestion,
  type MatrixState,
} from '../../../common/webview/matrixMessages';
import { completeStep } from '../../core/completeStep';
import { coalesced } from '../../../common/coalesced';
import { errorMessage } from '../../core/errorMessage';
import { Webview } from '../../core/ids';
import type { LanguageServerClient } from '../../core/languageClient';
import { promptForText, showError } from '../../core/messages';
import { WebviewPage } from '../../webview/ui/webviewPage';
import type { NamedSide, RevisionReader } from '../../core/revisionSide';
import { besideColumn } from '../besideColumn';
import { matrixPageTexts } from '../pageTexts';
import { t } from '../../../common/localization';

export interface MatrixPanelParts {
  readonly server: LanguageServerClient;
  /** Overrides an inherited value in an environment, or resets an override. */
  readonly changeOrigin: (shown: EffectiveDocumentLine, environment: string) => Promise<void>;
  readonly revisionsOf: (platform: string) => RevisionReader | undefined;
  readonly extension: vscode.Uri;
  readonly output: vscode.LogOutputChannel;
}

/** The environment matrix of one platform, or of a part of it. It updates when the code changes. */
export class MatrixPanel {
  private readonly page: WebviewPage<MatrixHostMessage, MatrixPageMessage>;
  private question: MatrixQuestion;
  private shown: Matrix | undefined;
  private rows: ReadonlyMap<string, MatrixRow> = new Map();
  private sent = '';
  private isReady = false;

  /** @param state the page's saved or initial state. */
  constructor(
    readonly panel: vscode.WebviewPanel,
    private readonly state: MatrixState,
    private readonly parts: MatrixPanelParts,
  ) {
    this.question = state;
    const { platform } = state;
    const kind = { viewType: Webview.matrix, script: 'matrix', messages: MATRIX_PAGE_MESSAGES, platform };
    this.page = new WebviewPage(panel, kind, parts.extension);
    this.page.onDidReceive(message => this.receive(message));
  }

  get platform(): string {
    return this.state.platform;
  }

  get scope(): MatrixQuestion['scope'] {
    return this.question.scope;
  }

  get onDidClose(): vscode.Event<void> {
    return this.page.onDidClose;
  }

  /** Repeats the request and updates the page if the answer changed. */
  refresh(): void {
    if (this.isReady) this.requestAgain();
  }

  private readonly requestAgain = coalesced(() => this.request());

  private async receive(message: MatrixPageMessage): Promise<void> {
    switch (message.type) {
      case 'ready':
        // The page is new or was hidden, so it has no content.
        this.isReady = true;
        this.sent = '';
        this.page.post({
          type: 'start',
          texts: matrixPageTexts(),
          state: this.state,
          canCompare: this.parts.revisionsOf(this.platform) !== undefined,
        });
        return this.refresh();
      case 'ask':
        this.question = message;
        return this.refresh();
      case 'open':
        return this.open(this.cellOf(message.row, message.environment));
      case 'change':
        return this.change(this.cellOf(message.row, message.environment), message.environment);
      case 'compare':
        return this.compare();
      case 'copy':
        return this.copy(message.format, message.view);
    }
  }

  private async request(): Promise<void> {
    const { scope, revision } = this.question;
    try {
      const before = revision === undefined ? undefined : await this.sideAt(revision);
      const params = { uri: this.platform, ...(scope ? { scope } : {}) };
      const { matrix } = await this.parts.server.matrix(params, before);
      if (matrix) this.show(matrix);
      else this.nothing(t('This folder has no Kubestack platform any more.'));
    } catch (error) {
      this.parts.output.warn(`Environment matrix: ${errorMessage(error)}`);
      // Keeps the last rows while the server restarts.
      if (!this.shown) this.nothing(t('The matrix is unavailable: {0}', errorMessage(error)));
    }
  }

  /** Finds a revision; returns undefined and notifies the page if it can't be found. */
  private async sideAt(revision: string): Promise<NamedSide | undefined> {
    try {
      return await this.parts.revisionsOf(this.platform)?.side(this.platform, revision);
    } catch (error) {
      const { scope } = this.question;
      this.question = scope ? { scope } : {};
      this.page.post({ type: 'revision' });
      void showError(t("The platform can't be compared with {0}: {1}", revision, errorMessage(error)));
      return undefined;
    }
  }

  private show(matrix: Matrix): void {
    const text = JSON.stringify(matrix);
    if (text === this.sent) return;
    this.sent = text;
    this.shown = matrix;
    this.rows = new Map(matrix.rows.map(row => [row.id, row]));
    this.page.post({ type: 'show', matrix });
    completeStep('compare');
  }

  private nothing(reason: string): void {
    this.sent = '';
    this.shown = undefined;
    this.rows = new Map();
    this.page.post({ type: 'nothing', reason });
  }

  private cellOf(row: string, environment: string): MatrixCell | undefined {
    const column = this.shown?.environments.indexOf(environment) ?? -1;
    return this.rows.get(row)?.cells[column];
  }

  private locationOf({ place }: MatrixCell): EffectiveDocumentLine['location'] {
    const [file = -1, line = 0, character = 0] = place ?? [];
    const uri = this.shown?.files[file];
    const position = { line, character };
    return uri === undefined ? undefined : { uri, range: { start: position, end: position } };
  }

  /** Opens the code beside the matrix, which stays visible. */
  private async open(cell: MatrixCell | undefined): Promise<void> {
    const location = cell && this.locationOf(cell);
    if (!location) return;
    const { line, character } = location.range.start;
    const selection = new vscode.Range(line, character, line, character);
    const options = {
      selection,
      preview: true,
      viewColumn: besideColumn(this.panel.viewColumn, openColumns()) ?? vscode.ViewColumn.Beside,
    };
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(location.uri), options);
  }

  private async change(cell: MatrixCell | undefined, environment: string): Promise<void> {
    const location = cell && this.locationOf(cell);
    if (cell?.origin && location) await this.parts.changeOrigin({ origin: cell.origin, location }, environment);
  }

  private async compare(): Promise<void> {
    if (!this.parts.revisionsOf(this.platform)) return;
    const prompt = t('A commit, branch or tag since which changes are marked');
    const revision = (await promptForText({ prompt, value: 'HEAD' }))?.trim();
    if (revision === undefined || revision === '') return;
    this.question = { ...this.question, revision };
    this.page.post({ type: 'revision', revision });
    this.refresh();
  }

  private async copy(format: MatrixFormat, view: MatrixView): Promise<void> {
    if (!this.shown) return;
    const rows = visibleRows(this.shown, view);
    const labels = {
      module: t('Module'),
      attribute: t('Attribute'),
      nodes: t('Nodes (minimum–maximum)'),
    };
    await vscode.env.clipboard.writeText(matrixText(this.shown, rows, labels, format));
    this.page.post({ type: 'copied', rows: rows.length });
  }
}

const openColumns = (): number[] => vscode.window.tabGroups.all.map(({ viewColumn }) => viewColumn);
