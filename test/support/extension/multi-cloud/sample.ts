// The sample platform in the window, and real runs of terraform in it.
import * as assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import type { PlanEntry } from '../../../../client/plan/model/planEntry';
import type { PlanNode } from '../../../../client/plan/ui/tree/planNode';
import { platformsKnown } from '../platformsKnown';

/** Absolute path of the open private copy. */
export function folder(): string {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(first);
  return first.uri.fsPath;
}

/** Runs terraform in the sample. @returns its output */
export function terraform(parameters: readonly string[], environment?: string): string {
  return execFileSync('terraform', parameters, { ...site(environment), stdio: 'pipe' });
}

/** Runs terraform asynchronously, so that this process can respond to its requests. */
export async function terraformBeside(parameters: readonly string[], environment?: string): Promise<void> {
  await promisify(execFile)('terraform', parameters, site(environment));
}

function site(environment: string | undefined): { cwd: string; encoding: 'utf8'; env: NodeJS.ProcessEnv } {
  const variables = environment === undefined ? {} : { TF_WORKSPACE: environment };
  return { cwd: folder(), encoding: 'utf8', env: { ...process.env, ...variables, TF_IN_AUTOMATION: '1' } };
}

/** Initializes the sample and creates the workspaces, so that environments can be planned. Restores the selected workspace. */
export function prepare(environments: readonly string[]): void {
  terraform(['init', '-input=false']);
  const known = terraform(['workspace', 'list']);
  for (const environment of environments) {
    if (!known.includes(` ${environment}\n`)) terraform(['workspace', 'new', environment]);
  }
  terraform(['workspace', 'select', 'default']);
}

/** Applies an environment, like a pipeline. */
export function apply(environment: string): void {
  terraform(['apply', '-input=false', '-auto-approve'], environment);
}

/** Resets the sample to an uninitialized platform; sources are not changed. */
export function forget(): void {
  for (const name of ['.terraform', '.terraform.lock.hcl', 'terraform.tfstate', 'terraform.tfstate.d']) {
    rmSync(join(folder(), name), { recursive: true, force: true });
  }
}

/** The argument of commands for an environment. */
export async function environmentOf(environment: string): Promise<{ platform: string; environment: string }> {
  const { platforms } = await platformsKnown();
  const platform = platforms.all[0]?.uri;
  assert.ok(platform);
  return { platform, environment };
}

/** Plans an environment by the command. @returns its entry in the view */
export async function plan(environment: string): Promise<PlanEntry> {
  const target = await environmentOf(environment);
  const parts = await platformsKnown();
  await vscode.commands.executeCommand('kubestack.plan', target);
  return parts.plan.results.of(target.platform, environment);
}

/** All items of the view as indented lines. */
export async function viewText(): Promise<string> {
  const { plan: parts } = await platformsKnown();
  const lines = (nodes: readonly PlanNode[], indent: string): string[] =>
    nodes.flatMap(node => [
      `${indent}${[node.label, node.description].filter(Boolean).join(' — ')}`,
      ...lines(parts.view.getChildren(node), `${indent}  `),
    ]);
  return lines(parts.view.getChildren(), '').join('\n');
}

/** The first item with a label. */
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

/** Replaces text in a file of the sample on disk. */
export function edit(name: string, from: string, to: string): void {
  const file = join(folder(), name);
  const text = readFileSync(file, 'utf8');
  assert.ok(text.includes(from), `${from} is not in ${name}`);
  writeFileSync(file, text.replace(from, to));
}

/** SHA-256 hashes of all files in the sample, by path. */
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

/** Activates an item of the view, like a click, and waits until its command has finished. */
export async function activateItem(node: PlanNode): Promise<void> {
  await vscode.commands.executeCommand('kubestack.plan.openItem', node);
}

/** Opens a change. @returns both sides of the diff editor. If a side is missing, there is no diff editor, and the side is '' */
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
