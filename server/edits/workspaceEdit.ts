/**
 * Converts changes to a `WorkspaceEdit` that the client supports, with the versions of open documents, so that newer text is not
 * overwritten.
 */
import { t } from '../../common/localization';
import type { InitializationOptions } from '../../common/protocol';
import type {
  ChangeAnnotation,
  CreateFile,
  DeleteFile,
  OptionalVersionedTextDocumentIdentifier,
  RenameFile,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-types';
import { rangeOf, type EditAbilities, type RequestContext } from '../semantics/requestContext';
import { refusalReason } from '../../common/refusal';
import { mapPausing } from '../scheduling/pausing';
import { LineIndex } from '../syntax/lineIndex';
import { fsPathOf } from '../workspace/uri';
import type { Change, TextChange } from './change';
import { originalText } from './draft';

export const ALL_EDIT_ABILITIES: EditAbilities = {
  documentChanges: true,
  fileOperations: true,
  annotations: true,
  renamesFirst: false,
};

/**
 * @param workspace the client's capabilities in `initialize`
 * @param options those of `initialize`
 */
export function editAbilities(
  workspace:
    | {
        readonly workspaceEdit?: {
          readonly documentChanges?: boolean;
          readonly resourceOperations?: readonly string[];
          readonly changeAnnotationSupport?: object;
        };
      }
    | undefined,
  { renamesFirst }: Pick<InitializationOptions, 'renamesFirst'>,
): EditAbilities {
  const edit = workspace?.workspaceEdit;
  const operations = edit?.resourceOperations ?? [];
  const documentChanges = edit?.documentChanges === true;
  return {
    documentChanges,
    fileOperations: documentChanges && ['create', 'rename', 'delete'].every(each => operations.includes(each)),
    annotations: documentChanges && edit?.changeAnnotationSupport !== undefined,
    renamesFirst: renamesFirst === true,
  };
}

/** Describes changes; the client shows those that need confirmation before applying them. */
export interface Explanation {
  readonly label: string;
  readonly description?: string;
  readonly needsConfirmation?: boolean;
  /** The changes that it describes; all if absent. */
  readonly covers?: (change: Change) => boolean;
}

/** Thrown when a symbolic link in the repository would lead a change outside the workspace. */
class OutsideWorkspaceError extends Error {}

/** The result of `toWorkspaceEdit`, or a sentence on why there is no edit. */
export function* editOrProblem(
  ...parameters: Parameters<typeof toWorkspaceEdit>
): Generator<undefined, { readonly edit: WorkspaceEdit } | { readonly problem: string }> {
  try {
    return { edit: yield* toWorkspaceEdit(...parameters) };
  } catch (error) {
    if (error instanceof OutsideWorkspaceError) return { problem: error.message };
    throw error;
  }
}

/** Number of changes or files between two pauses: each is read from the disk. */
const FILES_PER_PAUSE = 16;

/** Editors follow links when writing. A document that the user opened is exempt. */
function* refuseOutside(
  { model: { workspace } }: RequestContext,
  changes: readonly Change[],
): Generator<undefined, void> {
  for (const [index, change] of changes.entries()) {
    if (index % FILES_PER_PAUSE === FILES_PER_PAUSE - 1) yield;
    if (change.kind === 'text' && workspace.isOpen(change.uri)) continue;
    for (const uri of change.kind === 'rename' ? [change.uri, change.newUri] : [change.uri])
      if (workspace.fileSystem.isOutside(uri))
        throw new OutsideWorkspaceError(t("{0} can't be changed: {1}.", fsPathOf(uri), refusalReason('outside')));
  }
}

/**
 * For clients without support for document changes, files are not renamed, and a deleted file becomes empty.
 * @param explanations of changes; the first matching one is used
 * @throws Error when a change would write outside the workspace, see {@link editOrProblem}
 */
export function* toWorkspaceEdit(
  request: RequestContext,
  changes: readonly Change[],
  explanations: readonly Explanation[] = [],
): Generator<undefined, WorkspaceEdit> {
  yield* refuseOutside(request, changes);
  const abilities = request.client.edits ?? ALL_EDIT_ABILITIES;
  if (!abilities.documentChanges) return { changes: plainChanges(request, changes) };
  const used = new Map<string, ChangeAnnotation>();
  const idOf = (change: Change): string | undefined => {
    const index = abilities.annotations ? explanations.findIndex(({ covers }) => covers?.(change) ?? true) : -1;
    if (index < 0) return undefined;
    const { label, description, needsConfirmation } = explanations[index]!;
    used.set(String(index), {
      label,
      ...(description === undefined ? {} : { description }),
      ...(needsConfirmation === undefined ? {} : { needsConfirmation }),
    });
    return String(index);
  };
  const renames = fileOperations(request, changes, abilities, idOf, 'rename');
  const texts = yield* textEdits(request, changes, abilities, idOf);
  const documentChanges = [
    ...fileOperations(request, changes, abilities, idOf, 'create'),
    ...(abilities.renamesFirst ? [...renames, ...texts] : [...texts, ...renames]),
    ...fileOperations(request, changes, abilities, idOf, 'delete'),
  ];
  return used.size === 0 ? { documentChanges } : { documentChanges, changeAnnotations: Object.fromEntries(used) };
}

type IdOf = (change: Change) => string | undefined;
const annotated = (id: string | undefined): { annotationId?: string } => (id === undefined ? {} : { annotationId: id });

function fileOperations(
  { client }: RequestContext,
  changes: readonly Change[],
  { fileOperations: can }: EditAbilities,
  idOf: IdOf,
  kind: 'create' | 'rename' | 'delete',
): (CreateFile | RenameFile | DeleteFile)[] {
  if (!can) return [];
  return changes.flatMap((change): (CreateFile | RenameFile | DeleteFile)[] => {
    if (change.kind !== kind) return [];
    const id = annotated(idOf(change));
    if (change.kind === 'rename')
      return [{ kind: 'rename', oldUri: client.clientUri(change.uri), newUri: change.newUri, ...id }];
    return [{ kind: change.kind as 'create', uri: client.clientUri(change.uri), ...id }];
  });
}

/** The text of a new file is the first edit of an empty document. A file that was renamed before is a new document without a version. */
function* textEdits(
  request: RequestContext,
  changes: readonly Change[],
  abilities: EditAbilities,
  idOf: IdOf,
): Generator<undefined, TextDocumentEdit[]> {
  const newUris = new Map(
    abilities.renamesFirst && abilities.fileOperations
      ? changes.flatMap(change => (change.kind === 'rename' ? [[change.uri, change.newUri] as const] : []))
      : [],
  );
  const editOf = ([uri, texts]: [string, { edit: PlainEdit; change: Change }[]]): TextDocumentEdit[] => {
    const lines = new LineIndex(originalText(request, uri) ?? '');
    const newUri = newUris.get(uri);
    const textDocument: OptionalVersionedTextDocumentIdentifier =
      newUri === undefined
        ? { uri: request.client.clientUri(uri), version: request.client.documentVersion?.(uri) ?? null }
        : { uri: newUri, version: null };
    const edits = texts.map(({ edit, change }) => ({ ...toTextEdit(lines, edit), ...annotated(idOf(change)) }));
    return [{ textDocument, edits }];
  };
  return yield* mapPausing(groupTexts(request, changes, abilities), editOf, FILES_PER_PAUSE);
}

type PlainEdit = Pick<TextChange, 'start' | 'end' | 'newText'>;

function groupTexts(
  request: RequestContext,
  changes: readonly Change[],
  { fileOperations: can }: EditAbilities,
): Map<string, { edit: PlainEdit; change: Change }[]> {
  const byFile = new Map<string, { edit: PlainEdit; change: Change }[]>();
  for (const change of changes) {
    const edit = plainEdit(request, change, can);
    if (!edit) continue;
    const edits = byFile.get(change.uri);
    if (edits) edits.push({ edit, change });
    else byFile.set(change.uri, [{ edit, change }]);
  }
  return byFile;
}

function plainEdit(request: RequestContext, change: Change, canDelete: boolean): PlainEdit | undefined {
  switch (change.kind) {
    case 'text':
      return change;
    case 'create':
      return { start: 0, end: 0, newText: change.text };
    case 'delete':
      return canDelete ? undefined : { start: 0, end: (originalText(request, change.uri) ?? '').length, newText: '' };
    case 'rename':
      return undefined;
  }
}

function plainChanges(request: RequestContext, changes: readonly Change[]): Record<string, TextEdit[]> {
  const none = { documentChanges: false, fileOperations: false, annotations: false, renamesFirst: false };
  return Object.fromEntries(
    [...groupTexts(request, changes, none)].map(([uri, texts]) => {
      const lines = new LineIndex(originalText(request, uri) ?? '');
      return [request.client.clientUri(uri), texts.map(({ edit }) => toTextEdit(lines, edit))];
    }),
  );
}

const toTextEdit = (lines: LineIndex, { start, end, newText }: PlainEdit): TextEdit => ({
  range: rangeOf(lines, start, end),
  newText,
});
