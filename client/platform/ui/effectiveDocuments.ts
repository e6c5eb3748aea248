import * as vscode from 'vscode';
import type { EffectiveDocumentLine } from '../../../common/protocol';
import { CONFIGURATION_LANGUAGES } from '../../../common/languages';
import { Scheme } from '../../core/ids';
import type { LanguageServerClient } from '../../core/languageClient';
import { errorMessage } from '../../core/errorMessage';
import type { Platforms } from '../../core/platforms';
import { locationLabel, replacedValues, withoutRemarks } from '../effectiveLines';
import { effectiveTarget, effectiveUri, type EffectiveTarget } from '../effectiveUri';
import { normalizeUris } from '../../core/normalizeUris';
import { t } from '../../../common/localization';

/** A displayed effective document. */
export interface EffectiveContent {
  target: EffectiveTarget;
  text: string;
  /** One entry for each line of the text. */
  lines: EffectiveDocumentLine[];
  /** The values that overrides replace, by `placeOf` their location; added after the text is displayed. */
  replaced: ReadonlyMap<string, string>;
}

const spelled = (uri: string) => vscode.Uri.parse(uri).toString();

/**
 * The read-only documents of scheme `kubestack-effective`. Open ones are kept current: an edit of the source repeats the request, and the document
 * changes only if the response does, so that it does not flicker or scroll.
 */
export class EffectiveDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly linesChanged = new vscode.EventEmitter<vscode.Uri>();
  private readonly contents = new Map<string, EffectiveContent>();
  private readonly replacedContents = new Map<string, EffectiveContent>();
  private readonly subscriptions: vscode.Disposable;
  private refreshing = false;
  private refreshAgain = false;

  constructor(
    private readonly server: LanguageServerClient,
    private readonly platforms: Platforms,
    private readonly output: vscode.LogOutputChannel,
  ) {
    this.subscriptions = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(Scheme.effective, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.contents.delete(uri.toString());
        this.replacedContents.delete(uri.toString());
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.scheme !== Scheme.effective && isSource(document)) this.refresh();
      }),
      server.onDidChangePlatforms(() => this.refresh()),
      platforms.onDidChange(() => this.refresh()),
    );
  }

  readonly onDidChange = this.changed.event;

  /** Fires when the origins of a document's lines are available or updated. */
  readonly onDidChangeLines = this.linesChanged.event;

  /** The URI of an effective document. */
  uriOf(target: EffectiveTarget): vscode.Uri {
    const { path, authority } = vscode.Uri.parse(target.platform);
    // A platform can be the root of a virtual file system.
    return vscode.Uri.from(effectiveUri(target, path.replace(/^\/*$/, `/${authority}`)));
  }

  /** The content of a document; undefined before it was first provided. */
  contentOf(document: vscode.TextDocument): EffectiveContent | undefined {
    const uri = document.uri.toString();
    const text = document.getText().replaceAll('\r\n', '\n');
    // VS Code displays a new text shortly after it was provided.
    return [this.contents.get(uri), this.replacedContents.get(uri)].find(content => content?.text === text);
  }

  /** Whether the document shows the base environment. */
  isBase({ platform, environment }: EffectiveTarget): boolean {
    return this.baseOf(platform) === environment;
  }

  /** The base environment of a platform. */
  baseOf(platform: string): string | undefined {
    return this.platforms.all.find(({ uri }) => uri === platform)?.baseEnvironment;
  }

  async provideTextDocumentContent(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    const target = effectiveTarget(uri);
    if (!target) return '';
    const cached = this.contents.get(uri.toString());
    if (cached) return cached.text;
    try {
      const content = await this.request(target, token);
      this.contents.set(uri.toString(), content);
      void this.fillReplaced(uri, content).catch((error: unknown) => this.output.debug(errorMessage(error)));
      return content.text;
    } catch (error) {
      if (error instanceof vscode.CancellationError) return '';
      this.output.warn(`Effective configuration of ${target.environment}: ${errorMessage(error)}`);
      return `# ${t('The effective configuration of {0} is unavailable: {1}', target.environment, errorMessage(error))}\n`;
    }
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.changed.dispose();
    this.linesChanged.dispose();
  }

  /** Edits during a running request cause one further request. */
  private refresh(): void {
    if (this.refreshing) {
      this.refreshAgain = true;
      return;
    }
    const open = vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === Scheme.effective);
    if (open.length === 0 || this.server.state !== 'ready') return;
    this.refreshing = true;
    void Promise.all(open.map(({ uri }) => this.update(uri))).finally(() => {
      this.refreshing = false;
      if (!this.refreshAgain) return;
      this.refreshAgain = false;
      this.refresh();
    });
  }

  /** On failure, the document stays unchanged. */
  private async update(uri: vscode.Uri): Promise<void> {
    const target = effectiveTarget(uri);
    if (!target) return;
    try {
      const before = this.contents.get(uri.toString());
      const content = await this.request(target);
      this.contents.set(uri.toString(), { ...content, replaced: before?.replaced ?? content.replaced });
      if (before?.text === content.text) {
        this.linesChanged.fire(uri);
      } else {
        if (before) this.replacedContents.set(uri.toString(), before);
        this.changed.fire(uri);
      }
      await this.fillReplaced(uri, content);
    } catch (error) {
      this.output.debug(`Effective configuration of ${target.environment}: ${errorMessage(error)}`);
    }
  }

  private async request(target: EffectiveTarget, token?: vscode.CancellationToken): Promise<EffectiveContent> {
    const { platform, environment, forComparison } = target;
    const answer = await this.server.effectiveDocument({ uri: platform, environment }, token);
    const { text, lines } = forComparison ? withoutRemarks(answer.text, answer.lines) : answer;
    return { target, text, lines: normalizeUris(lines, spelled), replaced: new Map() };
  }

  /** The replaced values are in another response, one for each file with an override. */
  private async fillReplaced(uri: vscode.Uri, content: EffectiveContent): Promise<void> {
    const overridden = content.lines.flatMap(({ origin, location }) =>
      location && origin === 'overridden' ? [location] : [],
    );
    const files = [...new Set(overridden.map(location => location.uri))];
    const replaced = new Map<string, string>();
    for (const file of files) {
      const { modules } = await this.server.effectiveConfiguration({ textDocument: { uri: file } });
      replacedValues(modules, content.target.environment, spelled).forEach((value, key) => replaced.set(key, value));
    }
    const current = this.contents.get(uri.toString());
    if (current?.text !== content.text) return;
    this.contents.set(uri.toString(), { ...current, replaced });
    this.linesChanged.fire(uri);
  }
}

/** The value that the override at a line replaces, as text, if known. */
export function replacedAt({ lines, replaced }: EffectiveContent, line: number): string | undefined {
  const location = lines[line]?.location;
  return location && replaced.get(locationLabel(location));
}

function isSource({ languageId, uri }: vscode.TextDocument): boolean {
  return (
    CONFIGURATION_LANGUAGES.some(language => language === languageId) ||
    /\.(?:tf|tofu|tfvars)(?:\.json)?$/.test(uri.path)
  );
}
