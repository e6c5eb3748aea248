import { strict as assert } from 'node:assert';
import type { SignatureHelp } from 'vscode-languageserver-types';
import { signatureHelp } from '../../../../../server/features/completion/signatureHelp';
import { cursorIn, workspaceOf } from '../../../../support/testWorkspace';
import { typedCluster } from '../../../../support/features/completionPlatform';

async function helpIn(files: Record<string, string>, elsewhere = false): Promise<SignatureHelp | null> {
  const { texts, path, position } = cursorIn(files);
  const { snapshot, uri } = await workspaceOf(texts);
  return signatureHelp(
    { ...snapshot, client: { ...snapshot.client, servedByOtherExtension: () => elsewhere } },
    uri(path),
    position,
    { markdown: true, labelOffsets: true },
  );
}

/** The signature with the active parameter in brackets. */
async function shown(value: string): Promise<string | undefined> {
  const help = await helpIn({ 'a.tf': `locals {\n  a = ${value}\n}\n` });
  const [signature] = help?.signatures ?? [];
  if (!help || !signature) return undefined;
  const active = signature.parameters?.[help.activeParameter ?? 0]?.label;
  if (!Array.isArray(active)) return signature.label;
  const [start, end] = active;
  return `${signature.label.slice(0, start)}[${signature.label.slice(start, end)}]${signature.label.slice(end)}`;
}

describe('signature help', () => {
  it('highlights the parameter at the cursor', async () => {
    assert.equal(await shown('cidrsubnet(│'), 'cidrsubnet([prefix string], newbits number, netnum number)');
    assert.equal(
      await shown('cidrsubnet("10.0.0.0/16", 8, │)'),
      'cidrsubnet(prefix string, newbits number, [netnum number])',
    );
    assert.equal(await shown('cidrsub│net(1)'), undefined);
  });
  it('stays on the last parameter of a variadic function', async () => {
    assert.equal(await shown('max(1, 2, 3, │)'), 'max([numbers number…])');
    assert.equal(await shown('try(local.a, │)'), 'try([expressions…])');
  });
  it('highlights no parameter after the last one', async () => {
    assert.equal(await shown('upper("a", │)'), 'upper(str string)');
  });
  it('shows the innermost call, also inside objects and lists', async () => {
    assert.equal(await shown('merge({ a = upper(│) })'), 'upper([str string])');
    assert.match((await shown('merge({ a = 1 }, { b = │ })')) ?? '', /^merge\(\[/);
    assert.equal(await shown('core::upper(│)'), 'upper([str string])');
  });
  it('describes the function', async () => {
    const help = await helpIn({ 'a.tf': 'locals {\n  a = upper(│)\n}\n' });
    assert.match((help?.signatures[0]?.documentation as { value: string }).value, /upper ?case/i);
  });
  it('says which program and version has the function if not all do', async () => {
    const documentation = async (name: string): Promise<string> => {
      const help = await helpIn({ 'a.tf': `locals {\n  a = ${name}(│)\n}\n` });
      return JSON.stringify(help?.signatures[0]?.documentation ?? '');
    };
    assert.match(await documentation('urldecode'), /Available in OpenTofu since 1\.7, not in Terraform\./);
    assert.match(await documentation('ephemeralasnull'), /Available in Terraform since 1\.10, OpenTofu since 1\.11\./);
    assert.doesNotMatch(await documentation('urlencode'), /OpenTofu/);
  });

  it('shows nothing outside of calls and for unknown functions', async () => {
    for (const value of ['│', '(│)', 'nonsense(│)', '"upper(│"']) assert.equal(await shown(value), undefined, value);
  });
  it('shows only Kubestack module calls beside another extension', async () => {
    assert.equal(await helpIn({ 'a.tf': 'locals {\n  a = upper(│)\n}\n' }, true), null);
    assert(await helpIn(typedCluster('"example.org"', 'upper(│)'), true));
  });
});
