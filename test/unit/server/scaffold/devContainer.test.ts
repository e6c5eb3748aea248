import assert from 'node:assert/strict';
import { parse } from 'jsonc-parser';
import { readSamplePlatform } from '../../../support/scaffold/platformFiles';
import { answerProblems, scaffolded } from '../../../support/scaffold/scaffolded';

const PATH = '.devcontainer/devcontainer.json';

describe('a dev container', () => {
  for (const name of ['minimal', 'multi-cloud', 'released'])
    it(`of ${name} is built from its image, and says first what was not tried`, async () => {
      const before = { Dockerfile: 'FROM kubestack/framework:v0.19.2-beta.0\n', ...readSamplePlatform(name) };
      const { texts, changed, notes } = await scaffolded(before, 'devContainer', {});
      assert.deepEqual(changed, [PATH]);
      assert.match(texts[PATH] ?? '', /^\/\/ Experimental: .*never started\.\n\/\/ Not tried: /);
      const container = parse(texts[PATH] ?? '') as Record<string, unknown>;
      assert.deepEqual(container['build'], { dockerfile: '../Dockerfile', context: '..' });
      assert.deepEqual([container['remoteUser'], container['workspaceFolder']], ['kbst', '/infra']);
      assert.deepEqual(container['remoteEnv'], { HOME: '${containerWorkspaceFolder}/.user' });
      assert.match(notes.join('\n'), /experimental/);
      assert.deepEqual((await scaffolded(texts, 'devContainer', {})).changed, []);
    });

  it('is refused without an image, and does not replace another one', async () => {
    const { Dockerfile, ...before } = { Dockerfile: '', ...readSamplePlatform('minimal') };
    const problemIn = async (texts: Record<string, string>) =>
      (await answerProblems(texts, 'devContainer', {})).join('\n');
    assert.match(await problemIn(before), /^uri: Dockerfile is missing/);
    for (const path of [PATH, '.devcontainer.json'])
      assert.match(await problemIn({ ...before, Dockerfile, [path]: '{}' }), /already exists and is not overwritten/);
  });
});
