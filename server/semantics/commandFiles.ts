/**
 * Files that only the commands `test` and `query` read, and no plan. They have the language of configuration and blocks of their own. The workspace keeps
 * them as text, so that no check of a platform takes their blocks for those of a module.
 */
import { memoize } from '../../common/memoize';
import { now } from '../../common/now';
import type { ProgramVersion } from '../../common/programVersion';
import { behaviors, testFeatures, type LanguageFeature } from '../hcl/languageFeatures';
import type { Attribute, Block, Span } from '../syntax/ast';
import type { SourceFile } from '../syntax/sourceFileModel';
import { readSourceFile } from '../syntax/sourceFile';
import { commandOfFile, type FileCommand } from '../workspace/fileNames';
import { MAX_DOCUMENT_LENGTH } from '../workspace/longFiles';
import type { TextFile } from '../workspace/textFiles';
import { baseNameOf, parentOf } from '../workspace/uri';
import type { RequestContext } from './requestContext';

export interface CommandFile {
  readonly command: FileCommand;
  readonly file: SourceFile;
  /** Of the module that the file tests or queries; undefined if no platform has it. */
  readonly version: ProgramVersion | undefined;
}

/** The file of a URI; undefined for other files, and for those that are too long. */
export function commandFileOf(request: RequestContext, uri: string): CommandFile | undefined {
  const command = commandOfFile(baseNameOf(uri));
  const text = command && request.model.workspace.texts.file(uri);
  if (!command || !text || text.text.length > MAX_DOCUMENT_LENGTH) return undefined;
  return { command, file: parsedFile(text), version: versionFor(request, uri) };
}

/** A file in the language of configuration that isn't part of it. */
export const parsedFile = memoize(({ uri, text }: TextFile): SourceFile =>
  now(readSourceFile(uri, text, 'configuration')),
);

/** Tests are in the folder of the module that they test, or in a folder in it. */
function versionFor({ model }: RequestContext, uri: string): ProgramVersion | undefined {
  const folder = parentOf(uri);
  const instances = [folder, parentOf(folder)].flatMap(each => model.tree.instancesOf(each));
  const instance = instances.find(each => each.folder && [...each.folder.sourceFiles()].length > 0);
  return instance && model.sourcesOf(instance.root).programVersion().current();
}

/** A block or argument that not all versions with the command have, or that not all versions read. */
export interface FeatureUse extends Span {
  readonly feature: LanguageFeature;
  /** As written in a file. */
  readonly name: string;
}

/** The uses in the order of the text, with offsets in the file. */
export function* featureUses({ command, file }: CommandFile): Iterable<FeatureUse> {
  for (const { item, offset, staleText } of file.items)
    if (staleText === undefined) yield* usesIn(item.node, [], { command, offset });
}

function* usesIn(
  entry: Block | Attribute,
  outer: readonly string[],
  within: { readonly command: FileCommand; readonly offset: number },
): Iterable<FeatureUse> {
  const isBlock = entry.kind === 'block';
  const name = isBlock ? entry.type : entry.name;
  const types = [...outer, name];
  const feature = commandFileFeature(within.command, types);
  if (feature) {
    const start = within.offset + entry.start;
    const inside = isBlock ? `${name} {}` : name;
    const end = start + name.length;
    yield { feature, name: outer.length === 0 ? inside : `${outer.at(-1)!} { ${inside} }`, start, end };
  }
  if (isBlock) for (const each of entry.body) yield* usesIn(each, types, within);
}

/** The command itself. */
export const commandFeature = (command: FileCommand): LanguageFeature =>
  command === 'test' ? behaviors.testFiles : behaviors.queryFiles;

/**
 * The feature that a block or argument needs; undefined if all versions that have the command have it.
 * @param types of the blocks, from the outermost to the innermost, and the name
 */
export const commandFileFeature = (command: FileCommand, types: readonly string[]): LanguageFeature | undefined =>
  command === 'test'
    ? testFeatures.get(types.slice(-2).join(' '))
    : types.join(' ') === 'list'
      ? behaviors.queryFiles
      : undefined;
