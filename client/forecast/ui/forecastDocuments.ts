/** Forecasts as documents. */
import type * as vscode from 'vscode';
import { t } from '../../../common/localization';
import { Scheme } from '../../core/ids';
import { MarkdownDocuments } from '../../core/markdownDocuments';

export class ForecastDocuments implements vscode.Disposable {
  private readonly documents = new MarkdownDocuments(Scheme.forecast);

  /**
   * @param title title of the tab
   * @param heading Markdown
   * @param body Markdown
   */
  async show(title: string, heading: string, body: string): Promise<void> {
    const limits = t(
      'A forecast knows the code of both sides, but no state and nothing of the cloud. A plan shows what Terraform would do.',
    );
    await this.documents.show(title, `# ${heading}\n\n${limits}\n\n${body}`);
  }

  dispose(): void {
    this.documents.dispose();
  }
}
