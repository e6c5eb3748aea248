import * as vscode from 'vscode';
import { ownProperty } from '../../common/ownProperty';
import { errorMessage } from '../core/errorMessage';
import { isServed } from '../core/servedSchemes';

const OPEN_TOFU = 'opentofu.vscode-opentofu';
const TERRAFORM = 'hashicorp.terraform';

/** What a document is to us, and to OpenTofu's extension. */
const OPEN_TOFU_LANGUAGES: Readonly<Record<string, string>> = {
  terraform: 'opentofu',
  'terraform-vars': 'opentofu-vars',
};

/**
 * Gives configuration files the languages of OpenTofu's extension where that one is enabled and HashiCorp's is not. Both of us claim
 * their names, VS Code takes the claim that was registered last, and that is ours: without this nobody would serve what is not
 * Kubestack. What a person has chosen stays: by `files.associations`, or for one document in the status bar.
 */
export class OpenTofuLanguage implements vscode.Disposable {
  private readonly listeners: vscode.Disposable;
  /** Documents that got their language from us; one that they have later is somebody's choice. */
  private readonly given = new Set<string>();

  constructor(private readonly output: vscode.LogOutputChannel) {
    this.listeners = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument(document => void this.give(document)),
      // A change of the language is a close, too, but the document is still there.
      vscode.workspace.onDidCloseTextDocument(document => {
        if (document.isClosed) this.given.delete(document.uri.toString());
      }),
      // After these VS Code itself gives every open document the language of its name again.
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
  isServed(document) && !document.isUntitled && /\.(?:tf|tofu|tfvars)$/.test(document.uri.path);

const isOpenTofuAlone = (): boolean =>
  vscode.extensions.getExtension(OPEN_TOFU) !== undefined && vscode.extensions.getExtension(TERRAFORM) === undefined;

/** Whether the language is the one that `files.associations` names; patterns without a slash are about names, others about paths. */
function isAssociated(document: vscode.TextDocument): boolean {
  const associations = vscode.workspace
    .getConfiguration('files', document.uri)
    .get<Record<string, string>>('associations', {});
  return Object.entries(associations).some(([pattern, language]) => {
    const glob = pattern.includes('/') ? pattern : `**/${pattern}`;
    return language === document.languageId && vscode.languages.match({ pattern: glob }, document) > 0;
  });
}
