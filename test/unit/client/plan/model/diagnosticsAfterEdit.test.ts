import assert from 'node:assert/strict';
import { diagnosticsAfterEdit } from '../../../../../client/plan/model/diagnosticsAfterEdit';
import type { PlanDiagnostic } from '../../../../../common/plan/plan';

type Position = readonly [line: number, character: number];

const at = ([line, character]: Position) => ({ line, character });
const problem = (start: Position, end: Position): PlanDiagnostic => ({
  severity: 'error',
  summary: 'Unsupported argument',
  detail: '',
  file: '/platform/main.tf',
  range: { start: at(start), end: at(end) },
});
const change = (start: Position, end: Position, text: string) => ({ range: { start: at(start), end: at(end) }, text });

describe("Terraform's diagnostics after an edit", () => {
  const cases: [string, ReturnType<typeof change>, [Position, Position] | undefined][] = [
    ['end if their line is edited', change([4, 20], [4, 22], ''), undefined],
    ['end if their line is deleted', change([4, 0], [5, 0], ''), undefined],
    ['end if an edit of several lines includes theirs', change([1, 0], [9, 0], 'x'), undefined],
    ['end if their line is joined with the previous one', change([3, 7], [4, 0], ''), undefined],
    ['end if text is inserted before them in their line', change([4, 0], [4, 0], '# '), undefined],
    [
      'stay where they are after edits below',
      change([5, 0], [6, 3], 'x\ny\n'),
      [
        [4, 2],
        [4, 7],
      ],
    ],
    [
      'move down with lines inserted above',
      change([1, 3], [1, 3], '\n\n'),
      [
        [6, 2],
        [6, 7],
      ],
    ],
    [
      'move down with lines inserted directly above',
      change([4, 0], [4, 0], 'a = 1\n'),
      [
        [5, 2],
        [5, 7],
      ],
    ],
    [
      'move up with lines deleted above',
      change([1, 0], [4, 0], ''),
      [
        [1, 2],
        [1, 7],
      ],
    ],
  ];
  for (const [title, edit, expected] of cases) {
    it(title, () => {
      const [left] = diagnosticsAfterEdit([problem([4, 2], [4, 7])], '/platform/main.tf', [edit]);
      assert.deepEqual(left?.range, expected && { start: at(expected[0]), end: at(expected[1]) });
    });
  }

  it('apply the changes of one edit in order', () => {
    const changes = [change([8, 0], [8, 0], 'x'), change([1, 0], [1, 0], 'a\nb\n'), change([0, 0], [1, 0], '')];
    const [left] = diagnosticsAfterEdit([problem([4, 2], [5, 0])], '/platform/main.tf', changes);
    assert.deepEqual(left?.range, { start: at([5, 2]), end: at([6, 0]) });
  });

  it('of other files are the same array, so that nothing is shown again', () => {
    const diagnostics = [problem([4, 2], [4, 7])];
    assert.equal(diagnosticsAfterEdit(diagnostics, '/platform/other.tf', [change([4, 0], [5, 0], '')]), diagnostics);
  });
});
