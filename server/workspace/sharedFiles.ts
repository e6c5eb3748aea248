/** What files with the same text share with those of other workspaces: a file's model depends on its text alone, and items that are the same are compared at once. */
import { now } from '../../common/now';
import { readSourceFile } from '../syntax/sourceFile';
import type { SourceFile } from '../syntax/sourceFileModel';
import type { SourceSyntax } from './fileNames';

interface OtherWorkspace {
  file(uri: string): SourceFile | undefined;
}

/** A file of another workspace with the same text. One with errors depends on what it was before. */
export function sameFile(others: readonly OtherWorkspace[], uri: string, text: string): SourceFile | undefined {
  for (const other of others) {
    const file = other.file(uri);
    if (file?.text === text && file.diagnostics.length === 0) return file;
  }
  return undefined;
}

/** Parses a file, and takes the items with the same text from another workspace; undefined if one of both files has errors. */
export function fileWithSameItems(
  others: readonly OtherWorkspace[],
  uri: string,
  text: string,
  { kind }: SourceSyntax,
): SourceFile | undefined {
  const other = others.map(each => each.file(uri)).find(file => file?.diagnostics.length === 0);
  const file = other && now(readSourceFile(uri, text, kind, other));
  return file?.diagnostics.length === 0 ? file : undefined;
}
