// Starts the built server with each MCP client configuration in docs/agents.md.
import * as assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { TOOLS } from '../../server/tools/toolTable';
import { serverBundle } from '../support/server/languageServer';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const project = join(__dirname, '../..');
const page = readFileSync(join(project, 'docs/agents.md'), 'utf8');
const { name, bin } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
  name: string;
  bin: Readonly<Record<string, string>>;
};

interface ServerEntry {
  readonly command: string;
  readonly args: readonly string[];
}

/** Commands with their arguments, by the client that the page names before them. */
function documentedServers(): [client: string, words: string[]][] {
  return [...page.matchAll(/^\*\*([^*]+)\*\*[^\n]*(?:\n[^\n]+)*\n\n```(json|sh)\n([^]*?)```/gm)].map(
    ([, client = '', language, text = '']) => {
      if (language === 'sh') return [client, text.trim().split(' -- ')[1]?.split(' ') ?? []];
      const [servers] = Object.values(JSON.parse(text) as Record<string, Record<string, ServerEntry>>);
      const { command, args } = servers!['kubestack']!;
      return [client, [command, ...args]];
    },
  );
}

describe('the MCP server in the setups of docs/agents.md', () => {
  const folder = TemporaryFolder.ofTests();

  before(() => {
    cpSync(join(project, 'test/platforms/minimal'), folder.path, { recursive: true });
  });

  const servers = documentedServers();
  it('has setups for five clients', () => assert.equal(servers.length, 5, servers.map(([client]) => client).join()));

  for (const [client, [program, ...words]] of servers) {
    it(`answers in the setup of ${client}`, async () => {
      assert.deepEqual([program, ...words.slice(0, 3)], ['npx', '--yes', `--package=${name}`, Object.keys(bin)[0]]);
      const args = words.slice(3).map(word => word.replaceAll('${workspaceFolder}', folder.path));
      const transport = new StdioClientTransport({
        command: process.execPath,
        args: [serverBundle, ...args],
        cwd: folder.path,
        stderr: 'inherit',
      });
      const connected = new Client({ name: client, version: '1.0.0' });
      try {
        await connected.connect(transport);
        const { tools } = await connected.listTools();
        assert.deepEqual(tools.map(tool => tool.name).sort(), TOOLS.map(tool => tool.name).sort());
        const { isError } = await connected.callTool({ name: 'kubestack_describe_platform', arguments: { path: '.' } });
        assert.notEqual(isError, true);
      } finally {
        await connected.close();
      }
    });
  }
});
