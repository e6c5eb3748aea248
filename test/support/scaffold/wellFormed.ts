/** Assertions for all files that scaffolds write. */
import { now } from '../../../common/now';
import assert from 'node:assert/strict';
import { formatHcl } from '../../../server/edits/formatItem';
import { readSourceFile } from '../../../server/syntax/sourceFile';
import type { Texts } from './scaffolded';

/** Texts that were already checked, since most files are unchanged after a step. */
const wellFormed = new Set<string>();

/** Asserts that all Terraform files are valid and formatted. @param what description of the step for the message */
export function assertWellFormed(texts: Texts, what = ''): void {
  for (const [path, text] of Object.entries(texts)) {
    if (!/\.(?:tf|tofu)$/.test(path) || wellFormed.has(text)) continue;
    assert.deepEqual(now(readSourceFile(path, text, 'configuration')).diagnostics, [], `${path} ${what}`);
    assert.equal(now(formatHcl(text)), text, `${path} is formatted ${what}`);
    wellFormed.add(text);
  }
}
