import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { concernsPlatforms, sourceSyntaxOf } from '../../../server/workspace/fileNames';

const project = join(__dirname, '../../..');

describe('the pre-commit hook', () => {
  it('runs for every file in which a check reports problems, and for no others', () => {
    const [hook] = parse(readFileSync(join(project, '.pre-commit-hooks.yaml'), 'utf8')) as { files: string }[];
    const starts = new RegExp(hook!.files);
    const endings = ['', '.tf', '.tofu', '.tfvars', '.tf.json', '.tofu.json', '.tfvars.json', '.md', '.yaml', '.yml'];
    const names = [
      ...endings.flatMap(ending => [`main${ending}`, `README${ending}`, `AGENTS${ending}`, `Dockerfile${ending}`]),
      ...['.gitignore', '.dockerignore', '.gitlab-ci.yml', 'Dockerfile.loc', 'xDockerfile', 'x.gitignore', 'main.go'],
      ...['package.json', 'aREADME.md', 'README.md.bak', 'mainXtf', 'tfvars'],
    ];
    for (const name of names) {
      const isChecked = sourceSyntaxOf(name) !== undefined || concernsPlatforms(name);
      for (const path of [name, `platforms/aws/${name}`]) assert.equal(starts.test(path), isChecked, path);
    }
  });
});
