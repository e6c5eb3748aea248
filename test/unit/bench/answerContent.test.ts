import * as assert from 'node:assert/strict';
import { answerHasContent } from '../../bench/peer/answerContent';

const empty: Readonly<Record<string, unknown>> = {
  'no result': null,
  'an error': undefined,
  'no locations': [],
  'no completions': { isIncomplete: false, items: [] },
  'no tokens': { resultId: '1', data: [] },
  'no signatures': { signatures: [] },
  'a blank hover': { contents: { kind: 'markdown', value: ' \n' } },
  'a hover of blank parts': { contents: ['', { language: 'hcl', value: '' }] },
  'an empty object': {},
};
const full: Readonly<Record<string, unknown>> = {
  locations: [{ uri: 'file:///a.tf' }],
  completions: { isIncomplete: false, items: [{ label: 'a' }] },
  tokens: { data: [0, 0, 6, 7, 0] },
  signatures: { signatures: [{ label: 'max(numbers)' }] },
  'a hover': { contents: { kind: 'markdown', value: '`var.region`' } },
  'a hover of parts': { contents: ['', { language: 'hcl', value: 'var.region' }] },
  'a location': { uri: 'file:///a.tf', range: {} },
};

describe('an answer of a measured server', () => {
  for (const [name, answer] of Object.entries(empty))
    it(`is empty: ${name}`, () => assert.equal(answerHasContent(answer), false));
  for (const [name, answer] of Object.entries(full))
    it(`has content: ${name}`, () => assert.equal(answerHasContent(answer), true));
});
