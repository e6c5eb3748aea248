import assert from 'node:assert/strict';
import { parse } from 'jsonc-parser';
import { hookCall } from '../../../../../server/gate/hookCall';
import { readSamplePlatform } from '../../../../support/scaffold/platformFiles';
import { answerProblems, scaffolded, type Texts } from '../../../../support/scaffold/scaffolded';

const BEFORE = readSamplePlatform('minimal');
const ALL = { gate_file: true, claude_gate_file: true, claude_mcp_file: true, mcp_file: true };
const GATE = 'npx --yes --package=kubestack kubestack-language-server gate || exit 2';
const VSCODE = '.github/hooks/kubestack.json';
const CLAUDE = '.claude/settings.json';

const written = async (path: string, text: string, answer: string): Promise<string> => {
  const { texts } = await scaffolded({ ...BEFORE, [path]: text }, 'agentInstructions', { [answer]: true });
  return texts[path] ?? '';
};

describe('the configuration of coding agents', () => {
  it('is written for VS Code and Claude Code together, once', async () => {
    const { texts, changed, notes } = await scaffolded(BEFORE, 'agentInstructions', ALL);
    assert.deepEqual(changed, [CLAUDE, VSCODE, '.mcp.json', '.vscode/mcp.json', 'AGENTS.md']);
    assert.deepEqual(JSON.parse(texts[VSCODE]!), {
      hooks: { PreToolUse: [{ type: 'command', command: GATE, timeout: 60 }] },
    });
    const { hooks } = JSON.parse(texts[CLAUDE]!) as { hooks: { PreToolUse: { matcher: string; hooks: unknown }[] } };
    assert.deepEqual(hooks.PreToolUse[0]?.hooks, [{ type: 'command', command: GATE, timeout: 60 }]);
    // A tool that the gate judges, but that the matcher leaves out, would pass.
    for (const tool of hooks.PreToolUse[0].matcher.split('|'))
      assert.notEqual(hookCall({ tool_name: tool, tool_input: { command: 'ls' } }).kind, 'other', tool);
    assert.deepEqual((JSON.parse(texts['.mcp.json']!) as { mcpServers: unknown }).mcpServers, {
      kubestack: { command: 'npx', args: ['--yes', '--package=kubestack', 'kubestack-language-server', 'mcp'] },
    });
    assert.equal(notes.length, 2);
    const again = await scaffolded(texts, 'agentInstructions', ALL);
    assert.deepEqual(again.changed, []);
    assert.deepEqual(again.followUp, []);
  });

  it('keeps the other hooks, settings and comments of a file', async () => {
    const text = `{
\t// Ours.
\t"permissions": { "deny": ["Bash(rm *)"] },
\t"hooks": {
\t\t"PreToolUse": [{ "matcher": "Bash", "hooks": [{ "type": "command", "command": "./ours.sh" }] }],
\t},
}
`;
    const after = await written(CLAUDE, text, 'claude_gate_file');
    assert.match(after, /^\{\n\t\/\/ Ours\.\n\t"permissions": \{ "deny": \["Bash\(rm \*\)"\] \},\n/);
    const { hooks } = parse(after) as { hooks: { PreToolUse: { hooks: { command: string }[] }[] } };
    assert.deepEqual(
      hooks.PreToolUse.map(each => each.hooks[0]?.command),
      ['./ours.sh', GATE],
    );
  });

  it('updates the version of a gate that is there, and keeps one that is installed', async () => {
    const entry = (command: string): string =>
      `{ "hooks": { "PreToolUse": [{ "type": "command", "command": "${command}", "timeout": 9 }] } }\n`;
    assert.equal(
      await written(VSCODE, entry('npx --yes --package=kubestack@0.1.0 kubestack-language-server gate'), 'gate_file'),
      entry('npx --yes --package=kubestack kubestack-language-server gate'),
    );
    const own = entry('kubestack-language-server gate || exit 2');
    assert.equal(await written(VSCODE, own, 'gate_file'), own);
  });

  const refusals: readonly (readonly [string, string, RegExp])[] = [
    ['{\n  "hooks": {\n    oops\n', VSCODE, /kubestack\.json, line 3: this is not valid JSON\. Correct it first\./],
    ['[]', VSCODE, /line 1: this is not valid JSON/],
    ['{\n  "hooks": 1 }', VSCODE, /line 2: this value can't have the entry/],
    ['{\n\n  "hooks": { "PreToolUse": {} } }', VSCODE, /line 3: this value can't have the entry/],
    ['{ "hooks": {}, "hooks": {} }', VSCODE, /has the key hooks twice/],
  ];
  for (const [text, path, problem] of refusals)
    it(`is not written into ${JSON.stringify(text)}`, async () => {
      const before: Texts = { ...BEFORE, [path]: text };
      assert.match((await answerProblems(before, 'agentInstructions', ALL)).join('\n'), problem);
    });
});
