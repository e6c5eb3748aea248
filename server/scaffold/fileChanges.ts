/** The files of a platform with a scaffold's changes, by path: later steps see the changes of earlier ones. */
import { memoize } from '../../common/memoize';
import { now } from '../../common/now';
import type { WorkspaceEdit } from 'vscode-languageserver-types';
import type { Change } from '../edits/change';
import { Draft } from '../edits/draft';
import { formatHcl } from '../edits/formatItem';
import { editOrProblem } from '../edits/workspaceEdit';
import type { RequestContext } from '../semantics/requestContext';
import { readJsonFile } from '../syntax/jsonFile';
import { readSourceFile } from '../syntax/sourceFile';
import { reporting } from '../scheduling/pausing';
import { relativePath, resolvePath } from '../workspace/uri';
import type { ScaffoldProgress } from './progress';
import type { SourceFile } from '../syntax/sourceFileModel';

/** Paths are relative to the platform's folder, with "/"; texts have `\n` line endings. */
export class FileChanges {
  /** For changes of blocks and attributes; `write` is for whole files. */
  readonly draft: Draft;
  private readonly sources = new Map<string, SourceFile>();

  constructor(
    private readonly request: RequestContext,
    /** The platform's folder. */
    readonly folder: string,
  ) {
    this.draft = new Draft(request);
  }

  /** The current text of a file; undefined if it does not exist. */
  text(path: string): string | undefined {
    return now(this.draft.text(this.uriOf(path)))
      ?.replace(/\r\n/g, '\n')
      .replace(/^\uFEFF/, '');
  }

  exists(path: string): boolean {
    return this.draft.exists(this.uriOf(path));
  }

  /** A configuration file with its current blocks and attributes; undefined if it does not exist. */
  source(path: string): SourceFile | undefined {
    const text = this.text(path);
    if (text === undefined) return undefined;
    const unchanged = this.sources.get(path) ?? this.request.model.workspace.file(this.uriOf(path));
    // A file of the workspace that doesn't parse has items of an earlier text.
    if (unchanged?.text === text && (unchanged.diagnostics.length === 0 || this.sources.has(path))) return unchanged;
    const read = path.endsWith('.json') ? readJsonFile : readSourceFile;
    const source = now(read(this.uriOf(path), text, 'configuration'));
    this.sources.set(path, source);
    return source;
  }

  /** Paths of the configuration files in a folder below the platform's, sorted; with those in JSON, which are not edited, if `json` is set. */
  configurationFiles(below = '', { json = false } = {}): string[] {
    const pattern = json ? /\.(?:tf|tofu)(?:\.json)?$/ : /\.(?:tf|tofu)$/;
    const folder = this.request.model.workspace.folder(this.uriOf(below));
    const source = [...(folder?.fileNames() ?? [])].map(name => (below === '' ? name : `${below}/${name}`));
    const inFolder = (path: string): boolean => path.replace(/(?:\/|^)[^/]*$/, '') === below;
    const drafted = this.draft.touched().flatMap(uri => this.pathOf(uri) ?? []);
    const all = new Set([...source, ...drafted].filter(path => pattern.test(path) && inFolder(path)));
    return [...all].filter(path => this.exists(path)).sort();
  }

  /** Writes or creates a file. A configuration file that was formatted stays formatted. */
  write(path: string, text: string): void {
    const before = this.text(path);
    if (before === undefined) this.draft.create(this.uriOf(path), text);
    else if (before !== text) {
      const isFormatted = /\.(?:tf|tofu)$/.test(path) && now(formatHcl(before)) === before;
      this.draft.rewrite(this.uriOf(path), () => (isFormatted ? now(formatHcl(text)) : text));
    }
  }

  remove(path: string): void {
    if (this.exists(path)) this.draft.delete(this.uriOf(path));
  }

  /** Applies all changes, so that later calls are fast. */
  *prepare(): Generator<ScaffoldProgress, readonly Change[]> {
    const work = this.draft.changes();
    const total = this.draft.touched().length;
    for (;;) {
      const step = work.next();
      if (step.done === true) return step.value;
      yield { phase: 'files', done: step.value, total };
    }
  }

  /** Changed files. */
  changedPaths(): string[] {
    return [...this.pathsOf(now(this.draft.changes()))];
  }

  private readonly pathsOf = memoize((changes: readonly Change[]): readonly string[] =>
    [...new Set(changes.map(({ uri }) => uri))].map(uri => this.pathOf(uri) ?? uri).sort(),
  );

  /** Every change, bound to the versions of the documents it was computed from. */
  *edit(): Generator<ScaffoldProgress, { readonly edit: WorkspaceEdit } | { readonly problem: string }> {
    const changes = yield* this.prepare();
    const total = this.draft.touched().length;
    return yield* reporting({ phase: 'files', done: total, total }, editOrProblem(this.request, changes));
  }

  uriOf(path: string): string {
    return path === '' ? this.folder : resolvePath(this.folder, path);
  }

  /** Path of a file in the platform's folder; undefined if it is outside. */
  pathOf(uri: string): string | undefined {
    return relativePath(this.folder, uri);
  }
}
