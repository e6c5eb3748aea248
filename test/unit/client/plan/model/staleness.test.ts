import assert from 'node:assert/strict';
import { changedInputs, collectInputs, mayAffect } from '../../../../../client/plan/model/staleness';
import { TemporaryFolder } from '../../../../support/server/temporaryFolder';

describe('a stale plan', () => {
  const repository = TemporaryFolder.ofEachTest({
    '.git/HEAD': '',
    'platform/main.tf': 'a',
    'platform/ops.auto.tfvars': 'b',
    'platform/extra.tfvars': 'c',
    'platform/.terraform.lock.hcl': 'd',
    'platform/README.md': 'e',
    'platform/terraform.tfstate.d/ops/terraform.tfstate': 'f',
    'platform/modules/nginx/main.tf': 'g',
    'platform/modules/nginx/manifests/upstream.yaml': 'h',
    'shared/main.tf': 'i',
    'elsewhere/main.tf': 'j',
    'platform/.terraform/modules/modules.json': JSON.stringify({
      Modules: [
        { Dir: '.' },
        { Dir: '../shared', Source: '../shared' },
        { Dir: '.terraform/modules/x', Source: 'git::x' },
      ],
    }),
  });
  let folder: string;
  beforeEach(() => {
    folder = repository.at('platform');
  });

  const matters: [string, boolean][] = [
    ['platform/main.tf', true],
    ['platform/ops.auto.tfvars', true],
    ['platform/.terraform.lock.hcl', true],
    ['platform/.terraform/modules/modules.json', true],
    ['platform/modules/nginx/manifests/upstream.yaml', true],
    ['shared/main.tf', true],
    ['platform/README.md', false],
    ['platform/terraform.tfstate.d/ops/terraform.tfstate', false],
    ['elsewhere/main.tf', false],
  ];
  for (const [file, expected] of matters) {
    it(`${expected ? 'is caused' : 'is not caused'} by a change of ${file}`, async () => {
      const plan = { folder, inputs: await collectInputs(folder) };
      assert.deepEqual(await changedInputs(plan), []);
      repository.write(file, 'changed');
      const changed = await changedInputs(plan);
      assert.equal(changed[0], expected ? repository.at(file) : undefined);
      assert.equal(mayAffect(plan, repository.at(file)), expected);
    });
  }

  it('is caused by new and removed files, and ends when a change is undone', async () => {
    const plan = { folder, inputs: await collectInputs(folder) };
    repository.write('platform/new.tf', '');
    assert.ok(mayAffect(plan, repository.at('platform/new.tf')));
    assert.ok(!mayAffect(plan, repository.at('elsewhere/new.tf')));
    repository.delete('platform/main.tf');
    assert.deepEqual(await changedInputs(plan), [repository.at('platform/main.tf'), repository.at('platform/new.tf')]);
    repository.delete('platform/new.tf');
    repository.write('platform/main.tf', 'a');
    assert.deepEqual(await changedInputs(plan), []);
  });

  it('is caused by changes of files in the arguments', async () => {
    const parameters = ['-var-file', '../elsewhere/main.tf', '-var-file=missing.tfvars'];
    const plan = { folder, inputs: await collectInputs(folder, parameters) };
    repository.write('platform/missing.tfvars', '');
    repository.write('elsewhere/main.tf', 'changed');
    const changed = await changedInputs(plan, parameters);
    assert.deepEqual(changed, [repository.at('elsewhere/main.tf'), repository.at('platform/missing.tfvars')]);
  });
});
