/**
 * The baseline of all measurements: the time of web-tree-sitter alone for the same text, in a separate process. Prints one JSON object. Arguments:
 * folder, and a JSON list of the documents to edit with the number of edits.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Language, Parser, type Tree } from 'web-tree-sitter';
import { distributionOf, type Distribution } from './distribution';
import { applyEdit, EDIT_WIDTH, editedValue, positionAt, type EditedNumber, type PlannedEdit } from './editPlan';
import { configurationFiles } from './configurationFiles';

export interface BareParse {
  readonly files: number;
  /** Number of UTF-16 code units. */
  readonly characters: number;
  /** Time for loading the grammar and parsing all files once, in milliseconds, without reading the files. */
  readonly parse: number;
  /** The same as processor time of all threads, in milliseconds. */
  readonly parseProcessorTime: number;
  /** Times for editing a document's tree and parsing it again. */
  readonly edit: Distribution;
}

/** The process's arguments. */
export interface BareParseTask {
  readonly folder: string;
  readonly documents: readonly EditedNumber[];
  readonly edits: number;
}

async function main(): Promise<void> {
  const { folder, documents, edits } = JSON.parse(process.argv[2] ?? '') as BareParseTask;
  const texts = configurationFiles(folder).map(name => readFileSync(join(folder, name), 'utf8'));
  const used = process.cpuUsage();
  const start = performance.now();
  const parser = await loadParser();
  for (const text of texts) parser.parse(text)?.delete();
  const parse = performance.now() - start;
  const { user, system } = process.cpuUsage(used);
  const result: BareParse = {
    files: texts.length,
    characters: texts.reduce((sum, text) => sum + text.length, 0),
    parse,
    parseProcessorTime: (user + system) / 1000,
    edit: distributionOf(editTimes(parser, folder, documents, edits)),
  };
  process.stdout.write(JSON.stringify(result));
}

async function loadParser(): Promise<Parser> {
  const require = createRequire(__filename);
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(
    await Language.load(require.resolve('@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm')),
  );
  return parser;
}

function editTimes(parser: Parser, folder: string, documents: readonly EditedNumber[], edits: number): number[] {
  const open = documents.map(({ file, start, length }) => {
    const text = readFileSync(join(folder, file), 'utf8');
    return new BareDocument(
      parser,
      applyEdit(text, { start, oldEnd: start + length, inserted: editedValue(0) }),
      start,
    );
  });
  const times: number[] = [];
  for (let edit = 1; edit <= edits; edit++) {
    const document = open[edit % open.length];
    if (document)
      times.push(
        document.edit({ start: document.start, oldEnd: document.start + EDIT_WIDTH, inserted: editedValue(edit) }),
      );
  }
  for (const document of open) document.dispose();
  return times;
}

class BareDocument {
  private tree: Tree | null;

  constructor(
    private readonly parser: Parser,
    private text: string,
    readonly start: number,
  ) {
    this.tree = parser.parse(text);
  }

  /** @returns milliseconds */
  edit(edit: PlannedEdit): number {
    const text = applyEdit(this.text, edit);
    const point = (of: string, offset: number) => {
      const { line, character } = positionAt(of, offset);
      return { row: line, column: character };
    };
    const newEnd = edit.start + edit.inserted.length;
    const treeEdit = {
      startIndex: edit.start,
      oldEndIndex: edit.oldEnd,
      newEndIndex: newEnd,
      startPosition: point(this.text, edit.start),
      oldEndPosition: point(this.text, edit.oldEnd),
      newEndPosition: point(text, newEnd),
    } as Parameters<Tree['edit']>[0];
    const start = performance.now();
    const old = this.tree;
    old?.edit(treeEdit);
    this.tree = this.parser.parse(text, old);
    old?.delete();
    this.text = text;
    return performance.now() - start;
  }

  dispose(): void {
    this.tree?.delete();
  }
}

if (process.argv[1] === __filename) void main();
