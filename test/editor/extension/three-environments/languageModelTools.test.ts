import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { platformsKnown } from '../../../support/extension/platformsKnown';
import { productExtension } from '../../../support/extension/product';
import { openSource, replace, revertAll } from '../../../support/extension/three-environments/workspaceFiles';

/** The used part of VS Code's API, which is in `vscode.d.ts` since 1.95. */
interface LanguageModelApi {
  readonly tools?: readonly { readonly name: string }[];
  readonly invokeTool?: (
    name: string,
    options: { readonly input: unknown; readonly toolInvocationToken: undefined },
  ) => Thenable<{ readonly content: readonly { readonly value: string }[] }>;
}

describe('the language model tools', () => {
  const api = (vscode as { lm?: LanguageModelApi }).lm ?? {};

  before(async function () {
    // VS Code before 1.95 doesn't support tools, so the extension registers none.
    if (!api.invokeTool) this.skip();
    await platformsKnown();
  });
  afterEach(revertAll);

  it('are registered in VS Code', () => {
    const names = (api.tools ?? []).map(({ name }) => name).filter(name => name.startsWith('kubestack_'));
    const { contributes } = productExtension().packageJSON as {
      contributes: { languageModelTools: { name: string }[] };
    };
    assert.deepEqual(names.sort(), contributes.languageModelTools.map(({ name }) => name).sort());
  });

  it('return the effective values of unsaved text', async () => {
    const source = await openSource('eks_gc0_eu-west-1_cluster.tf');
    await replace(source, '"infra.example.com"', '"unsaved.example.com"');
    const input = { path: '.', module: 'eks_gc0_eu-west-1', attributes: ['base_domain'] };
    const { content } = await api.invokeTool!('kubestack_get_effective_configuration', {
      input,
      toolInvocationToken: undefined,
    });
    const answer = JSON.parse(content[0]!.value) as {
      attributes: { environments: Record<string, { value: unknown; origin: string }> }[];
    };
    const effectiveValues = Object.values(answer.attributes[0]!.environments).map(({ value }) => value);
    assert.ok(
      effectiveValues.length >= 2 && effectiveValues.every(value => value === 'unsaved.example.com'),
      content[0]!.value,
    );
  });

  it('compare a branch as if it was merged, with the objects of its services', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    const cwd = folder!.uri.fsPath;
    const git = (...parameters: string[]) =>
      execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...parameters], { cwd });
    git('init', '--quiet', '--initial-branch=main');
    try {
      git('add', '.');
      git('commit', '--quiet', '--message', 'before');
      git('branch', 'feature');
      const input = { path: '.', base: 'main', head: 'feature merged into main', manifests: true };
      const { content } = await api.invokeTool!('kubestack_compare', { input, toolInvocationToken: undefined });
      const answer = JSON.parse(content[0]!.value) as Record<string, unknown>;
      assert.deepEqual([answer['effective_changes'], answer['objects'], answer['not_rendered']], [[], [], []]);
    } finally {
      rmSync(join(cwd, '.git'), { recursive: true });
    }
  });
});
