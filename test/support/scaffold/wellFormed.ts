/** What holds for every file that a scaffold has written. */
import assert from 'node:assert/strict';
import { formatHcl } from '../../../server/edits/formatItem';
import { readSourceFile } from '../../../server/syntax/sourceFile';
import type { Texts } from './scaffolded';

/** Most files are the same after a step: each text is read once. */
const wellFormed = new Set<string>();

/** Every Terraform file parses, and is formatted. @param what when, for the message */
export function assertWellFormed(texts: Texts, what = ''): void {
  for (const [path, text] of Object.entries(texts)) {
    if (!/\.(?:tf|tofu)$/.test(path) || wellFormed.has(text)) continue;
    assert.deepEqual(readSourceFile(path, text, 'configuration').diagnostics, [], `${path} ${what}`);
    assert.equal(formatHcl(text), text, `${path} is formatted ${what}`);
    wellFormed.add(text);
  }
}
