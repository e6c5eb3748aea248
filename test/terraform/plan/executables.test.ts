// Determines the program of a plan, with real programs and with scripts that imitate them.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { skipWithout } from '../../support/skipWithout';
import { PlanFolder } from '../../support/terraform/plan/planFolder';

describe('the program of a plan', function () {
  let folder: PlanFolder;
  before(function () {
    skipWithout(this, 'terraform');
  });
  beforeEach(() => {
    folder = new PlanFolder({ 'main.tf': 'resource "terraform_data" "a" {}\n' });
    folder.run(['workspace', 'new', 'ops']);
  });
  afterEach(() => folder.delete());

  /** @returns absolute path of a script. */
  function script(name: string, text: string): string {
    const path = join(folder.storage, '..', name);
    writeFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    return path;
  }

  async function problemWith(executable: string) {
    const outcome = await folder.runner.plan({ ...folder.request('ops'), executable });
    assert.ok(outcome.kind === 'executable', JSON.stringify(outcome));
    return outcome.problem;
  }

  it('is found automatically if no setting names it', async () => {
    const outcome = await folder.runner.plan({ ...folder.request('ops'), executable: '' });
    assert.equal(outcome.kind, 'planned');
  });

  it('is only tofu if the lock file has its registry', async () => {
    folder.write('.terraform.lock.hcl', 'provider "registry.opentofu.org/hashicorp/null" {\n}\n');
    folder.environment['PATH'] = join(folder.storage, 'nowhere');
    assert.deepEqual(await problemWith(''), { kind: 'notFound', wanted: ['tofu'] });
  });

  it('is reported if it is missing', async () => {
    for (const wanted of ['no-such-terraform', '/no/such/terraform'])
      assert.deepEqual(await problemWith(wanted), { kind: 'notFound', wanted: [wanted], bySetting: true });
  });

  it('is reported if it is another program', async () => {
    const path = script('something', 'echo "something 1.2.3"');
    assert.deepEqual(await problemWith(path), { kind: 'wrongProgram', path });
  });

  it("is reported if it can't be started: not executable, or a folder", async () => {
    const path = folder.at('terraform');
    folder.write('terraform', 'no program');
    assert.deepEqual(await problemWith(path), { kind: 'notStartable', path, why: 'permission' });
    const around = dirname(path);
    assert.deepEqual(await problemWith(around), { kind: 'notStartable', path: around, why: 'folder' });
  });

  it('is reported if it is too old, with what it lacks', async () => {
    const path = script('old', 'echo "Terraform v0.14.11"');
    const missingFeatures = ['plan -json', 'init -lockfile=readonly', 'replace_paths', 'moved blocks'];
    const problem = {
      kind: 'tooOld',
      path,
      product: 'terraform',
      version: '0.14.11',
      minimum: '1.1.0',
      missingFeatures,
    };
    assert.deepEqual(await problemWith(path), problem);
  });

  it("is never found in the platform's folder", async () => {
    folder.write('bin/terraform', '#!/bin/sh\ntouch ran\n');
    folder.environment['PATH'] = `.:bin:${folder.environment['PATH']}`;
    const before = folder.contents();
    assert.equal((await folder.runner.plan(folder.request('ops'))).kind, 'planned');
    assert.deepEqual(folder.contents(), before);
  });

  it('without JSON output is reported with the end of its output', async () => {
    const path = script(
      'failing',
      'case $1 in version) echo "Terraform v1.11.4";; *) echo "no disk" >&2; exit 3;; esac',
    );
    const outcome = await folder.runner.plan({ ...folder.request('ops'), executable: path });
    assert.deepEqual(outcome, { kind: 'failed', exitCode: 3, stderrTail: ['no disk'] });
  });
});
