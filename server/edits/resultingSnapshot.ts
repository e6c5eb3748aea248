/** The request context after changes, so that their effect can be verified before they are applied. */
import type { ReadRefusal } from '../../common/refusal';
import type { RequestContext } from '../semantics/requestContext';
import { applyEdits } from '../format/formatFile';
import { forEachPausing } from '../scheduling/pausing';
import { PlatformModel } from '../kubestack/platform/platformModel';
import type { FileSystem, FolderEntry } from '../workspace/fileSystem';
import { baseNameOf, parentOf } from '../workspace/uri';
import { Workspace } from '../workspace/workspace';
import type { Change } from './change';
import { originalText } from './draft';

/** A separate request context; the given one is not changed. */
export function* resultingContext(
  request: RequestContext,
  changes: readonly Change[],
): Generator<undefined, RequestContext> {
  const { model } = request;
  const files = new ChangedFiles(request, changes);
  const workspace = new Workspace(files, model.workspace.failed);
  const changed = new Set(files.changed());
  for (const folder of model.workspace.allFolders()) {
    yield* forEachPausing(folder.allFiles(), file => {
      if (changed.has(file.uri)) return;
      // Text that no longer parses may have lost information.
      if (file.diagnostics.length === 0) workspace.adopt(file);
      else workspace.readFromDisk(file.uri);
    });
  }
  for (const uri of changed) {
    yield;
    workspace.readFromDisk(uri);
  }
  return { ...request, model: new PlatformModel(workspace, model.data, model.workspaceFolders) };
}

/** The editor's files, with the changes applied. */
class ChangedFiles implements FileSystem {
  /** Undefined for deleted files. */
  private readonly texts = new Map<string, string | undefined>();

  constructor(
    private readonly request: RequestContext,
    changes: readonly Change[],
  ) {
    const edits = new Map<string, Extract<Change, { kind: 'text' }>[]>();
    for (const change of changes) {
      if (change.kind === 'text') {
        const edit = edits.get(change.uri);
        if (edit) edit.push(change);
        else edits.set(change.uri, [change]);
      }
      if (change.kind === 'create') this.texts.set(change.uri, change.text);
    }
    for (const [uri, each] of edits) this.texts.set(uri, applyEdits(originalText(request, uri) ?? '', each));
    for (const change of changes) {
      if (change.kind === 'rename') {
        this.texts.set(change.newUri, this.texts.get(change.uri) ?? originalText(request, change.uri));
        this.texts.set(change.uri, undefined);
      } else if (change.kind === 'delete') this.texts.set(change.uri, undefined);
    }
  }

  changed(): Iterable<string> {
    return this.texts.keys();
  }

  read(uri: string, limit?: number): Uint8Array | undefined {
    if (this.texts.has(uri)) {
      const text = this.texts.get(uri);
      return text === undefined ? undefined : new TextEncoder().encode(text);
    }
    const { workspace } = this.request.model;
    const edit = workspace.isUnreadable(uri) ? undefined : workspace.file(uri);
    return edit ? new TextEncoder().encode(edit.text) : workspace.fileSystem.read(uri, limit);
  }

  list(uri: string): FolderEntry[] | undefined {
    const entries = new Map(
      (this.request.model.workspace.fileSystem.list(uri) ?? []).map(entry => [entry.name, entry] as const),
    );
    for (const [file, text] of this.texts) {
      if (parentOf(file) !== uri) continue;
      if (text === undefined) entries.delete(baseNameOf(file));
      else entries.set(baseNameOf(file), { name: baseNameOf(file), kind: 'file' });
    }
    return entries.size > 0 ? [...entries.values()] : undefined;
  }

  kind(uri: string): 'file' | 'folder' | undefined {
    if (this.texts.has(uri)) return this.texts.get(uri) === undefined ? undefined : 'file';
    return this.request.model.workspace.fileSystem.kind(uri);
  }

  stamp(uri: string): string | undefined {
    return this.texts.has(uri) ? 'changed' : this.request.model.workspace.fileSystem.stamp(uri);
  }

  realUri(uri: string): string {
    return this.request.model.workspace.fileSystem.realUri(uri);
  }

  isOutside(uri: string): boolean {
    return this.request.model.workspace.fileSystem.isOutside(uri);
  }

  refusal(uri: string, limit?: number): ReadRefusal | undefined {
    return this.texts.has(uri) ? undefined : this.request.model.workspace.fileSystem.refusal(uri, limit);
  }
}
