import assert from 'node:assert/strict';
import type { CodeAction } from 'vscode-languageserver-types';
import { EXPLAIN_COMMAND, FIX_ALL, quickFixActions, resolveQuickFix } from '../../../../server/codeActions/codeActions';
import { allDiagnostics, fixableDiagnostics } from '../../../../server/diagnostics/checkedDiagnostics';
import { fixAllInPlatform } from '../../../../server/codeActions/fixAll';
import { Draft } from '../../../../server/edits/draft';
import { draftFix } from '../../../../server/checks/fixes/draftFix';
import { workspaceOf } from '../../../support/testWorkspace';
import { checkPages } from '../../../../scripts/checkPage';
import { onlyCheck } from '../../../support/checks/checkedWorkspace';
import { actionsAt, checkActions, checkFix, textAfter } from '../../../support/features/checkActions';
import { markedWorkspace } from '../../../support/features/markedWorkspace';
import { now } from '../../../../common/now';
import { countPauses } from '../../../support/countPauses';

const cluster = `module "eks_gc0_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
  configuration = {
    apps-prod = { name_prefix = "gc0" }
    apps      = {}
    ops       = {}
  }
  configuration_base_key = "apps-prod"
}
`;
const pool = (configuration: string, name = 'extra') => `module "eks_gc0_eu-west-1_node_pool_${name}" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=v0.19.2-beta.0"
  ${configuration}
}
`;
const short = pool(
  'configuration_base_key = "apps-prod"\n  configuration│ = {\n    apps-prod = { name = "extra" }\n  }',
);

const settings = { checks: onlyCheck('KS202') };
const open = (texts: Record<string, string>) => markedWorkspace(texts, settings);

describe('quick fixes of a diagnostic', () => {
  it('include each fix, its variants for all problems, an ignore comment and an explanation', async () => {
    const workspace = await open({ 'cluster.tf': cluster, 'pool.tf': short });
    const actions = actionsAt(workspace);
    assert.deepEqual(
      actions.map(({ title, kind, isPreferred }) => [title, kind, isPreferred ?? false]),
      [
        ['Add apps = {}', 'quickfix', true],
        ['Add ops = {}', 'quickfix', true],
        ['Fix all KS202 in this file', 'quickfix', false],
        ['Ignore KS202 here (adds a comment)', 'quickfix', false],
        ['Explain KS202', 'quickfix', false],
        ['Fix all problems in this file', FIX_ALL, false],
      ],
    );
    assert.deepEqual(actions[4]?.command, { title: 'Explain KS202', command: EXPLAIN_COMMAND, arguments: ['KS202'] });
  });

  it('ignore the problem at the start of the selection, not one further down', async () => {
    const workspace = await open({
      'cluster.tf': cluster,
      'pool.tf': `${short}\n${short.replace('│', '').replace('extra', 'other')}`,
    });
    const { here, position, snapshot } = workspace;
    const file = workspace.workspace.file(here)!;
    const range = { start: position, end: file.lines.positionAt(file.text.length) };
    const question = { uri: here, range, only: undefined, resolves: true, commands: [] };
    const ignore = now(quickFixActions(snapshot, question)).filter(
      ({ title }) => title === 'Ignore KS202 here (adds a comment)',
    );
    assert.deepEqual(
      ignore.map(({ diagnostics: about }) => about?.[0]?.range.start.line),
      [position.line],
    );
  });

  it('are not offered beside the diagnostic', async () => {
    const texts = { 'cluster.tf': cluster, 'pool.tf': short.replace('│', '').replace('module', 'mod│ule') };
    await checkActions(texts, ['Fix all problems in this file'], { settings });
    await checkActions(texts, [], { settings, only: ['refactor'] });
  });

  it('make one formatted edit', async () => {
    const expected = '…apps-prod = { name = "extra" }\n    ops       = {}\n…';
    await checkFix({ 'cluster.tf': cluster, 'pool.tf': short }, 'Add ops = {}', expected, { settings });
  });

  it('create, rename and delete no file for clients that can not', async () => {
    const edits = { documentChanges: true, fileOperations: false, annotations: false, renamesFirst: false };
    const fixesOfFiles = async (limited: boolean): Promise<string[]> => {
      const titles: string[] = [];
      for (const texts of checkPages().flatMap(({ fails }) => fails)) {
        const { snapshot, uri } = await workspaceOf(texts);
        const request = limited ? { ...snapshot, client: { ...snapshot.client, edits } } : snapshot;
        for (const { fixes } of Object.keys(texts).flatMap(path => now(fixableDiagnostics(request, uri(path)))))
          for (const { title, change } of fixes()) {
            const draft = new Draft(request);
            change(draft);
            if (now(draft.changes()).some(({ kind }) => kind !== 'text')) titles.push(title);
          }
      }
      return titles;
    };
    assert.ok((await fixesOfFiles(false)).some(title => title.startsWith('Rename the file')));
    assert.deepEqual(await fixesOfFiles(true), []);
  });

  it('are not tried on a block of more than 50,000 characters', async () => {
    const triedOn = async (length: number): Promise<number> => {
      const { snapshot, uri } = await workspaceOf({ 'main.tf': `locals {\n  a = "${'x'.repeat(length)}"\n}\n` });
      const { item } = snapshot.model.workspace.file(uri('main.tf'))!.items[0]!;
      let tries = 0;
      const fixes = draftFix(snapshot, 'Rename a', draft =>
        draft.edit(item, text => {
          tries++;
          return text.replace('a =', 'b =');
        }),
      );
      assert.equal(fixes.length, tries);
      return tries;
    };
    assert.deepEqual([await triedOn(49_000), await triedOn(50_000)], [1, 0]);
  });

  it('fix a whole file at once', async () => {
    const workspace = await open({ 'cluster.tf': cluster, 'pool.tf': short });
    const fixed = textAfter(workspace, 'Fix all problems in this file');
    workspace.workspace.setDocument(workspace.here, fixed);
    assert.deepEqual(now(allDiagnostics(workspace.snapshot, workspace.here)), []);
    assert.match(fixed, / {4}apps {6}= \{\}\n {4}ops {7}= \{\}\n/);
  });

  it('fix all files of a platform at once', async () => {
    const workspace = await open({
      'cluster.tf': cluster,
      'pool.tf': short,
      'other.tf': pool('configuration_base_key = "apps-prod"\n  configuration = { apps-prod = {}, ops = {} }', 'gpu'),
    });
    const changes = now(fixAllInPlatform(workspace.snapshot, workspace.uri('')));
    assert.deepEqual([...new Set(changes.map(({ uri }) => uri))].sort(), [
      workspace.uri('other.tf'),
      workspace.uri('pool.tf'),
    ]);
  });

  it('write an ignore comment on the line above', async () => {
    const workspace = await open({ 'cluster.tf': cluster, 'pool.tf': short });
    const silenced = textAfter(workspace, 'Ignore KS202 here (adds a comment)');
    assert.match(silenced, /\n {2}# kubestack:ignore KS202\n {2}configuration = \{/);
    workspace.workspace.setDocument(workspace.here, silenced);
    assert.deepEqual(now(allDiagnostics(workspace.snapshot, workspace.here)), []);
  });

  it('have no edit if the problem is gone', async () => {
    const workspace = await open({ 'cluster.tf': cluster, 'pool.tf': short });
    const action = actionsAt(workspace)[0]!;
    workspace.workspace.setDocument(workspace.here, `\n${workspace.workspace.file(workspace.here)!.text}`);
    assert.equal(now(resolveQuickFix(workspace.snapshot, action)), undefined);
  });
});

describe('quick fixes of evaluation errors', () => {
  it('replace a null environment with {}', async () => {
    const text = pool('configuration = {\n    apps = {}\n    ops = null│\n  }');
    await checkFix({ 'pool.tf': text }, 'Change to {} to inherit everything', '…ops  = {}…', { settings });
  });

  it('rename the misspelt base environment, or change the base key', async () => {
    const texts = {
      'cluster.tf': cluster.replace('apps-prod = {', 'apps-prd = {').replace('"apps-prod"', '"apps-prod│"'),
    };
    const titles = [
      'Rename apps-prd to apps-prod (preferred)',
      'Set configuration_base_key = "apps-prd"',
      'Set configuration_base_key = "apps"',
      'Set configuration_base_key = "ops"',
      'Explain KS201',
    ];
    await checkActions(texts, titles, { settings, only: ['quickfix'] });
    await checkFix(texts, 'Rename apps-prd to apps-prod', '…\n    apps-prod = { name_prefix…', { settings });
  });

  it('set the base key of the platform in a module without one', async () => {
    const text = pool('configuration│ = {\n    apps-prod = {}\n    ops       = {}\n  }').replace(
      'module "│',
      'module "',
    );
    const workspace = await open({ 'cluster.tf': cluster.replace('    apps      = {}\n', ''), 'pool.tf': text });
    const found = now(allDiagnostics(workspace.snapshot, workspace.here)).find(({ code }) => code === 'KS201')!;
    const [fix] = actionsAt({ ...workspace, position: found.range.start }, { only: ['quickfix'] });
    assert.deepEqual([fix?.title, fix?.isPreferred], ['Set configuration_base_key = "apps-prod"', true]);
  });

  it('set the base key to an existing environment, or add the base environment', async () => {
    const text = pool('configuration│ = {\n    staging = {}\n    ops     = {}\n  }');
    const workspace = await open({ 'pool.tf': text });
    const found = now(allDiagnostics(workspace.snapshot, workspace.here)).find(({ code }) => code === 'KS201')!;
    const actions = actionsAt({ ...workspace, position: found.range.start }, { only: ['quickfix'] });
    assert.deepEqual(
      actions.map(({ title }) => title),
      [
        'Set configuration_base_key = "staging"',
        'Set configuration_base_key = "ops"',
        'Add apps = {}',
        'Explain KS201',
      ],
    );
  });

  it('remove an unused ignore comment, or one of its codes', async () => {
    const two = { 'cluster.tf': `# kubestack:ignore KS20│2, KS201 why\n${cluster}` };
    await checkFix(two, 'Remove KS202 from the comment', '# kubestack:ignore KS201 why\n…', { settings });
    await checkFix({ 'cluster.tf': `# kubestack:ignore KS20│2 why\n${cluster}` }, 'Remove the comment', cluster, {
      settings,
    });
  });

  it('suggest the correct name of a function, in a module and in an unused local', async () => {
    const inModule = { 'cluster.tf': cluster.replace('"gc0"', 'up│er("gc0")') };
    await checkFix(inModule, 'Change to upper', '…name_prefix = upper("gc0")…');
    const inLocal = { 'cluster.tf': cluster, 'locals.tf': 'locals {\n  a = up│er("x")\n}\n' };
    await checkFix(inLocal, 'Change to upper', '…a = upper("x")…');
  });
});

describe('fixing all problems', () => {
  it('pauses between files', async () => {
    const pools = Array.from({ length: 50 }, (_, index) => short.replace('_extra"', `_extra${index}"`));
    const workspace = await open({ 'main.tf': `${cluster}${pools.join('').replaceAll('│', '')}│` });
    const before = now(allDiagnostics(workspace.snapshot, workspace.here)).length;
    assert.ok(before >= 50, String(before));
    const { pauses, result } = countPauses(fixAllInPlatform(workspace.snapshot, workspace.uri('')));
    assert.ok(pauses > 100, String(pauses));
    assert.ok(result.length >= 50, String(result.length));
  });
});

describe('the actions for many problems', () => {
  it('are computed with a pause before each problem', async () => {
    const pools = Array.from({ length: 50 }, (_, index) => short.replace('_extra"', `_extra${index}"`));
    const { snapshot, here } = await open({ 'main.tf': `${cluster}${pools.join('').replaceAll('│', '')}│` });
    const range = { start: { line: 0, character: 0 }, end: { line: 1_000, character: 0 } };
    const question = { uri: here, range, only: undefined, resolves: true, commands: [] };
    now(fixableDiagnostics(snapshot, here));
    const { pauses: before } = countPauses(fixableDiagnostics(snapshot, here));
    const { pauses, result } = countPauses(quickFixActions(snapshot, question));
    assert.ok(pauses - before >= 100, `${pauses}, ${before}`);
    assert.ok(result.length >= 50, String(result.length));
  });
});

describe('the quick fix of a missing state backend', () => {
  const name = 'kubestack.addStateBackend';
  const actionsOf = async (texts: Record<string, string>, commands: string[]): Promise<CodeAction[]> =>
    actionsAt(await markedWorkspace(texts, { checks: onlyCheck('KS514') }), { commands });
  const missing = { 'eks.tf': cluster.replace('eks_gc0', 'eks│_gc0'), '.gitignore': '.terraform\n*.tfstate\n' };

  it('is a command that asks for the bucket, in clients that have it', async () => {
    const [fix] = await actionsOf(missing, [name]);
    assert.equal(fix?.title, 'Add State Backend…');
    assert.equal(fix.kind, 'quickfix');
    assert.deepEqual(fix.command, { title: fix.title, command: name, arguments: [{ platform: 'file:///w' }] });
    assert.ok((await actionsOf(missing, [])).every(({ command }) => command === undefined));
  });

  it('is not offered for a local backend, which the command would refuse', async () => {
    const local = 'terraform {\n  backend "lo│cal" {}\n}\n';
    const actions = await actionsOf({ ...missing, 'eks.tf': cluster, 'state.tf': local }, [name]);
    assert.ok(actions.length > 0);
    assert.ok(actions.every(({ command }) => command === undefined));
  });
});
