// All outcomes of a plan, with a real terraform.
import assert from 'node:assert/strict';
import type { PlannedResource } from '../../../common/plan/plan';
import type { PlanOutcome } from '../../../client/plan/run/planOutcome';
import { skipWithout } from '../../support/skipWithout';
import { everyAction } from '../../support/terraform/plan/everyAction';
import { PlanFolder } from '../../support/terraform/plan/planFolder';
import { StateServer } from '../../support/terraform/plan/stateServer';

/** The plan of an outcome that must include one. */
function planOf(outcome: PlanOutcome) {
  assert.ok(outcome.kind === 'planned' || outcome.kind === 'noChanges', JSON.stringify(outcome));
  return outcome.plan;
}

function actionsOf(changes: readonly PlannedResource[]): Record<string, string> {
  return Object.fromEntries(changes.map(({ address, action }) => [address, action]));
}

for (const program of ['terraform', 'tofu'] as const) {
  describe(`plans with ${program}`, function () {
    let folder: PlanFolder;
    before(function () {
      skipWithout(this, program);
    });
    afterEach(() => folder.delete());

    it('plan new resources, and no changes once they are applied', async () => {
      folder = new PlanFolder(
        { 'main.tf': 'resource "terraform_data" "a" {\n  input = terraform.workspace\n}\n' },
        program,
      );
      folder.apply('ops');
      folder.write('more.tf', 'resource "terraform_data" "b" {}\n');
      const first = await folder.runner.plan(folder.request('ops'));
      assert.equal(first.kind, 'planned');
      assert.deepEqual(actionsOf(planOf(first).changes), { 'terraform_data.b': 'create' });
      folder.apply('ops');
      const second = await folder.runner.plan(folder.request('ops'));
      assert.equal(second.kind, 'noChanges');
      assert.deepEqual(planOf(second).changes, []);
    });

    it('distinguish destroy, replace, forget, update, move, import, create and read, the most dangerous first', async () => {
      folder = new PlanFolder({ 'main.tf': everyAction.before }, program);
      folder.apply('ops');
      folder.write('main.tf', everyAction.after);
      const plan = planOf(await folder.runner.plan(folder.request('ops')));
      const shown = plan.changes.map(({ action, address }) => `${action} ${address}`);
      assert.deepEqual(shown, [
        'delete terraform_data.gone',
        'replace terraform_data.replaced',
        'forget terraform_data.forgotten',
        'update terraform_data.kept',
        'move terraform_data.new[0]',
        'import terraform_data.imported',
        'create terraform_data.fresh',
        'read data.terraform_remote_state.late',
      ]);
      const [, replaced, , kept, moved, imported] = plan.changes;
      assert.deepEqual(replaced?.replacePaths, ['triggers_replace']);
      assert.equal(moved?.previousAddress, 'terraform_data.old');
      assert.equal(imported?.importId, 'an-id');
      assert.deepEqual((kept?.before as { input: unknown }).input, 1);
      assert.deepEqual((kept?.after as { input: unknown }).input, 2);
      assert.deepEqual(
        plan.outputs.map(({ name, action }) => [name, action]),
        [['kept', 'create']],
      );
    });

    it('show failed checks, and warnings on their lines', async () => {
      const text =
        'resource "terraform_data" "a" {}\ncheck "name" {\n  assert {\n    condition     = terraform.workspace == "é😀"\n    error_message = "no"\n  }\n}\n';
      folder = new PlanFolder({ 'main.tf': text }, program);
      folder.apply('ops');
      const plan = planOf(await folder.runner.plan(folder.request('ops')));
      assert.deepEqual(plan.checks, [{ address: 'check.name', kind: 'check', status: 'fail', problems: ['no'] }]);
      const [warning] = plan.diagnostics;
      assert.equal(warning?.severity, 'warning');
      assert.equal(warning?.file, folder.at('main.tf'));
      const line = text.split('\n')[3] ?? '';
      const start = line.indexOf('terraform.workspace');
      assert.deepEqual(warning?.range, {
        start: { line: 3, character: start },
        end: { line: 3, character: line.length },
      });
    });

    it('show errors of the configuration on their lines', async () => {
      folder = new PlanFolder({ 'main.tf': 'resource "terraform_data" "a" {\n  input = var.nothing\n}\n' }, program);
      folder.run(['workspace', 'new', 'ops']);
      const outcome = await folder.runner.plan(folder.request('ops'));
      assert.ok(outcome.kind === 'errors');
      const [error] = outcome.diagnostics;
      assert.equal(error?.summary, 'Reference to undeclared input variable');
      assert.deepEqual(error?.range, { start: { line: 1, character: 10 }, end: { line: 1, character: 21 } });
    });

    it("report a missing workspace, and don't let terraform create it", async () => {
      folder = new PlanFolder({ 'main.tf': 'resource "terraform_data" "a" {}\n' }, program);
      folder.run(['workspace', 'new', 'apps']);
      const before = folder.contents();
      const outcome = await folder.runner.plan(folder.request('ops'));
      assert.deepEqual(outcome, { kind: 'workspaceMissing', workspaces: ['default', 'apps'] });
      assert.deepEqual(folder.contents(), before);
    });

    it('create a workspace on request, and keep the selected one', async () => {
      folder = new PlanFolder({ 'main.tf': 'resource "terraform_data" "a" {}\n' }, program);
      folder.run(['workspace', 'new', 'apps']);
      const before = folder.contents();
      assert.deepEqual(await folder.runner.createWorkspace(folder.request('ops')), { kind: 'created' });
      assert.deepEqual(folder.contents(), { ...before, 'terraform.tfstate.d/ops': 'folder' });
      assert.equal(folder.read('.terraform/environment'), 'apps');
      assert.deepEqual(await folder.runner.createWorkspace(folder.request('ops')), { kind: 'exists' });
      assert.equal((await folder.runner.plan(folder.request('ops'))).kind, 'planned');
    });

    it('create a workspace in a configured backend, too', async () => {
      folder = new PlanFolder(
        {
          'main.tf':
            'terraform {\n  backend "local" {\n    path = "here.tfstate"\n    workspace_dir = "states"\n  }\n}\n',
        },
        program,
      );
      assert.deepEqual((await folder.runner.createWorkspace(folder.request('ops'))).kind, 'initializationNeeded');
      folder.run(['init', '-input=false']);
      const before = folder.contents();
      assert.deepEqual(await folder.runner.createWorkspace(folder.request('ops')), { kind: 'created' });
      assert.deepEqual(folder.contents(), { ...before, states: 'folder', 'states/ops': 'folder' });
      assert.equal((await folder.runner.plan(folder.request('ops'))).kind, 'noChanges');
    });

    it('report missing modules, initialize on request, and plan then', async () => {
      folder = new PlanFolder(
        {
          'main.tf': 'module "m" {\n  source = "./m"\n}\n',
          'm/main.tf': 'resource "terraform_data" "a" {}\n',
        },
        program,
      );
      folder.run(['workspace', 'new', 'ops']);
      const outcome = await folder.runner.plan(folder.request('ops'));
      assert.ok(outcome.kind === 'initializationNeeded');
      assert.equal(outcome.reason, 'modules');
      assert.deepEqual(await folder.runner.initialize(folder.request('ops')), { kind: 'initialized' });
      assert.equal((await folder.runner.plan(folder.request('ops'))).kind, 'planned');
    });

    it('distinguish a backend that was never initialized from a changed one', async () => {
      const backend = (path: string) => `terraform {\n  backend "local" {\n    path = "${path}"\n  }\n}\n`;
      folder = new PlanFolder({ 'main.tf': backend('one.tfstate') }, program);
      const never = await folder.runner.plan(folder.request('ops'));
      assert.deepEqual([never.kind, 'reason' in never && never.reason], ['initializationNeeded', 'backend']);
      assert.deepEqual(await folder.runner.initialize(folder.request('ops')), { kind: 'initialized' });
      folder.write('main.tf', backend('two.tfstate'));
      const changed = await folder.runner.plan(folder.request('ops'));
      assert.deepEqual(
        [changed.kind, 'reason' in changed && changed.reason],
        ['initializationNeeded', 'backendChanged'],
      );
      assert.equal((await folder.runner.initialize(folder.request('ops'))).kind, 'backendChanged');
    });

    it('report a provider that is not installed', async () => {
      folder = new PlanFolder({ 'main.tf': 'resource "aws_vpc" "a" {}\n' }, program);
      folder.run(['workspace', 'new', 'ops']);
      const outcome = await folder.runner.plan(folder.request('ops'));
      assert.deepEqual([outcome.kind, 'reason' in outcome && outcome.reason], ['initializationNeeded', 'providers']);
    });

    it('report a backend without workspaces', async () => {
      const states = await StateServer.start();
      folder = new PlanFolder(
        { 'main.tf': `terraform {\n  backend "http" {\n    address = "${states.url}"\n  }\n}\n` },
        program,
      );
      try {
        assert.deepEqual(await folder.runner.initialize(folder.request('ops')), { kind: 'initialized' });
        const before = folder.contents();
        assert.deepEqual(await folder.runner.plan(folder.request('ops')), { kind: 'noWorkspaces', backend: 'http' });
        const created = await folder.runner.createWorkspace(folder.request('ops'));
        assert.deepEqual(created, { kind: 'noWorkspaces', backend: 'http' });
        assert.deepEqual(folder.contents(), before);
      } finally {
        await states.stop();
      }
    });

    it('validate', async () => {
      folder = new PlanFolder({ 'main.tf': 'resource "terraform_data" "a" {\n  nothing = 1\n}\n' }, program);
      const invalid = await folder.runner.validate(folder.request('ops'));
      assert.ok(invalid.kind === 'invalid');
      assert.deepEqual(invalid.diagnostics[0]?.range?.start, { line: 1, character: 2 });
      folder.write('main.tf', 'resource "terraform_data" "a" {}\n');
      assert.deepEqual(await folder.runner.validate(folder.request('ops')), { kind: 'valid', diagnostics: [] });
    });
  });
}
