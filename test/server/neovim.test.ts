// Another editor: Neovim with the configuration in docs/other-editors.md opens a file and sends requests to the built server.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { skipWithout } from '../support/skipWithout';
import { serverBundle } from '../support/server/languageServer';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const CLUSTER = `module "eks_zero" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.18.2-beta.0"

  configuration = {
    apps = {
      base_domain   =    "infra.example.com"
    }

    ops = {}
  }
}

module "eks_one" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.18.2-beta.0"

  configuration_base_key = "missing"

  configuration = {
    ops = {}
  }
}
`;

/** The actions of a user: shows problems, requests a hover, formats. */
const SESSION = `
vim.cmd('edit eks_zero_cluster.tf')
local function await(what, condition)
  if not vim.wait(15000, condition, 20) then error('waited in vain for ' .. what) end
end
local function floating()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\\n')
    end
  end
end
local ok, result = pcall(function()
  await('diagnostics', function() return #vim.diagnostic.get(0) > 0 end)
  local problems = vim.tbl_map(function(each) return each.message end, vim.diagnostic.get(0))
  vim.fn.search('base_domain')
  vim.api.nvim_feedkeys('K', 'mx', false)
  await('the hover', floating)
  local hover = floating()
  vim.api.nvim_feedkeys('\\\\f', 'mx', false)
  local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\\n') .. '\\n'
  return { problems = problems, hover = hover, text = text }
end)
vim.fn.writefile({ vim.json.encode(ok and result or { error = tostring(result) }) }, 'result.json')
vim.cmd('qall!')
`;

interface Session {
  error?: string;
  problems: string[];
  hover: string;
  text: string;
}

describe('Neovim', function () {
  const folder = new TemporaryFolder();
  let session: Session;

  before(async function () {
    skipWithout(this, 'nvim');
    session = await runSession(folder);
    assert.equal(session.error, undefined);
  });

  after(() => folder.delete());

  it('shows problems', () => {
    assert.ok(
      session.problems.some(message => message.includes('missing')),
      session.problems.join('\n'),
    );
  });

  it('shows a hover for the name at the cursor', () => {
    assert.match(session.hover, /ops.*inherited/);
    assert.match(session.hover, /infra\.example\.com/);
  });

  it('formats a file', () => {
    assert.equal(session.text, CLUSTER.replace('base_domain   =    ', 'base_domain = '));
  });
});

async function runSession(folder: TemporaryFolder): Promise<Session> {
  const documented = readFileSync(join(__dirname, '../../docs/other-editors.md'), 'utf8');
  const configuration = /^```lua\n(.*?)^```$/ms.exec(documented)?.[1];
  assert.ok(configuration, 'docs/other-editors.md has no configuration for Neovim');
  folder.write('eks_zero_cluster.tf', CLUSTER);
  folder.write('init.lua', configuration);
  folder.write('session.lua', SESSION);
  folder.write('bin/kubestack-language-server', `#!/bin/sh\nexec "${process.execPath}" "${serverBundle}" "$@"\n`);
  chmodSync(folder.at('bin/kubestack-language-server'), 0o755);
  const home = {
    HOME: folder.path,
    XDG_CONFIG_HOME: folder.path,
    XDG_DATA_HOME: folder.path,
    XDG_CACHE_HOME: folder.path,
  };
  // Removes the options of this process, which runs TypeScript.
  const env = { ...process.env, ...home, NODE_OPTIONS: '', PATH: `${folder.at('bin')}:${process.env['PATH'] ?? ''}` };
  const parameters = ['--headless', '-n', '-u', 'init.lua', '-c', 'luafile session.lua'];
  const { stderr } = await promisify(execFile)('nvim', parameters, { cwd: folder.path, env, timeout: 100_000 });
  try {
    return JSON.parse(folder.read('result.json')) as Session;
  } catch {
    throw new Error(`Neovim did not get through its session:\n${stderr}`);
  }
}
