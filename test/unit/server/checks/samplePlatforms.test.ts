// The findings in the sample platforms are intended, and docs/findings.md explains each of them.
import { now } from '../../../../common/now';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { allDiagnostics } from '../../../../server/diagnostics/checkedDiagnostics';
import { workspaceOf } from '../../../support/testWorkspace';

const PLATFORMS = join(__dirname, '../../../platforms');
const DOCUMENT = join(__dirname, '../../../../docs/findings.md');

function textsOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(path =>
    statSync(join(folder, path)).isFile(),
  );
  return Object.fromEntries(
    files
      .filter(path => !path.split(sep).includes('.terraform'))
      .map(path => [path.split(sep).join('/'), readFileSync(join(folder, path), 'utf8')]),
  );
}

/** `minimal/main.tf KS105` of the first table. */
function documented(): string[] {
  const section = readFileSync(DOCUMENT, 'utf8').split(/^## /m)[1] ?? '';
  return [...section.matchAll(/^\| ([\w-]+) +\| (\S+) +\| (KS\d+)\b/gm)].map(([, ...parts]) => {
    const [platform, file, code] = parts;
    return `${platform}/${file} ${code}`;
  });
}

describe('the findings in the sample platforms', () => {
  it('match docs/findings.md', async function () {
    const found: string[] = [];
    for (const entry of readdirSync(PLATFORMS, { withFileTypes: true })) {
      if (!entry.isDirectory() || entry.name === 'broken') continue;
      const texts = textsOf(join(PLATFORMS, entry.name));
      const { snapshot, uri } = await workspaceOf(texts);
      for (const path of Object.keys(texts))
        for (const { code } of now(allDiagnostics(snapshot, uri(path)))) found.push(`${entry.name}/${path} ${code}`);
    }
    assert.deepEqual(found.sort(), documented().sort(), relative(process.cwd(), DOCUMENT));
  });
});
