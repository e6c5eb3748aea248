import * as vscode from 'vscode';
import { ownProperty } from '../../common/ownProperty';
import { errorMessage } from '../core/errorMessage';
import { isServed } from '../core/servedSchemes';

const OPEN_TOFU = 'opentofu.vscode-opentofu';
const TERRAFORM = 'hashicorp.terraform';

/** This extension's language IDs, mapped to those of OpenTofu's extension. */
const OPEN_TOFU_LANGUAGES: Readonly<Record<string, string>> = {
  terraform: 'opentofu',
  'terraform-vars': 'opentofu-vars',
  'terraform-test': 'opentofu-test',
};

/**
 * Sets configuration files to the languages of OpenTofu's extension where that extension is enabled and HashiCorp's is not. Both extensions
 * contribute the same file names and VS Code uses the last registration, which is ours; without this class, no extension would serve plain
 * Terraform files. A language that the user chose, by `files.associations` or in the status bar, is kept.
 */
export class OpenTofuLanguage implements vscode.Disposable {
  private readonly listeners: vscode.Disposable;
  /** Documents whose language this class has set. If such a document has another language later, the user chose it. */
  private readonly given = new Set<string>();

  constructor(private readonly output: vscode.LogOutputChannel) {
    this.listeners = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument(document => void this.give(document)),
      // VS Code also reports a change of the language as a close, but the document stays open.
      vscode.workspace.onDidCloseTextDocument(document => {
        if (document.isClosed) this.given.delete(document.uri.toString());
      }),
      // After these changes VS Code resets every open document to the language of its file name.
      vscode.extensions.onDidChange(() => this.startOver()),
      vscode.workspace.onDidChangeConfiguration(change => {
        if (change.affectsConfiguration('files.associations')) this.startOver();
      }),
    );
    this.startOver();
  }

  dispose(): void {
    this.listeners.dispose();
  }

  private startOver(): void {
    this.given.clear();
    for (const document of vscode.workspace.textDocuments) void this.give(document);
  }

  private async give(document: vscode.TextDocument): Promise<void> {
    const language = ownProperty(OPEN_TOFU_LANGUAGES, document.languageId);
    const key = document.uri.toString();
    if (language === undefined || this.given.has(key) || !isConfiguration(document) || !isOpenTofuAlone()) return;
    if (isAssociated(document)) return;
    this.given.add(key);
    try {
      await vscode.languages.setTextDocumentLanguage(document, language);
    } catch (error) {
      this.output.warn(`${document.uri.fsPath} stays in the language ${document.languageId}: ${errorMessage(error)}`);
    }
  }
}

const isConfiguration = (document: vscode.TextDocument): boolean =>
  isServed(document) &&
  !document.isUntitled &&
  /\.(?:tf|tofu|tfvars|tftest\.hcl|tofutest\.hcl)$/.test(document.uri.path);

const isOpenTofuAlone = (): boolean =>
  vscode.extensions.getExtension(OPEN_TOFU) !== undefined && vscode.extensions.getExtension(TERRAFORM) === undefined;

/** Whether the language is the one that `files.associations` names; patterns without a slash match names, others match paths. */
function isAssociated(document: vscode.TextDocument): boolean {
  const associations = vscode.workspace
    .getConfiguration('files', document.uri)
    .get<Record<string, string>>('associations', {});
  return Object.entries(associations).some(([pattern, language]) => {
    const glob = pattern.includes('/') ? pattern : `**/${pattern}`;
    return language === document.languageId && vscode.languages.match({ pattern: glob }, document) > 0;
  });
}
