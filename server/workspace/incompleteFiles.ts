/** Files of modules that could not be read completely: what they declare is unknown. */
import type { SourceFile } from '../syntax/sourceFileModel';
import { sourceSyntaxOf } from './fileNames';
import type { ModuleFolder } from './moduleFolder';
import { baseNameOf } from './uri';
import type { Workspace } from './workspace';

export interface IncompleteFile {
  readonly file: SourceFile;
  /** The reason. */
  readonly message: string;
}

/** @param isRoot whether files with values of variables count */
export function incompleteFiles(folder: ModuleFolder, isRoot: boolean): IncompleteFile[] {
  const isConfiguration = ({ uri }: SourceFile): boolean => sourceSyntaxOf(baseNameOf(uri))?.kind === 'configuration';
  const configuration = folder.hasDiagnostics ? folder.sourceFiles().filter(isConfiguration) : [];
  return [...configuration, ...(isRoot ? folder.automaticVariableFiles() : [])].flatMap(file => {
    const [problem] = file.diagnostics;
    return problem ? [{ file, message: problem.message }] : [];
  });
}

/** The files in a folder and the folders below it, without installed modules. */
export const incompleteFilesBelow = (workspace: Workspace, uri: string): IncompleteFile[] =>
  workspace
    .foldersWithin(uri)
    .filter(folder => !folder.uri.includes('/.terraform/'))
    .flatMap(folder => incompleteFiles(folder, true));
