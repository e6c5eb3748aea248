/**
 * `npm run tools`: writes the tools for coding agents in `server/tools/toolTable.ts` to package.json (for VS Code's chat) and to the table in
 * docs/agents.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { languageModelTools, toolRows } from './toolManifest';

const project = join(__dirname, '..');
const manifestFile = join(project, 'package.json');
const agentsFile = join(project, 'docs', 'agents.md');

async function write(): Promise<void> {
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as { contributes: Record<string, unknown> };
  manifest.contributes.languageModelTools = languageModelTools();
  writeFileSync(manifestFile, await format(JSON.stringify(manifest, null, 2), { parser: 'json-stringify' }));
  const page = readFileSync(agentsFile, 'utf8');
  const table = `<!-- tools -->\n\n${toolRows()}\n\n<!-- /tools -->`;
  writeFileSync(
    agentsFile,
    page.replace(/<!-- tools -->[^]*<!-- \/tools -->/, () => table),
  );
}

void write();
