// Runs every action and edit on copies of platforms that differ only in their line ends and byte order marks: the results differ only in those.
import assert from 'node:assert/strict';
import type { Position, WorkspaceEdit } from 'vscode-languageserver-types';
import { now } from '../../../../common/now';
import type { RefactoringData } from '../../../../common/protocol';
import { allDiagnostics } from '../../../../server/diagnostics/checkedDiagnostics';
import {
  FIX_ALL,
  FIX_PLATFORM,
  quickFixActions,
  resolveQuickFix,
  type QuickFixQuery,
} from '../../../../server/codeActions/codeActions';
import { formatAfter, formatDocument, formatRange } from '../../../../server/features/formatting';
import { offeredRefactorings, resolveRefactoring } from '../../../../server/refactoring/refactorings';
import { prepareRename } from '../../../../server/refactoring/rename/rename';
import { renameEverywhere } from '../../../../server/scaffold/renameInGeneratedFiles';
import { scaffold } from '../../../../server/scaffold/scaffold';
import { resolveScaffoldAction, scaffoldActions } from '../../../../server/scaffold/scaffoldActions';
import { checkPages } from '../../../../scripts/checkPage';
import { randomCases } from '../../../support/randomCases';
import { changedTexts } from '../../../support/refactoring/refactored';
import { COURSES, HEAD_COMMIT, type ScaffoldStep } from '../../../support/scaffold/everyScaffold';
import { readSamplePlatform } from '../../../support/scaffold/platformFiles';
import type { Texts } from '../../../support/scaffold/scaffolded';
import { workspaceOf, type TestWorkspace } from '../../../support/testWorkspace';

/** @param isCrlf for the number of a line */
function withLineEnds(text: string, isCrlf: (line: number) => boolean): string {
  let line = 0;
  return text.replace(/\n/g, () => (isCrlf(line++) ? '\r\n' : '\n'));
}
const crlf = (text: string): string => withLineEnds(text, () => true);

const COPIES: Readonly<Record<string, (text: string) => string>> = {
  'mixed line ends': text => withLineEnds(text, line => line % 3 !== 1),
  'CRLF and a byte order mark': text => `\ufeff${crlf(text)}`,
  CRLF: crlf,
  'a byte order mark': text => `\ufeff${text}`,
};
/** Together they have every line end and byte order mark. */
const TWO_COPIES = Object.keys(COPIES).slice(0, 2);

/** npm test tries every third line and example. */
const EVERY = randomCases(3, 1);

/** The text without a byte order mark and with `\n` line ends. */
const plain = (text: string): string => text.replace(/^\ufeff/, '').replace(/\r\n/g, '\n');

/** The changed files of an edit, or why there is none. */
type Outcome = Record<string, string | undefined> | string;

/** What every action and edit of a workspace does, by its name. */
class Outcomes {
  readonly byName = new Map<string, Outcome>();

  /** @param isCrlf whether all lines of all files end with CRLF */
  constructor(
    private readonly workspace: TestWorkspace,
    private readonly isCrlf: boolean,
  ) {}

  add(name: string, result: WorkspaceEdit | { problem: string } | undefined): void {
    this.byName.set(name, !result ? 'nothing' : 'problem' in result ? result.problem : this.changed(name, result));
  }

  private changed(name: string, edit: WorkspaceEdit): Outcome {
    const texts = Object.entries(changedTexts(this.workspace, edit));
    for (const [path, text = ''] of texts)
      if (this.isCrlf && this.workspace.files.text(path) !== undefined)
        assert.doesNotMatch(text, /(?<!\r)\n/, `${name}: a line of ${path} ends with LF`);
    return Object.fromEntries(texts.map(([path, text]) => [path, text === undefined ? undefined : plain(text)]));
  }

  addActionsAt(path: string, at: Position): void {
    const { snapshot, uri } = this.workspace;
    const here = uri(path);
    const range = { start: at, end: at };
    const where = `${path}:${at.line + 1}:${at.character + 1}`;
    this.addQuickFixes(where, { uri: here, range, only: undefined });
    for (const { title, data } of now(offeredRefactorings(snapshot, here, range, undefined))) {
      const result = now(resolveRefactoring(snapshot, data as RefactoringData));
      this.add(`${where} ${title}`, 'problem' in result ? result : result.edit);
    }
    for (const action of now(scaffoldActions(snapshot, here, range, undefined))) {
      const result = now(resolveScaffoldAction(snapshot, action));
      this.add(`${where} ${action.title}`, typeof result === 'string' ? { problem: result } : result.action.edit);
    }
    const place = prepareRename(snapshot, here, at);
    if ('problem' in place) return;
    const renamed = now(renameEverywhere(snapshot, here, at, `${place.placeholder}x7`));
    this.add(`${where} Rename`, 'problem' in renamed ? renamed : renamed.edit);
  }

  addQuickFixes(where: string, query: Pick<QuickFixQuery, 'uri' | 'range' | 'only'>): void {
    const { snapshot } = this.workspace;
    for (const action of now(quickFixActions(snapshot, { ...query, resolves: true, commands: [] })))
      this.add(`${where} ${action.title}`, now(resolveQuickFix(snapshot, action))?.edit);
  }

  addFormatting(path: string): void {
    const { snapshot, uri, files } = this.workspace;
    const [second, end] = [1, plain(files.text(path)!).split('\n').length - 1].map(line => ({ line, character: 0 }));
    for (const [name, steps] of [
      ['Format', formatDocument(snapshot, uri(path))],
      ['Format the end', formatRange(snapshot, uri(path), { start: second!, end: end! })],
      ['Format while typing', formatAfter(snapshot, uri(path), second!, '\n')],
    ] as const) {
      const edits = now(steps);
      const textDocument = { uri: uri(path), version: null };
      this.add(`${path} ${name}`, edits ? { documentChanges: [{ textDocument, edits }] } : undefined);
    }
  }

  addScaffold({ kind, answers }: ScaffoldStep): void {
    const { snapshot, uri } = this.workspace;
    const result = now(scaffold(snapshot, { uri: uri(''), kind, answers }));
    const problem = 'edit' in result ? undefined : result.problems.map(({ message }) => message).join(' ');
    this.add(`${kind} ${JSON.stringify(answers)}`, 'edit' in result ? result.edit : { problem: problem ?? '' });
  }
}

/** The start of the text and of the first string in each tried line. */
const everyLine = (_workspace: TestWorkspace, _path: string, text: string): Position[] =>
  plain(text)
    .split('\n')
    .flatMap((each, line) => {
      if (line % EVERY > 0) return [];
      const starts = new Set([/^[ \t]*/.exec(each)![0].length, each.indexOf('"') + 2]);
      return [...starts].map(character => ({ line, character }));
    });

const everyDiagnostic = ({ snapshot, uri }: TestWorkspace, path: string): Position[] =>
  now(allDiagnostics(snapshot, uri(path))).map(({ range }) => range.start);

interface Compared {
  readonly texts: Texts;
  /** In what it differs. */
  readonly copies?: readonly string[];
  readonly positions?: (workspace: TestWorkspace, path: string, text: string) => Position[];
  readonly scaffolds?: readonly ScaffoldStep[];
}

async function outcomes({ positions = everyLine, scaffolds = [] }: Compared, texts: Texts, isCrlf = false) {
  const workspace = await workspaceOf(texts);
  const all = new Outcomes(workspace, isCrlf);
  for (const [path, text] of Object.entries(texts)) {
    for (const at of positions(workspace, path, text)) all.addActionsAt(path, at);
    const start = { line: 0, character: 0 };
    all.addQuickFixes(path, { uri: workspace.uri(path), range: { start, end: start }, only: [FIX_ALL, FIX_PLATFORM] });
    all.addFormatting(path);
  }
  for (const step of scaffolds) all.addScaffold(step);
  return all.byName;
}

function compare(name: string, compared: Compared): void {
  describe(name, () => {
    let expected: Map<string, Outcome>;
    before(async () => {
      expected = await outcomes(compared, compared.texts);
    });

    for (const copy of compared.copies ?? TWO_COPIES)
      it(`has the same actions and edits with ${copy}`, async () => {
        const texts = Object.fromEntries(
          Object.entries(compared.texts).map(([path, text]) => [path, COPIES[copy]!(text)]),
        );
        const found = await outcomes(compared, texts, copy.startsWith('CRLF'));
        assert.deepEqual([...found.keys()], [...expected.keys()]);
        for (const [action, outcome] of expected) assert.deepEqual(found.get(action), outcome, action);
      });
  });
}

describe('actions and edits in files with other line ends', () => {
  const name = 'three-environments';
  compare(name, {
    texts: readSamplePlatform(name),
    copies: Object.keys(COPIES).slice(0, randomCases(2, 4)),
    scaffolds: [
      ...COURSES.find(each => each.name === name)!.steps,
      { kind: 'environment', answers: { env: 'lab7' } },
      { kind: 'renameEnvironment', answers: { env: 'apps', to: 'workloads' } },
      { kind: 'removeEnvironment', answers: { env: 'ops', confirm: 'ops', workspace_empty: true } },
      { kind: 'frameworkVersion', answers: { to: HEAD_COMMIT } },
      { kind: 'pipeline', answers: { ci: 'github' } },
      { kind: 'agentInstructions', answers: {} },
    ],
  });
  compare('legacy', { texts: readSamplePlatform('legacy') });
  // Each example in one copy, and neighbours in different ones.
  const examples = checkPages().flatMap(({ code, fails }) => fails.map((texts, index) => ({ code, index, texts })));
  for (const [number, { code, index, texts }] of examples.entries()) {
    if (number % EVERY > 0) continue;
    // In a file with mixed line ends, the copy of a heredoc has another value. Such an action is refused.
    const hasHeredoc = Object.values(texts).some(text => text.includes('<<'));
    const copies = [hasHeredoc ? 'CRLF and a byte order mark' : TWO_COPIES[number % 2]!];
    compare(`failing example ${index + 1} of ${code}`, { texts, positions: everyDiagnostic, copies });
  }
});
