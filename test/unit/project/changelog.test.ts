// CHANGELOG.md has the format of Keep a Changelog, which the Marketplace and other tools read.
import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { changelogProblems } from '../../support/project/changelog';
import { project } from '../../support/project/importGraph';

const read = (name: string): string => readFileSync(join(project, name), 'utf8');
const entry = '\n### Added\n\n- It.\n';

describe('the changelog', () => {
  it('has the format of Keep a Changelog', () => assert.deepEqual(changelogProblems(read('CHANGELOG.md')), []));

  it('begins with the version of package.json, or a release candidate of it', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    assert.equal(/^## \[(.*?)(?:-rc\.\d+)?\]/m.exec(read('CHANGELOG.md'))?.[1], version);
  });

  it('may have a release candidate below its release', () => {
    const [candidate, release] = ['## [1.0.0-rc.1] - 2026-01-01', '## [1.0.0] - 2026-01-02'];
    assert.deepEqual(changelogProblems(`# Changelog\n${release}\n${entry}\n${candidate}\n${entry}`), []);
    assert.deepEqual(changelogProblems(`# Changelog\n${candidate}\n${entry}\n${release}\n${entry}`), [
      `${release} is not older than the version above it.`,
    ]);
  });

  it('may have several versions and sections', () => {
    const text = `# Changelog\n\n## [1.10.0] - Unreleased\n${entry}\n### Fixed\n\n- That.\n\n## [1.9.0] - 2026-02-28\n${entry}`;
    assert.deepEqual(changelogProblems(text), []);
  });

  const wrong: [string, string, string][] = [
    ['another title', `# Changes\n\n## [1.0.0] - Unreleased\n${entry}`, 'The first line is not “# Changelog”.'],
    ['no version', '# Changelog\n', 'There is no version.'],
    ['a version without a date', `# Changelog\n## 1.0.0\n${entry}`, '## 1.0.0 is not “## [1.2.3] - 2026-01-31”.'],
    [
      'a date that does not exist',
      `# Changelog\n## [1.0.0] - 2026-02-30\n${entry}`,
      '## [1.0.0] - 2026-02-30 has a date that does not exist.',
    ],
    [
      'an unreleased version below another one',
      `# Changelog\n## [1.1.0] - 2026-01-01\n${entry}\n## [1.0.0] - Unreleased\n${entry}`,
      '## [1.0.0] - Unreleased is below another version.',
    ],
    [
      'versions in another order',
      `# Changelog\n## [1.9.0] - 2026-01-02\n${entry}\n## [1.10.0] - 2026-01-01\n${entry}`,
      '## [1.10.0] - 2026-01-01 is not older than the version above it.',
    ],
    ['no section', '# Changelog\n## [1.0.0] - 2026-01-01\n\n- It.\n', '## [1.0.0] - 2026-01-01 has no section.'],
    [
      'a section of its own',
      '# Changelog\n## [1.0.0] - 2026-01-01\n\n### News\n\n- It.\n',
      '## [1.0.0] - 2026-01-01: News is no section.',
    ],
    [
      'a section twice',
      `# Changelog\n## [1.0.0] - 2026-01-01\n${entry}${entry}`,
      '## [1.0.0] - 2026-01-01 has Added twice.',
    ],
    [
      'an empty section',
      '# Changelog\n## [1.0.0] - 2026-01-01\n\n### Added\n',
      '## [1.0.0] - 2026-01-01: Added has no entry.',
    ],
  ];
  for (const [what, text, problem] of wrong)
    it(`is checked by a function that finds ${what}`, () => assert.deepEqual(changelogProblems(text), [problem]));
});
