import assert from 'node:assert/strict';
import { formattingSupport } from '../../../../../server/lsp/handlers/formattingHandlers';

describe('what the server says of its formatting', () => {
  it('alone it formats every language, also while typing', () => {
    const { capabilities, registrations } = formattingSupport([]);
    assert.deepEqual(capabilities, {
      documentFormattingProvider: true,
      documentRangeFormattingProvider: true,
      documentOnTypeFormattingProvider: { firstTriggerCharacter: '\n', moreTriggerCharacter: ['}'] },
    });
    assert.deepEqual(registrations, []);
  });

  it('beside another extension it registers for the languages that are left', () => {
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

  it('beside both it formats nothing', () => {
    assert.deepEqual(formattingSupport(['hashicorp.terraform', 'opentofu.vscode-opentofu']), {
      capabilities: {},
      registrations: [],
    });
  });
});
