// Initializations with providers, from a folder with packages instead of a registry.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { skipWithout } from '../../support/skipWithout';
import { PlanFolder } from '../../support/terraform/plan/planFolder';

const systems: Partial<Record<NodeJS.Platform, string>> = { win32: 'windows' };
const processors: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', ia32: '386' };

describe('terraform init', function () {
  let folder: PlanFolder;
  before(function () {
    skipWithout(this, 'terraform');
  });
  beforeEach(() => {
    folder = new PlanFolder({
      'main.tf': 'terraform {\n  required_providers {\n    null = { source = "hashicorp/null" }\n  }\n}\n',
    });
    const packages = join(folder.storage, '../packages');
    const system = `${systems[process.platform] ?? process.platform}_${processors[process.arch] ?? process.arch}`;
    const place = join(packages, 'registry.terraform.io/hashicorp/null/3.0.0', system);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'terraform-provider-null_v3.0.0_x5'), 'never started', { mode: 0o755 });
    const configuration = `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(packages)}\n  }\n}\n`;
    writeFileSync(folder.environment['TF_CLI_CONFIG_FILE'] ?? '', configuration);
  });
  afterEach(() => folder.delete());

  it('does not change the lock file without consent', async () => {
    const before = folder.contents();
    const outcome = await folder.runner.initialize(folder.request('ops'));
    assert.deepEqual([outcome.kind, 'needs' in outcome && outcome.needs], ['lockFileWouldChange', 'update']);
    assert.equal(folder.contents()['.terraform.lock.hcl'], before['.terraform.lock.hcl']);
    const agreed = await folder.runner.initialize({ ...folder.request('ops'), lockFile: 'update' });
    assert.deepEqual(agreed, { kind: 'initialized' });
    const lock = folder.read('.terraform.lock.hcl');
    assert.match(lock, /hashicorp\/null/);
    assert.deepEqual(await folder.runner.initialize(folder.request('ops')), { kind: 'initialized' });
    assert.equal(folder.read('.terraform.lock.hcl'), lock);
  });

  it('asks to upgrade if the code needs another version than the lock file', async () => {
    await folder.runner.initialize({ ...folder.request('ops'), lockFile: 'update' });
    const lock = folder.read('.terraform.lock.hcl');
    folder.write(
      'main.tf',
      folder.read('main.tf').replace('"hashicorp/null"', '"hashicorp/null", version = "> 3.0.0"'),
    );
    const outcome = await folder.runner.initialize(folder.request('ops'));
    assert.deepEqual([outcome.kind, 'needs' in outcome && outcome.needs], ['lockFileWouldChange', 'upgrade']);
    const upgraded = await folder.runner.initialize({ ...folder.request('ops'), lockFile: 'upgrade' });
    assert.equal(upgraded.kind, 'errors', 'there is no newer package');
    assert.equal(folder.read('.terraform.lock.hcl'), lock);
  });

  it('reports a package that differs from the lock file', async () => {
    await folder.runner.initialize({ ...folder.request('ops'), lockFile: 'update' });
    const lock = folder.read('.terraform.lock.hcl').replace(/h1:[^"]+/, `h1:${'A'.repeat(43)}=`);
    folder.write('.terraform.lock.hcl', lock);
    const outcome = await folder.runner.initialize(folder.request('ops'));
    assert.equal(outcome.kind, 'errors', JSON.stringify(outcome));
    assert.equal(folder.read('.terraform.lock.hcl'), lock);
  });
});
