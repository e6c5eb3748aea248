/** Reads files for a language server without access to them: in browsers and in virtual folders. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { toBase64 } from '../../common/bytes';
import { isWithin } from '../../common/within';
import type {
  ListedFolder,
  ListFoldersParams,
  ListFoldersResult,
  ReadFile,
  ReadFilesParams,
  ReadFilesResult,
} from '../../common/clientFiles';
import { Method } from '../../common/protocol';
import { MAX_FILES_AT_ONCE } from './filesAtOnce';

/** Timeout of a file system operation, in milliseconds. */
const READ_TIMEOUT_MS = 20_000;
/** Folders with more entries are not listed. */
const MAX_ENTRIES = 100_000;

/** Answers the file requests of a server that was initialized with `servesFiles`. Call it before the client is started. */
export function serveFiles(client: BaseLanguageClient): void {
  client.onRequest(Method.listFolders, async ({ uris }: ListFoldersParams): Promise<ListFoldersResult> => ({
    folders: await Promise.all(uris.map(uri => answer(uri, listFolder))),
  }));
  client.onRequest(Method.readFiles, async ({ uris, limit }: ReadFilesParams): Promise<ReadFilesResult> => ({
    files: await Promise.all(uris.map(uri => answer(uri, each => readFile(each, limit)))),
  }));
}

async function listFolder(uri: vscode.Uri): Promise<ListedFolder> {
  const entries = await vscode.workspace.fs.readDirectory(uri);
  if (entries.length > MAX_ENTRIES) return { refusal: 'tooManyEntries' };
  return { entries: entries.map(([name, type]) => ({ name, kind: kindOf(type) })) };
}

async function readFile(uri: vscode.Uri, limit: number): Promise<ReadFile> {
  const { type, size } = await vscode.workspace.fs.stat(uri);
  if (kindOf(type) !== 'file') return null;
  if (size > limit) return { refusal: 'tooLarge' };
  const bytes = await vscode.workspace.fs.readFile(uri);
  return bytes.length > limit ? { refusal: 'tooLarge' } : { content: toBase64(bytes) };
}

function kindOf(type: vscode.FileType): 'file' | 'folder' | 'link' | 'special' {
  if (type & vscode.FileType.SymbolicLink) return 'link';
  if (type & vscode.FileType.Directory) return 'folder';
  return type & vscode.FileType.File ? 'file' : 'special';
}

/** @returns null for a missing file, an error message for an unreadable one. Never rejects. */
async function answer<T>(
  text: string,
  read: (uri: vscode.Uri) => Promise<T>,
): Promise<T | null | { refusal: 'outside' | 'unreadable' }> {
  const parsed = vscode.Uri.parse(text);
  // The server's URI of a file system's root has no trailing slash.
  const uri = parsed.path === '' ? parsed.with({ path: '/' }) : parsed;
  if (!isReadable(uri)) return { refusal: 'outside' };
  try {
    return await oneAtATime(() => inTime(read(uri)));
  } catch (error) {
    const code = error instanceof vscode.FileSystemError ? error.code : '';
    return ['FileNotFound', 'FileNotADirectory', 'FileIsADirectory'].includes(code) ? null : { refusal: 'unreadable' };
  }
}

/** Whether a file is in the window's folders, or beside an open document outside of them. */
function isReadable(uri: vscode.Uri): boolean {
  if (vscode.workspace.getWorkspaceFolder(uri)) return true;
  return vscode.workspace.textDocuments.some(document => {
    const folder = vscode.Uri.joinPath(document.uri, '..');
    return folder.scheme === uri.scheme && folder.authority === uri.authority && isWithin(uri.path, folder.path);
  });
}

let running = 0;
const waiting: (() => void)[] = [];

async function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  if (running >= MAX_FILES_AT_ONCE) await new Promise<void>(resolve => waiting.push(resolve));
  else running++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The file system does not answer.')), READ_TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
