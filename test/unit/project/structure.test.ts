// The structure of the code: no import cycles, every name has one meaning, and the map lists every folder.
import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { cyclesIn, foldersOf, importGraph, project } from '../../support/project/importGraph';

describe('the structure of the code', function () {
  // Every file of the product is parsed.
  const graph = importGraph();

  it("has no import cycles except for the evaluator's recursion", () => {
    // Expressions contain expressions, so the evaluation of each kind is recursive. Converting a type converts its element types and the common type
    // of several types, which is determined by conversion.
    const recursive = /^server\/hcl\/(?:evaluation\/|conversion\/|types\/unify\.ts$)/;
    const cycles = cyclesIn(graph).filter(files => !files.every(file => recursive.test(file)));
    assert.deepEqual(cycles, []);
  });

  it('is checked by a function that finds cycles', () => {
    const cycle = new Map([
      ['a', ['b', 'd']],
      ['b', ['c']],
      ['c', ['a']],
      ['d', []],
    ]);
    assert.deepEqual(cyclesIn(cycle), [['a', 'b', 'c']]);
  });

  it('declares no exported name twice', () => {
    const declared = new Map<string, string[]>();
    // VS Code requires these names in the entry point of each extension host.
    const entryPoints = ['client/extension.ts', 'client/browser.ts'];
    for (const file of [...graph.keys()].filter(each => !entryPoints.includes(each)))
      for (const name of exportedNames(file)) declared.set(name, [...(declared.get(name) ?? []), file]);
    assert.deepEqual(
      // The contract of VS Code with its entry points.
      [...declared].filter(([name, files]) => files.length > 1 && name !== 'activate'),
      [],
    );
  });

  it('has files of at most 400 lines', () => {
    // One recursive-descent parser, which would not be easier to read in two parts.
    const allowed = ['server/syntax/parser/expressionParser.ts'];
    const long = [...graph.keys()].filter(
      file => readFileSync(join(project, file), 'utf8').split('\n').length > 401 && !allowed.includes(file),
    );
    assert.deepEqual(long, []);
  });

  it('refers to existing headings of the domain reference', () => {
    const lines = readFileSync(join(project, 'docs/kubestack.md'), 'utf8').split('\n');
    const headings = lines
      .filter(line => line.startsWith('## '))
      .map(line => line.slice(3).toLowerCase().replaceAll(' ', '-'));
    const cited = [...graph.keys()].flatMap(file =>
      [...readFileSync(join(project, file), 'utf8').matchAll(/docs\/kubestack\.md(?:#([\w-]+))?/g)].map(
        ([, heading]) => `${file}: ${heading ?? 'none'}`,
      ),
    );
    assert.notDeepEqual(cited, []);
    assert.deepEqual(
      cited.filter(citation => !headings.includes(citation.split(': ')[1]!)),
      [],
    );
  });

  it('is described in docs/architecture.md, which lists every folder', () => {
    const map = readFileSync(join(project, 'docs/architecture.md'), 'utf8');
    const folders = ['client', 'common', 'server', 'webview', 'scripts', 'test'].flatMap(folder =>
      foldersOf(folder, '.ts'),
    );
    const inside =
      /^test\/(?:fixtures|platforms|editor\/extension\/|unit\/(?:client|common|server|support)(?:\/|$)|support\/)/;
    const missing = folders.filter(folder => !inside.test(folder) && !map.includes(`\`${folder}/\``));
    assert.deepEqual(missing, []);
  });
});

/** Names that a file declares and exports, without re-exports. */
function exportedNames(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(join(project, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const names = source.statements.flatMap(statement => {
    if (!ts.canHaveModifiers(statement)) return [];
    const isExported = ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!isExported) return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.map(({ name }) => name.getText(source));
    const name = ts.isDeclarationStatement(statement) ? statement.name : undefined;
    return name ? [name.getText(source)] : [];
  });
  return [...new Set(names)];
}
