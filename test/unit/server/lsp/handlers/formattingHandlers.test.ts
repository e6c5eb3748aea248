import assert from 'node:assert/strict';
import { formattingSupport } from '../../../../../server/lsp/handlers/formattingHandlers';

describe('formatting capabilities of the server', () => {
  it('cover every language and on-type formatting without another extension', () => {
    const { capabilities, registrations } = formattingSupport([]);
    assert.deepEqual(capabilities, {
      documentFormattingProvider: true,
      documentRangeFormattingProvider: true,
      documentOnTypeFormattingProvider: { firstTriggerCharacter: '\n', moreTriggerCharacter: ['}'] },
    });
    assert.deepEqual(registrations, []);
  });

  it('cover the remaining languages beside another extension', () => {
    const { capabilities, registrations } = formattingSupport(['hashicorp.terraform']);
    assert.deepEqual(capabilities, {});
    assert.deepEqual(
      registrations.map(({ method }) => method),
      ['textDocument/formatting', 'textDocument/rangeFormatting', 'textDocument/onTypeFormatting'],
    );
    for (const { registerOptions } of registrations) {
      const text = JSON.stringify(registerOptions);
      assert.match(text, /"opentofu"/);
      assert.doesNotMatch(text, /"terraform/);
    }
  });

  it('are absent beside extensions for both languages', () => {
    assert.deepEqual(formattingSupport(['hashicorp.terraform', 'opentofu.vscode-opentofu']), {
      capabilities: {},
      registrations: [],
    });
  });
});
