import * as assert from 'node:assert/strict';
import { cpSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Diagnostic } from 'vscode-languageserver-protocol';
import { FileChangeType } from 'vscode-languageserver-protocol';
import { clusterText } from '../support/server/clusterText';
import { effectiveModules, effectiveValues } from '../support/server/effectiveValues';
import { ordinaryCapabilities, type LanguageServer } from '../support/server/languageServer';
import { SharedServers } from '../support/server/sharedServers';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const sound = clusterText('name_prefix = local.prefix', 'name_prefix = "ops"');
const locals = 'locals {\n  prefix = "gc0"\n}\n';

describe('bad input', () => {
  let folder: TemporaryFolder;
  let server: LanguageServer;
  const servers = new SharedServers();

  beforeEach(async () => {
    folder = new TemporaryFolder({ 'sound.tf': sound, 'locals.tf': locals });
    // A client that pulls diagnostics can request them for any file, open or closed.
    const capabilities = {
      ...ordinaryCapabilities,
      textDocument: { ...ordinaryCapabilities.textDocument, diagnostic: {} },
    };
    server = await servers.open({ folder: folder.path, capabilities });
  });

  afterEach(async () => {
    await servers.leave(server);
    folder.delete();
  });

  /** Location, code and message; line numbers are one-based. */
  const messagesIn = async (uri: string): Promise<string[]> => {
    const { items } = await server.request<{ items: Diagnostic[] }>('textDocument/diagnostic', {
      textDocument: { uri },
    });
    return items.map(({ range: { start }, code, message }) => {
      const text = typeof message === 'string' ? message : message.value;
      return `${start.line + 1}:${start.character + 1} ${String(code)} ${text}`;
    });
  };
  /** Asserts that the valid file has answers and no diagnostics, regardless of other files. */
  const restIsFine = async (): Promise<void> => {
    const values = await effectiveValues(server, folder.uri('sound.tf'));
    assert.deepEqual([values['apps name_prefix'], values['ops name_prefix']], ['gc0', 'ops']);
    assert.deepEqual(await messagesIn(folder.uri('sound.tf')), []);
  };
  /** Writes a file, which is read from disk first, then opened. @returns its diagnostics, which must be the same in both cases */
  const put = async (name: string, content: string | Uint8Array): Promise<string[]> => {
    const uri = folder.write(name, content);
    await server.filesChanged([{ uri, type: FileChangeType.Created }]);
    const closed = await messagesIn(uri);
    await restIsFine();
    await server.open(uri, typeof content === 'string' ? content : new TextDecoder().decode(content));
    assert.deepEqual(await messagesIn(uri), closed, 'open and closed');
    await restIsFine();
    return closed;
  };

  it('that is empty or blank is accepted', async () => {
    assert.deepEqual(await put('empty.tf', ''), []);
    assert.deepEqual(await put('blank.tf', ' \n\t\r\n\n'), []);
    assert.deepEqual(await put('comment.tf', '# only this'), []);
  });

  it('that is binary is reported', async () => {
    assert.deepEqual(await put('binary.tf', Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1, 255])), [
      '1:1 syntax This file is not text.',
    ]);
  });

  it('that is not UTF-8 is reported, and read as far as possible', async () => {
    const bytes = Buffer.from(
      clusterText('name_prefix = "gc1"\nbase_domain = "m\u00fcnchen.example"', '', 'eks_gc1_eu-west-1'),
      'latin1',
    );
    assert.deepEqual(await put('latin1.tf', bytes), [
      '1:1 syntax This file is not encoded as UTF-8, which Terraform requires.',
    ]);
    assert.equal((await effectiveValues(server, folder.uri('latin1.tf')))['ops name_prefix'], 'gc1');
  });

  it('with a byte order mark and Windows line endings is like any other', async () => {
    const text = `\ufeff${clusterText('name_prefix = "gc1"', 'nonsense = [', 'eks_gc1_eu-west-1')}`.replace(
      /\n/g,
      '\r\n',
    );
    const uri = folder.write('windows.tf', text.replace('nonsense = [', 'base_domain = "example.com"'));
    await server.filesChanged([{ uri, type: FileChangeType.Created }]);
    assert.deepEqual(await messagesIn(uri), []);
    const [module] = await effectiveModules(server, uri);
    assert.deepEqual(
      module?.environments.ops?.map(({ path, value, location }) => [path.join('.'), value, location.range.start.line]),
      [
        ['name_prefix', 'gc1', 5],
        ['base_domain', 'example.com', 9],
      ],
    );
    assert.equal((await put('broken.tf', text)).length, 1);
  });

  it('of ten megabytes is skipped with a warning', async () => {
    const line = '# A line of a comment that is as long as lines of comments are, and says nothing at all.\n';
    assert.deepEqual(await put('big.tf', line.repeat(10_000_000 / line.length)), [
      '1:1 syntax This file is longer than 4,000,000 characters and is ignored.',
    ]);
  });

  it('in JSON is skipped above half of that length', async () => {
    const json = (length: number): string => `{ "locals": { "a": "${'x'.repeat(length)}" } }`;
    assert.deepEqual(await put('long.tf.json', json(1_990_000)), []);
    assert.deepEqual(await put('longer.tf.json', json(2_000_000)), [
      '1:1 syntax This file is longer than 2,000,000 characters and is ignored.',
    ]);
  });

  it('just below the limit is read', async () => {
    const attribute = 'name_prefix = "gc1"';
    const text = `${clusterText(attribute, '', 'eks_gc1_eu-west-1')}# ${'x'.repeat(3_900_000)}\n`;
    assert.deepEqual(await put('long.tf', text), []);
    assert.equal((await effectiveValues(server, folder.uri('long.tf')))['ops name_prefix'], 'gc1');
  });

  it('of more than 16 megabytes is skipped with a warning', async () => {
    const uri = folder.write('huge.tf', '#'.repeat(17_000_000));
    await server.filesChanged([{ uri, type: FileChangeType.Created }]);
    assert.deepEqual(await messagesIn(uri), ["1:1 syntax This file can't be read: it is too large."]);
    await restIsFine();
  });

  it('with tens of thousands of nested brackets is reported at the bracket that exceeds the limit', async () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{ a = ', '}'],
      ['(', ')'],
      ['"${', '}"'],
      ['!', ''],
    ] as const) {
      const text = `locals {\n  deep = ${open.repeat(70_000 / open.length)}1${close.repeat(70_000 / open.length)}\n}\n`;
      const faults = await put(`deep${open.charCodeAt(0)}.tf`, text);
      assert.equal(faults.length, 1, open);
      assert.match(faults[0] ?? '', /^2:\d+ syntax .*nested/, open);
      await server.close(folder.uri(`deep${open.charCodeAt(0)}.tf`));
    }
    const blocks = `${'a {\n'.repeat(24_000)}${'}\n'.repeat(24_000)}`;
    assert.equal((await put('blocks.tf', blocks)).length, 1);
    assert.equal((await put('deep.tf.json', `${'['.repeat(37_000)}${']'.repeat(37_000)}`)).length, 1);
  });

  it('that is never closed is reported once', async () => {
    for (const [name, text] of Object.entries({
      brackets: '['.repeat(1_000_000),
      quote: `a = "${'x'.repeat(1_000_000)}`,
      heredoc: `a = <<E\n${'x\n'.repeat(400_000)}`,
    })) {
      assert.equal((await put(`${name}.tf`, text)).length, 1, name);
    }
  });

  it('that would compute forever is stopped', async () => {
    for (const [name, value] of Object.entries({
      range: 'length(range(100000000))',
      for: 'length([for a in range(1000) : [for b in range(1000) : [for c in range(1000) : [a, b, c]]]])',
      product: 'length(setproduct(range(1000), range(1000), range(1000), range(1000)))',
      text: 'format("%1000000000d", 1)',
      power: 'tostring(pow(10, 1000000))',
      regex: 'replace("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "/(a+)+$/", "x")',
    })) {
      const faults = await put(`${name}.tf`, clusterText(`name_prefix = ${value}`, '', `eks_${name}`));
      assert.ok(faults.length <= 1, name);
      for (const fault of faults) assert.match(fault, /^6:\d+ KS00[2346] /, name);
    }
    const doubling = Array.from(
      { length: 60 },
      (_, index) => `  d${index + 1} = "\${local.d${index}}\${local.d${index}}"`,
    ).join('\n');
    const faults = await put(
      'doubling.tf',
      `locals {\n  d0 = "x"\n${doubling}\n}\n\n${clusterText('name_prefix = local.d60', '', 'eks_gc9')}`,
    );
    assert.ok(faults.length <= 1);
  });

  it('of every kind together, from the samples, does not prevent answers', async () => {
    const broken = resolve(__dirname, '../platforms/broken');
    cpSync(broken, folder.at('broken'), { recursive: true });
    await server.filesChanged([{ uri: folder.uri('broken'), type: FileChangeType.Created }]);
    await restIsFine();
    const healthy = folder.uri('broken/eks_ok0_eu-west-1_cluster.tf');
    assert.deepEqual(await messagesIn(healthy), []);
    assert.ok(Object.keys(await effectiveValues(server, healthy)).length > 5);
    for (const name of readdirSync(broken).filter(each => each.endsWith('.tf'))) {
      const faults = await messagesIn(folder.uri(`broken/${name}`));
      // A cycle is reported in the module that contains it, and a missing module is not a syntax problem. Names that seem undeclared can be declared
      // in one of the files that do not parse.
      const isFine = /^(?:blank|empty|module_cycle|module_missing|undeclared|eks_ok0_eu-west-1_cluster)\.tf$/.test(
        name,
      );
      assert.equal(faults.length === 0, isFine, `${name}: ${faults.join('; ')}`);
    }
  });
});
