import assert from 'node:assert/strict';
import { cursorPosition, fileToShow } from '../../../../client/scaffold/cursorPosition';

describe('the cursor after a scaffold', () => {
  const file = (...lines: string[]): string => `module "a" {\n${lines.join('\n')}\n}\n`;

  it('is in an empty value', () => {
    assert.deepEqual(cursorPosition(file('  configuration = {', '    apps = {', '      name = ""')), {
      line: 3,
      character: 14,
    });
  });

  it('is in an environment without overrides', () => {
    assert.deepEqual(
      cursorPosition(file('  configuration = {', '    apps = {', '      a = 1', '    }', '    ops = {}', '  }')),
      {
        line: 5,
        character: 11,
      },
    );
  });

  it('is at the first attribute of the configuration otherwise', () => {
    assert.deepEqual(cursorPosition(file('  source = "x"', '  configuration = {', '    apps = {', '      a = 1')), {
      line: 4,
      character: 10,
    });
    assert.deepEqual(cursorPosition('# nothing\n'), { line: 0, character: 0 });
  });

  it('is in the main file of the change', () => {
    assert.equal(
      fileToShow(['/Dockerfile', '/versions.tf', '/eks_a_b_providers.tf', '/eks_a_b_cluster.tf']),
      '/eks_a_b_cluster.tf',
    );
    assert.equal(
      fileToShow(['/README.md', '/eks_a_b_feature_nginx.tf', '/modules/nginx/main.tf']),
      '/modules/nginx/main.tf',
    );
    assert.equal(fileToShow(['/README.md', '/Dockerfile']), undefined);
    assert.equal(fileToShow(['/.vscode/mcp.json', '/AGENTS.md']), '/AGENTS.md');
    assert.equal(fileToShow(['/AGENTS.md', '/eks_a_b_cluster.tf']), '/eks_a_b_cluster.tf');
  });
});
