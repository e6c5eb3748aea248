import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commonFolder, containerOf } from '../../../../../client/plan/run/containerChoice';
import { outcomeText } from '../../../../../client/plan/ui/tree/outcomeText';

describe('containerOf()', () => {
  let home: string;
  const folder = () => join(home, 'live', 'platform');
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'kubestack-container-'));
    mkdirSync(folder(), { recursive: true });
    mkdirSync(join(home, '.git'));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  it('reports the missing Dockerfile', async () => {
    const outcome = await containerOf(folder());
    assert.ok('kind' in outcome);
    assert.match(
      outcomeText(outcome, 'ops'),
      /requires a Dockerfile, but the platform has none\. Add .*platform\/Dockerfile/,
    );
  });

  it('mounts the root module if all modules are inside', async () => {
    writeFileSync(join(folder(), 'Dockerfile'), 'FROM kubestack/framework:v0.19.2-beta.0\n');
    writeFileSync(join(folder(), 'main.tf'), 'module "a" {\n  source = "./a"\n}\n');
    assert.deepEqual(await containerOf(folder()), { dockerfile: join(folder(), 'Dockerfile'), mount: folder() });
  });

  it('mounts the common folder of referenced and installed modules', async () => {
    writeFileSync(join(folder(), 'Dockerfile'), 'FROM kubestack/framework:v0.19.2-beta.0\n');
    writeFileSync(join(folder(), 'main.tf'), 'module "a" {\n  source = "../modules/a"\n}\n');
    const mount = async () => {
      const container = await containerOf(folder());
      return 'mount' in container && container.mount;
    };
    assert.equal(await mount(), join(home, 'live'));
    mkdirSync(join(folder(), '.terraform/modules'), { recursive: true });
    const installed = {
      Modules: [
        { Key: '', Dir: '.' },
        { Key: 'a.b', Dir: '../../shared/b' },
      ],
    };
    writeFileSync(join(folder(), '.terraform/modules/modules.json'), JSON.stringify(installed));
    assert.equal(await mount(), home);
  });

  it('never mounts more than the repository, whatever paths its files contain', async () => {
    writeFileSync(join(folder(), 'Dockerfile'), 'FROM kubestack/framework:v0.19.2-beta.0\n');
    writeFileSync(join(folder(), 'main.tf'), 'module "a" {\n  source = "../../../../../../.."\n}\n');
    mkdirSync(join(folder(), '.terraform/modules'), { recursive: true });
    writeFileSync(
      join(folder(), '.terraform/modules/modules.json'),
      JSON.stringify({ Modules: [{ Key: 'a', Dir: '/' }] }),
    );
    assert.deepEqual(await containerOf(folder()), { dockerfile: join(folder(), 'Dockerfile'), mount: folder() });
  });
});

describe('commonFolder()', () => {
  it('supports folders that start with two dots', () => {
    assert.equal(commonFolder('/a/b', ['/a/b/..c']), '/a/b');
  });
});

describe('outcomeText()', () => {
  it('distinguishes Docker from a program in the settings', () => {
    const text = (wanted: string[]) =>
      outcomeText({ kind: 'executable', problem: { kind: 'notFound', wanted } }, 'ops');
    assert.match(text(['docker']), /^Docker was not found/);
    assert.match(text(['terraform', 'tofu']), /^terraform or tofu was not found/);
  });
});
