// Tests that the lint rule against platform-specific paths reports violations, with the configuration of `npm run lint`.
import * as assert from 'node:assert/strict';
import { lintProblems } from '../../support/project/lintProblems';

const problems = lintProblems(/^kubestack\/path-separators$/);

describe('the lint rule about paths', function () {
  const forbidden: [file: string, text: string, reason: RegExp][] = [
    ['client/a.ts', "import { join, sep } from 'node:path';", /common\/node\/paths\.ts/],
    ['server/cli/a.ts', "import { sep } from 'path';", /common\/node\/paths\.ts/],
    ['common/node/a.ts', "import * as path from 'node:path'; path.sep;", /common\/node\/paths\.ts/],
    ['client/plan/a.ts', "if (process.platform === 'win32') run();", /as a parameter/],
  ];
  for (const [file, text, reason] of forbidden)
    it(`forbids in ${file}: ${text}`, async () => assert.match((await problems(file, text)).join(), reason));

  const allowed: [file: string, text: string][] = [
    ['common/node/paths.ts', "import * as path from 'node:path'; path.sep;"],
    ['client/processes/a.ts', "if (process.platform === 'win32') run();"],
    ['client/plan/a.ts', 'find(process.platform);'],
    ['client/plan/a.ts', "import { join } from 'node:path';"],
  ];
  for (const [file, text] of allowed)
    it(`allows in ${file}: ${text}`, async () => assert.deepEqual(await problems(file, text), []));
});
