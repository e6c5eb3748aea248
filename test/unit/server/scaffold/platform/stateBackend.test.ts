import assert from 'node:assert/strict';
import { readSamplePlatform } from '../../../../support/scaffold/platformFiles';
import { answerProblems, scaffolded } from '../../../../support/scaffold/scaffolded';

function withoutBackend(name: string): Record<string, string> {
  const { 'state.tf': _, ...rest } = readSamplePlatform(name);
  return rest;
}

describe('adding a state backend', () => {
  it('writes a file of its own and a row in the README', async () => {
    const before = withoutBackend('minimal');
    const { texts, changed, followUp } = await scaffolded(before, 'stateBackend', {
      backend: 's3',
      bucket: 'tidewater-state',
      region: 'eu-north-1',
    });
    assert.deepEqual(changed, ['README.md', 'state.tf']);
    assert.equal(
      texts['state.tf'],
      'terraform {\n  backend "s3" {\n    bucket = "tidewater-state"\n    region = "eu-north-1"\n    key    = "tfstate"\n  }\n}\n',
    );
    assert.ok(texts['README.md']!.includes('| State backend | S3, tidewater-state |'));
    assert.match(followUp.join('\n'), /git add -- README\.md state\.tf`.*git tag apps-deploy-/s);
  });

  it('keeps Windows line endings of a README', async () => {
    const before = withoutBackend('minimal');
    before['README.md'] = before['README.md']!.replaceAll('\n', '\r\n');
    const { texts } = await scaffolded(before, 'stateBackend', { backend: 'gcs', bucket: 'tidewater-state' });
    assert.equal(
      texts['README.md'],
      before['README.md'].replace('S3, terraform-state-kubestack-4f1c2ab', 'GCS, tidewater-state'),
    );
  });

  it('at Scaleway matches the terraform version of the image', async () => {
    const answers = { backend: 'scaleway', bucket: 'soleil-state', region: 'fr-par' };
    const head = await scaffolded(withoutBackend('three-environments'), 'stateBackend', answers);
    assert.match(head.texts['state.tf']!, /endpoints = \{\n\s+s3 = "https:\/\/s3\.fr-par\.scw\.cloud"/);
    const released = await scaffolded(withoutBackend('released'), 'stateBackend', answers);
    assert.match(released.texts['state.tf']!, /endpoint += "https:\/\/s3\.fr-par\.scw\.cloud"/);
    assert.match(head.notes.join('\n'), /AWS_ACCESS_KEY_ID/);
  });

  it('is refused if there is one', async () => {
    assert.match(
      (await answerProblems(readSamplePlatform('minimal'), 'stateBackend', { backend: 'gcs', bucket: 'x-y-z' })).join(
        '\n',
      ),
      /^uri: state\.tf already configures/,
    );
    const json = JSON.stringify({ terraform: { backend: [{ gcs: { bucket: 'x-y-z' } }] } });
    const texts = { ...withoutBackend('minimal'), 'backend.tf.json': json };
    assert.match(
      (await answerProblems(texts, 'stateBackend', { backend: 'gcs', bucket: 'x-y-z' })).join('\n'),
      /^uri: backend\.tf\.json already configures/,
    );
  });

  for (const [answers, problem] of [
    [{}, /^backend: An answer is missing: choose s3, gcs, azurerm or scaleway\.$/],
    [{ backend: 'consul' }, /^backend: "consul" is not valid/],
    [{ backend: 's3' }, /^bucket: An answer is missing.*\nregion: An answer is missing/],
    [{ backend: 'gcs', bucket: 'Upper' }, /^bucket: "Upper" is not valid/],
    [{ backend: 's3', bucket: 'abc', region: 'mars' }, /^region: "mars" is not valid/],
    [{ backend: 'azurerm', bucket: 'abc', storage_account: 'a-b' }, /^storage_account: "a-b"/],
  ] as const) {
    it(`rejects ${JSON.stringify(answers)}`, async () => {
      assert.match((await answerProblems(withoutBackend('minimal'), 'stateBackend', answers)).join('\n'), problem);
    });
  }
});
