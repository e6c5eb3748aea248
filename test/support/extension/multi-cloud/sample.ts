// The sample platform in the window, and a real terraform on it.
import * as assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import type { PlanEntry } from '../../../../client/plan/ui/tree/planEntry';
import type { PlanNode } from '../../../../client/plan/ui/tree/planNode';
import { platformsKnown } from '../platformsKnown';

/** Absolute path of the private copy that is open. */
export function folder(): string {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(first);
  return first.uri.fsPath;
}

/** Runs terraform in the sample. @returns what it prints. */
export function terraform(parameters: readonly string[], environment?: string): string {
  return execFileSync('terraform', parameters, { ...site(environment), stdio: 'pipe' });
}

/** The same, for a terraform that needs answers from this process. */
export async function terraformBeside(parameters: readonly string[], environment?: string): Promise<void> {
  await promisify(execFile)('terraform', parameters, site(environment));
}

function site(environment: string | undefined): { cwd: string; encoding: 'utf8'; env: NodeJS.ProcessEnv } {
  const variables = environment === undefined ? {} : { TF_WORKSPACE: environment };
  return { cwd: folder(), encoding: 'utf8', env: { ...process.env, ...variables, TF_IN_AUTOMATION: '1' } };
}

/** Makes the sample a platform whose environments can be planned. Creating a workspace selects it; that is undone. */
export function prepare(environments: readonly string[]): void {
  terraform(['init', '-input=false']);
  const known = terraform(['workspace', 'list']);
  for (const environment of environments) {
    if (!known.includes(` ${environment}\n`)) terraform(['workspace', 'new', environment]);
  }
  terraform(['workspace', 'select', 'default']);
}

/** Applies an environment, as a pipeline would. */
export function apply(environment: string): void {
  terraform(['apply', '-input=false', '-auto-approve'], environment);
}

/** Back to what was never initialized, with the sources as they are. */
export function forget(): void {
  for (const name of ['.terraform', '.terraform.lock.hcl', 'terraform.tfstate', 'terraform.tfstate.d']) {
    rmSync(join(folder(), name), { recursive: true, force: true });
  }
}

/** What a command is called with on an environment. */
export async function environmentOf(environment: string): Promise<{ platform: string; environment: string }> {
  const { platforms } = await platformsKnown();
  const platform = platforms.all[0]?.uri;
  assert.ok(platform);
  return { platform, environment };
}

/** Plans an environment as a person does. @returns what the view knows of it afterwards. */
export async function plan(environment: string): Promise<PlanEntry> {
  const target = await environmentOf(environment);
  const parts = await platformsKnown();
  await vscode.commands.executeCommand('kubestack.plan', target);
  return parts.plan.results.of(target.platform, environment);
}

/** The items of the view as lines, indented, as deep as they are made. */
export async function viewText(): Promise<string> {
  const { plan: parts } = await platformsKnown();
  const lines = (nodes: readonly PlanNode[], indent: string): string[] =>
    nodes.flatMap(node => [
      `${indent}${[node.label, node.description].filter(Boolean).join(' — ')}`,
      ...lines(parts.view.getChildren(node), `${indent}  `),
    ]);
  return lines(parts.view.getChildren(), '').join('\n');
}

/** The first item with that label. */
export async function item(label: string): Promise<PlanNode> {
  const { plan: parts } = await platformsKnown();
  const find = (nodes: readonly PlanNode[]): PlanNode | undefined => {
    for (const node of nodes) {
      const found = node.label === label ? node : find(parts.view.getChildren(node));
      if (found) return found;
    }
    return undefined;
  };
  const found = find(parts.view.getChildren());
  assert.ok(found, `${label} is not in\n${await viewText()}`);
  return found;
}

/** Replaces text of a file of the sample on disk. */
export function edit(name: string, from: string, to: string): void {
  const file = join(folder(), name);
  const text = readFileSync(file, 'utf8');
  assert.ok(text.includes(from), `${from} is not in ${name}`);
  writeFileSync(file, text.replace(from, to));
}

/** What is in the files of the sample, by path; states are terraform's own. */
export function fingerprint(): Record<string, string> {
  const result: Record<string, string> = {};
  const add = (place: string): void => {
    for (const entry of readdirSync(place, { withFileTypes: true })) {
      const path = join(place, entry.name);
      if (entry.isDirectory()) add(path);
      else result[relative(folder(), path)] = createHash('sha256').update(readFileSync(path)).digest('hex');
    }
  };
  if (existsSync(folder())) add(folder());
  return result;
}

/** Chooses an item of the view, as a click does, and waits until its command has finished. */
export async function activateItem(node: PlanNode): Promise<void> {
  await vscode.commands.executeCommand('kubestack.plan.openItem', node);
}

/** Chooses a change. @returns the two sides of the diff editor that opens; '' for one that a change does not have: then there is no diff. */
export async function open(node: PlanNode): Promise<{ before: string; after: string }> {
  await activateItem(node);
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const text = async (uri: vscode.Uri) => (await vscode.workspace.openTextDocument(uri)).getText();
  if (input instanceof vscode.TabInputText) {
    const { side } = JSON.parse(input.uri.query) as { side: 'before' | 'after' };
    return { before: '', after: '', [side]: await text(input.uri) };
  }
  assert.ok(input instanceof vscode.TabInputTextDiff, 'no editor has opened');
  return { before: await text(input.original), after: await text(input.modified) };
}
