import { now } from '../../../../common/now';
import assert from 'node:assert/strict';
import { newTextRange, originChange, ORIGIN_CHANGE_KINDS } from '../../../../client/platform/originChange';
import type { RefactoringData } from '../../../../common/protocol';
import { effectiveDocument } from '../../../../server/features/effective/effectiveDocument';
import { offeredRefactorings } from '../../../../server/refactoring/refactorings';
import { editOf } from '../../../support/refactoring/refactored';
import { applyEdits } from '../../../../server/format/formatFile';
import { LineIndex } from '../../../../server/syntax/lineIndex';
import { framework } from '../../../support/kubestack/effectiveOf';
import { workspaceOf, type TestWorkspace } from '../../../support/testWorkspace';

const cluster = `module "eks_gc0_eu-west-1" {
  source = "${framework('aws/cluster')}"

  configuration = {
    apps-prod = {
      base_domain = "example.com"
      default_node_pool = {
        instance_types = [
          "t3a.xlarge",
        ]
        max_size = 9
        min_size = 3
      }
    }
    apps = {
      default_node_pool = {
        min_size = 2
      }
    }
    ops = {}
  }
  configuration_base_key = "apps-prod"
}
`;

const folder = (files: TestWorkspace) => files.uri('main.tf').replace(/\/main\.tf$/, '');

/** The actions on each line with an attribute, as `text → title`. */
function offersIn(files: TestWorkspace, environment: string): string[] {
  const { snapshot } = files;
  const { text, lines } = now(effectiveDocument(snapshot, folder(files), environment));
  return text.split('\n').flatMap((shown, index) => {
    const line = lines[index];
    if (!line?.location || !/^ +[^ #}]/.test(shown)) return [];
    const { uri, range } = line.location;
    const offer = originChange(now(offeredRefactorings(snapshot, uri, range, ORIGIN_CHANGE_KINDS)), line, environment);
    return [`${shown.trim().replace(/ +/g, ' ')} → ${offer?.title ?? ''}`];
  });
}

/** The source after the action on the line with a text, with the editor's cursor. */
function changed(files: TestWorkspace, environment: string, text: RegExp): string {
  const { snapshot } = files;
  const document = now(effectiveDocument(snapshot, folder(files), environment));
  const index = document.text.split('\n').findIndex(shown => text.test(shown));
  const line = document.lines[index];
  assert.ok(line?.location);
  const { uri, range } = line.location;
  const offer = originChange(now(offeredRefactorings(snapshot, uri, range, ORIGIN_CHANGE_KINDS)), line, environment);
  const edit = editOf(snapshot, offer?.data as RefactoringData);
  assert.ok(!('problem' in edit), JSON.stringify(edit));
  const [only] = edit.documentChanges ?? [];
  assert.ok(only && 'edits' in only && edit.documentChanges?.length === 1, JSON.stringify(edit));
  const edits = only.edits.filter(each => 'newText' in each);
  const offsets = new LineIndex(cluster);
  const after = applyEdits(
    cluster,
    edits.map(({ range: { start, end }, newText }) => ({
      start: offsets.offsetAt(start),
      end: offsets.offsetAt(end),
      newText,
    })),
  );
  const name =
    line.origin === 'inherited' ? /^\s*([\w.-]+) *=/.exec(document.text.split('\n')[index] ?? '')?.[1] : undefined;
  const { start, end } = newTextRange(cluster, edits, name);
  const lines = new LineIndex(after);
  const [from, to] = [lines.offsetAt(start), lines.offsetAt(end)];
  return from === to
    ? `${after.slice(0, from)}│${after.slice(from)}`
    : `${after.slice(0, from)}│${after.slice(from, to)}│${after.slice(to)}`;
}

describe('the actions on a line of an effective document', () => {
  it('are an override of an inherited value, and inheriting instead of an override', async () => {
    const files = await workspaceOf({ 'main.tf': cluster });
    assert.deepEqual(offersIn(files, 'apps'), [
      'base_domain = "example.com" → Override base_domain in apps',
      'default_node_pool = { → Inherit default_node_pool in apps from apps-prod',
      'max_size = 9 → Override default_node_pool.max_size in apps',
      'min_size = 2 → Inherit default_node_pool.min_size in apps from apps-prod',
      'instance_types = ["t3a.xlarge"] → Override default_node_pool.instance_types in apps',
    ]);
  });

  it('are absent in the base environment', async () => {
    const files = await workspaceOf({ 'main.tf': cluster });
    assert.deepEqual([...new Set(offersIn(files, 'apps-prod').map(offer => offer.replace(/.*→/, '→')))], ['→ ']);
  });

  it('write the inherited value into the environment and select it for typing', async () => {
    const files = await workspaceOf({ 'main.tf': cluster });
    assert.match(changed(files, 'ops', /base_domain/), /ops = \{\n {6}base_domain = │"example\.com"│\n {4}\}/);
    const apps = changed(files, 'apps', /max_size/);
    assert.match(apps, /apps = \{\n {6}default_node_pool = \{\n {8}max_size = │9│\n {8}min_size = 2\n {6}\}/);
  });

  it('remove the override', async () => {
    const files = await workspaceOf({ 'main.tf': cluster });
    assert.match(changed(files, 'apps', /min_size/), /\n {4}apps = \{│\}\n/);
  });
});

describe('the position of edited text', () => {
  const at = (line: number, character: number, endCharacter = character) => ({
    start: { line, character },
    end: { line, character: endCharacter },
  });

  it('is after the leading whitespace of the longest new text, shifted by the edits before it', () => {
    const text = 'a = 1\r\nb = {}\r\n';
    const edits = [
      { range: at(1, 5), newText: '\n  long = "value"\n' },
      { range: at(0, 1, 2), newText: '   ' },
      { range: at(0, 0), newText: '# one\n' },
    ];
    assert.deepEqual(newTextRange(text, edits).start, { line: 3, character: 2 });
  });

  it('is the value of the added attribute, without the objects around it and over several lines', () => {
    const text = 'ops = {}\n';
    const selected = (newText: string): string => {
      const { start, end } = newTextRange(text, [{ range: at(0, 7), newText }], 'b');
      const after = 'ops = {' + newText + '}\n';
      const lines = new LineIndex(after);
      return after.slice(lines.offsetAt(start), lines.offsetAt(end));
    };
    assert.equal(selected('\n  b = 1\n'), '1');
    assert.equal(selected('\n  pool = {\n    b = 1\n  }\n'), '1');
    assert.equal(selected('\n  pool = {\n    b = [\n      "x",\n    ]\n  }\n'), '[\n      "x",\n    ]');
    assert.equal(selected('\r\n  pool = {\r\n    b = { c = {} }\r\n  }\r\n'), '{ c = {} }');
    assert.equal(selected('\n  other = 1\n'), '');
  });

  it('is on the same line if no edit before it has a line break', () => {
    assert.deepEqual(newTextRange('a = 1', [{ range: at(0, 4, 5), newText: '22' }]).start, { line: 0, character: 4 });
    assert.deepEqual(newTextRange('a = 1', []).start, { line: 0, character: 0 });
  });
});
