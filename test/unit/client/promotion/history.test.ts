import assert from 'node:assert/strict';
import type { PipelineState } from '../../../../client/gitHost/pipelineState';
import type { ChangeLine } from '../../../../client/platform/changeLines';
import { CommitGraph, type Commit } from '../../../../client/promotion/commitGraph';
import {
  appliedAt,
  changesBetweenMarkdown,
  historyCsv,
  historyMarkdown,
  historyRows,
  matchingRows,
  linesOfCluster,
  parsedTime,
  timeText,
  whatChangedText,
  type DetailedRow,
  type HistoryRow,
} from '../../../../client/promotion/history';
import { pipelineKey } from '../../../../client/promotion/stage';
import { stagesOf } from '../../../../client/promotion/stages';
import { facts, line, noon, rules, stages, tag, type History } from '../../../support/client/promotion/history';

const HOUR = 60 * 60_000;
const tags = [
  tag('apps-deploy-2026-11-18-0', 'a', noon - 48 * HOUR),
  tag('apps-deploy-2026-11-19-0', 'b', noon - 24 * HOUR),
  tag('apps-deploy-2026-11-20-0', 'a', noon - HOUR, { message: 'Back\n\nKubestack-Reason: Too slow' }),
];
const history: History = { graph: line('a', 'b', 'c'), main: 'c', tags };
const own: ChangeLine = { label: 'max_size', description: '6 → 17', cluster: 'eks_gc0', change: 'changed' };
const failed: PipelineState = {
  ...{ state: 'failed', url: 'https://forge.example.com/runs/7' },
  ...{ startedAt: noon - 24 * HOUR, finishedAt: noon - 24 * HOUR + 120_000 },
};
const rowsOf = (of: History, index: number): HistoryRow[] => {
  const key = pipelineKey('b', 'refs/tags/apps-deploy-2026-11-19-0');
  return historyRows(stages(of)[index]!, facts(of), new Map([[key, failed]]));
};

describe('the history of an environment', () => {
  it('lists what was applied, newest first, with its result and why', () => {
    assert.deepEqual(
      rowsOf(history, 1).map(row => [row.tag, row.commit, row.before, row.isRollback, row.state.state, row.reason]),
      [
        ['apps-deploy-2026-11-20-0', 'a', 'b', true, 'unknown', 'Too slow'],
        ['apps-deploy-2026-11-19-0', 'b', 'a', false, 'failed', ''],
        ['apps-deploy-2026-11-18-0', 'a', undefined, false, 'unknown', ''],
      ],
    );
    assert.deepEqual(
      rowsOf(history, 0).map(({ tag: name, commit, before }) => [name, commit, before]),
      [
        ['', 'c', 'b'],
        ['', 'b', 'a'],
        ['', 'a', undefined],
      ],
    );
  });

  it('shows a rollback by the message of its tag, also without the tag before it', () => {
    const from = tag('apps-deploy-2026-11-20-0', 'a');
    const rolledBack = { ...from, message: `${from.message}\n\nKubestack-Rollback-From: apps-deploy-2026-11-19-0\n` };
    const isRollback = (only: typeof from): boolean | undefined =>
      rowsOf({ graph: line('a', 'b', 'c'), main: 'c', tags: [only] }, 1)[0]?.isRollback;
    assert.deepEqual([isRollback(from), isRollback(rolledBack)], [false, true]);
  });

  it('tells what an environment had at a time', () => {
    const rows = rowsOf(history, 1);
    assert.equal(appliedAt(rows, noon)?.commit, 'a');
    assert.equal(appliedAt(rows, noon - 2 * HOUR)?.commit, 'b');
    assert.equal(appliedAt(rows, noon - 72 * HOUR), undefined);
  });

  it('has a row for each commit that the main branch had, not for those of merged branches', () => {
    const commit = (hash: string, ...parents: string[]): Commit => ({
      ...{ hash, parents, committedAt: noon, author: 'Ada', subject: '' },
    });
    const graph = new CommitGraph([commit('merge', 'a', 'b2'), commit('b2', 'b1'), commit('b1', 'a'), commit('a')]);
    assert.deepEqual(
      rowsOf({ graph, main: 'merge', tags: [] }, 0).map(row => [row.commit, row.before]),
      [
        ['merge', 'a'],
        ['a', undefined],
      ],
    );
  });

  it('is filtered by times in UTC, to the end of a minute or day', () => {
    for (const [text, start, end] of [
      ['2026-11-20', '2026-11-20T00:00:00.000Z', '2026-11-20T23:59:59.999Z'],
      [' 2026-11-20 09:30 ', '2026-11-20T09:30:00.000Z', '2026-11-20T09:30:59.999Z'],
      ['2026-11-20T09:30', '2026-11-20T09:30:00.000Z', '2026-11-20T09:30:59.999Z'],
    ] as const) {
      assert.equal(parsedTime(text, 'start'), Date.parse(start), text);
      assert.equal(parsedTime(text, 'end'), Date.parse(end), text);
    }
    for (const text of ['', 'yesterday', '2026-02-30', '2026-13-01', '2026-11-20 24:61', '=2026-11-20'])
      assert.equal(parsedTime(text, 'start'), undefined, text);
    assert.equal(timeText(noon), '2026-11-20 12:00');
    assert.equal(timeText(0), '');
    assert.equal(timeText(1e20), '');
  });

  it('is filtered by words in any of its columns', () => {
    const rows = rowsOf(history, 1);
    const tags = (filter: string): string[] => matchingRows(rows, filter).map(({ tag }) => tag);
    assert.deepEqual(
      tags(' '),
      rows.map(({ tag }) => tag),
    );
    const [newest] = rows;
    assert.deepEqual(tags(`APPS ${newest!.tag}`), [newest!.tag]);
    const failed = rows.filter(({ state }) => state.state === 'failed').map(({ tag }) => tag);
    assert.ok(failed.length > 0 && failed.length < rows.length);
    assert.deepEqual(tags('failed'), failed);
    assert.deepEqual(tags('apps nothing-like-this'), []);
  });

  it('is a table with links to the runs, in which no text is markup', () => {
    const hostile = rowsOf(history, 1).map(row => ({ ...row, subject: '[x](https://evil.example) | **b**' }));
    const text = historyMarkdown({ title: 'History of apps', filter: 'The last 30 days', rows: hostile });
    assert.match(text, /\| \[❌ failed, 2 minutes\]\(https:\/\/forge\.example\.com\/runs\/7\) \|/);
    assert.match(text, /The last 30 days\n/);
    assert.doesNotMatch(text.replace(/`[^`]*`/g, ''), /evil/);
    const rows = text.split('\n').filter(row => row.startsWith('|'));
    assert.equal(new Set(rows.map(row => row.replace(/`[^`]*`/g, '').split('|').length)).size, 1);
    const empty = historyMarkdown({ title: 'History of apps', filter: '', rows: [] });
    assert.equal(empty, '# History of apps\n\nNothing was applied.\n\n');
  });

  it('has what each change did, and says what is not computed or unknown', () => {
    const [row] = rowsOf(history, 1);
    const cell = (changes?: DetailedRow['changes']): string[] =>
      historyCsv([changes ? { ...row!, changes } : row!])
        .split('\r\n')[1]!
        .split(',')
        .slice(-3, -1);
    const lost = { address: 'module.a.aws_eks_cluster.current', type: 'aws_eks_cluster', action: 'replace' } as const;
    assert.deepEqual(cell(), ['not computed', 'not computed']);
    assert.deepEqual(cell({ values: undefined, lost: undefined }), ['unknown', 'unknown']);
    assert.deepEqual(cell({ values: [], lost: [] }), ['', '']);
    assert.deepEqual(cell({ values: [own], lost: [lost] }), [
      'eks_gc0 max_size 6 → 17',
      'Replaced: module.a.aws_eks_cluster.current',
    ]);
    const many = Array.from({ length: 103 }, (_, index) => ({ ...own, label: `v${index}` }));
    assert.match(cell({ values: many, lost: [] })[0]!, /v99 6 → 17; 3 more$/);
    const text = (changes?: DetailedRow['changes'], more: Partial<HistoryRow> = {}): string =>
      historyMarkdown({ title: '', filter: '', rows: [{ ...row!, ...more, ...(changes ? { changes } : {}) }] });
    assert.match(
      text({ values: [own], lost: [lost] }),
      /## What Changed\n\n### 2026-11-20 11:00 · apps · `apps-deploy-2026-11-20-0`\n\n- Reason: Too slow\n- Replaced: .*\n- .*6 → 17\n/,
    );
    assert.match(
      text({ values: undefined, lost: undefined }),
      /- Replaced or destroyed: unknown\n- Changed values: unknown/,
    );
    assert.match(text({ values: [], lost: [] }, { before: undefined, reason: '' }), /\n- first change: everything\n/);
    assert.doesNotMatch(text({ values: [], lost: [] }, { reason: '' }), /## What Changed/);
  });

  it('says once why results are unknown', () => {
    const reason = 'You are not signed in.';
    const rows = rowsOf(history, 1).map(row => ({ ...row, state: { state: 'unknown' as const, reason } }));
    const text = historyMarkdown({ title: '', filter: '', rows });
    assert.equal(text.split(reason).length, 2);
    assert.match(text, /Results are unknown: You are not/);
    const withoutRun = rows.map(row => ({ ...row, state: { ...row.state, hasNoRun: true as const } }));
    const deleted = historyMarkdown({ title: '', filter: '', rows: withoutRun });
    assert.match(deleted, /no pipeline run \|/);
    assert.doesNotMatch(deleted, /Results are unknown/);
  });

  it('tells what changed between two times: what was applied, and what that changes together', () => {
    const rows = rowsOf(history, 1).slice(0, 2);
    const between = { environment: 'apps', from: noon - 30 * HOUR, to: noon, rows, comparison: '- max_size', lost: [] };
    const text = changesBetweenMarkdown(between);
    assert.match(text, /^# apps\n\nChanges between 2026-11-19 06:00 and 2026-11-20 12:00 \(UTC\)\n/);
    assert.match(
      text,
      /- 2026-11-19 12:00 `apps-deploy-2026-11-19-0` \[❌ failed, 2 minutes\]\(https:.*\) · Change b · Bo\n/,
    );
    assert.match(text, /- max_size\n\n## Replaced or destroyed\n\nNo resource is replaced or destroyed\./);
    const unknown = changesBetweenMarkdown({ ...between, comparison: undefined, lost: undefined });
    assert.match(unknown, /Changes unavailable\. See the output[^]*destroyed\n\nunknown/);
    assert.match(changesBetweenMarkdown({ ...between, rows: [] }), /Nothing was applied\.\n\n$/);
  });

  it('lists the changes of a cluster with their results and values', () => {
    const [, row] = rowsOf(history, 1);
    const other: ChangeLine = { ...own, cluster: 'gke_gc0' };
    assert.deepEqual(linesOfCluster([own, other, { ...own, cluster: '' }], 'eks_gc0'), [own]);
    assert.deepEqual(whatChangedText(row!, [own], noon), {
      label: 'apps: apps-deploy-2026-11-19-0',
      icon: 'error',
      description: 'failed · 24 hours ago · Bo · Change b',
      detail: 'max_size: 6 → 17',
    });
    const [rolledBack] = rowsOf(history, 1);
    const back = whatChangedText(rolledBack!, [own, own, own, own, own, own], noon);
    assert.deepEqual(
      [back.icon, back.description],
      ['debug-step-back', 'rollback · Too slow · 60 minutes ago · Bo · Change a'],
    );
    assert.match(back.detail, /· 2 more$/);
    const [merged] = rowsOf(history, 0);
    const ofMain = whatChangedText(merged!, [own], noon);
    assert.deepEqual([ofMain.label, ofMain.icon], ['ops: c', 'git-commit']);
  });

  it('is a CSV in which a spreadsheet computes nothing', () => {
    const [row] = rowsOf(history, 1);
    for (const start of ['=', '+', '-', '@', '\t=', '\r=', ' =', '\uff1d', '"=']) {
      const text = `${start}cmd|' /C calc'!A0`;
      const changes = {
        values: [{ label: text, description: text, cluster: '', change: 'changed' as const }],
        lost: [{ address: text, type: '', action: 'replace' as const }],
      };
      const csv = historyCsv([{ ...row!, subject: text, by: text, reason: text, tag: text, changes }]);
      const [, data = ''] = csv.split('\r\n');
      // Fields without quotes contain no comma here.
      for (const field of data.split(','))
        assert.doesNotMatch(field.replace(/^"/, ''), /^[\s=+\-@\uff1d]/, JSON.stringify(field));
    }
    assert.equal(
      historyCsv([{ ...row!, subject: 'a,"b"' }])
        .split('\r\n')[1]
        ?.includes('"a,""b""\x22'),
      true,
    );
  });

  it('is computed at once for 2,000 tags and 10,000 commits', () => {
    const hashes = Array.from({ length: 10_000 }, (_, index) => `c${index}`);
    const graph: CommitGraph = line(...hashes);
    const many = Array.from({ length: 2_000 }, (_, index) =>
      tag(`apps-deploy-2026-11-20-${index}`, `c${index * 5}`, noon - (2_000 - index) * 60_000),
    );
    const found = facts({ graph, main: 'c9999', tags: many });
    const [, apps] = stagesOf({ facts: found, rules, pipelines: new Map(), now: noon });
    const rows = historyRows(apps!, found, new Map());
    assert.deepEqual([rows.length, rows[0]?.tag], [2_000, 'apps-deploy-2026-11-20-1999']);
    assert.equal(historyCsv(rows).split('\r\n').length, 2_002);
    assert.match(historyMarkdown({ title: '', filter: '', rows }), /\n1800 older changes are left out/);
  });
});
