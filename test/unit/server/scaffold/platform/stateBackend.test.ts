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
      'terraform {\n  backend "s3" {\n    bucket = "tidewater-state"\n    region = "eu-north-1"\n    key    = "tfstate"\n\n    use_lockfile = true\n  }\n}\n',
    );
    assert.ok(texts['README.md']!.includes('| State backend | S3, tidewater-state |'));
    assert.match(followUp.join('\n'), /git add -- README\.md state\.tf`.*No pipeline here applies changes: add one/s);
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
    assert.match([...head.notes, ...released.notes].join('\n'), /Scaleway key/);
  });

  it('in S3 is locked by a file only if the program of the image can do that', async () => {
    const answers = { backend: 's3', bucket: 'tidewater-state', region: 'eu-north-1' };
    const { texts, notes } = await scaffolded(withoutBackend('released'), 'stateBackend', answers);
    assert.doesNotMatch(texts['state.tf']!, /use_lockfile/);
    assert.match(notes.join('\n'), /not locked: Terraform before 1\.10 needs a DynamoDB table/);
    const head = await scaffolded(withoutBackend('minimal'), 'stateBackend', answers);
    assert.doesNotMatch(head.notes.join('\n'), /locked/);
  });

  for (const [auth, written, note] of [
    [{}, 'use_azuread_auth = true', /role Storage Blob Data Contributor/],
    [{ storage_auth: 'entra_id' }, 'use_azuread_auth = true', /role Storage Blob Data Contributor/],
    [
      { storage_auth: 'resource_group', storage_resource_group: 'terraform' },
      'resource_group_name  = "terraform"',
      /list the keys of the storage account soleilstate/,
    ],
    [{ storage_auth: 'access_key' }, undefined, /Set ARM_ACCESS_KEY/],
  ] as const) {
    it(`on Azure signs in as answered: ${JSON.stringify(auth)}`, async () => {
      const answers = { backend: 'azurerm', container: 'state-a', storage_account: 'soleilstate', ...auth };
      const { texts, notes } = await scaffolded(withoutBackend('minimal'), 'stateBackend', answers);
      const own = texts['state.tf']!.split('\n').filter(line => /use_azuread_auth|resource_group_name/.test(line));
      assert.deepEqual(
        own.map(line => line.trim()),
        written === undefined ? [] : [written],
      );
      assert.match(notes.join('\n'), note);
    });
  }

  describe('in another cloud than the clusters', () => {
    const pipeline = async (before: Record<string, string>): Promise<Record<string, string>> =>
      (await scaffolded(before, 'pipeline', { ci: 'github' })).texts;
    const path = '.github/workflows/main.yaml';

    it('gives every command of the pipeline its credentials', async () => {
      const before = await pipeline(withoutBackend('minimal'));
      const answers = { backend: 'gcs', bucket: 'tidewater-state' };
      const { texts, changed } = await scaffolded(before, 'stateBackend', answers);
      assert.ok(changed.includes(path));
      assert.match(texts[path]!, /GOOGLE_CREDENTIALS: \$\{\{ secrets\.GOOGLE_CREDENTIALS \}\}/);
      const commands = texts[path]!.split('docker run').filter(part =>
        /kbst:\$GITHUB_SHA" (?:tofu|terraform) (?!show)/.test(part),
      );
      assert.ok(commands.length >= 5);
      for (const command of commands) assert.match(command, /--env GOOGLE_CREDENTIALS/);
      const { [path]: _, ...without } = texts;
      assert.equal((await pipeline(without))[path], texts[path]);
    });

    it('needs no other credentials for a cloud of the clusters', async () => {
      const before = await pipeline(withoutBackend('minimal'));
      const answers = { backend: 's3', bucket: 'tidewater-state', region: 'eu-north-1' };
      const { changed } = await scaffolded(before, 'stateBackend', answers);
      assert.ok(!changed.includes(path));
    });

    it('uses a profile at Scaleway if the clusters are on AWS, which reads the same variables', async () => {
      const answers = { backend: 'scaleway', bucket: 'soleil-state', region: 'fr-par' };
      const { texts, notes } = await scaffolded(await pipeline(withoutBackend('minimal')), 'stateBackend', answers);
      assert.match(texts['state.tf']!, /profile = "scaleway"/);
      assert.match(notes.join('\n'), /aws configure --profile scaleway/);
      assert.doesNotMatch(texts[path]!, /AWS_ACCESS_KEY_ID/);
    });
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
    [{ backend: 'azurerm', container: 'a.b', storage_account: 'abc' }, /^container: "a\.b" is not valid/],
    [{ backend: 'azurerm', container: 'a--b', storage_account: 'abc' }, /^container: "a--b" is not valid/],
    [
      { backend: 'azurerm', container: 'a-b', storage_account: 'abc', storage_auth: 'resource_group' },
      /^storage_resource_group: An answer is missing/,
    ],
  ] as const) {
    it(`rejects ${JSON.stringify(answers)}`, async () => {
      assert.match((await answerProblems(withoutBackend('minimal'), 'stateBackend', answers)).join('\n'), problem);
    });
  }
});
