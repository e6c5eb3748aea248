// Stand-ins for terraform, and the settings that select them.
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';

/** @returns absolute path of a new folder outside of the workspace */
export function privateFolder(): string {
  return mkdtempSync(join(tmpdir(), 'kubestack-program-'));
}

/** Writes a shell script. @returns its path */
export function script(text: string, name = 'terraform', folder = privateFolder()): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** Writes a program that runs terraform, except for one command. @returns its path */
export function programThat(command: string, does: string): string {
  return script(`if [ "$1" = ${command} ]; then\n${does}\nfi\nexec terraform "$@"`);
}

/** Changes a workspace setting; undefined removes it. @param name without `kubestack.` */
export async function set(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('kubestack').update(name, value, vscode.ConfigurationTarget.Workspace);
}

/** Selects the program for plans; undefined selects the one on PATH. */
export async function use(program: string | undefined): Promise<void> {
  await set('terraform.path', program);
}
