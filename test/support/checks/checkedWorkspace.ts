/** Runs one check on a platform given as text, and applies its fixes. */
import assert from 'node:assert/strict';
import { now } from '../../../common/now';
import { Draft } from '../../../server/edits/draft';
import type { CheckFinding } from '../../../server/checks/engine/check';
import { findingsOf } from '../../../server/checks/engine/checkRunner';
import { CHECKS } from '../../../server/checks/engine/registry';
import type { Fix } from '../../../server/checks/engine/check';
import { allDiagnostics } from '../../../server/diagnostics/checkedDiagnostics';
import type { CheckLevel } from '../../../server/semantics/settings';
import { lifecycleOn } from '../lifecycleOn';
import { workspaceOf, type TestWorkspace } from '../testWorkspace';

/** The day on which the examples of the pages are checked. */
const TODAY = lifecycleOn('2026-11-23');

export type PlatformTexts = Readonly<Record<string, string>>;

/** Settings that disable all other checks. */
export function onlyCheck(code: string): Record<string, CheckLevel> {
  return Object.fromEntries(CHECKS.filter(check => check.code !== code).map(check => [check.code, 'off']));
}

/** Findings of one check in all files as `main.tf:3: message (KS202)`, without suppressed ones. */
export async function linesWith(code: string, texts: PlatformTexts): Promise<string[]> {
  const { snapshot, uri } = await workspaceOf(texts, { checks: onlyCheck(code) }, TODAY);
  return Object.keys(texts)
    .sort()
    .flatMap(path =>
      now(allDiagnostics(snapshot, uri(path)))
        .filter(each => each.code === code)
        .map(each => `${path}:${each.range.start.line + 1}: ${each.message as string} (${String(each.code)})`),
    );
}

/** Compares the findings of one check in all files with lines such as `main.tf:3: message (KS202)`. */
export async function checkDiagnostics(
  code: string,
  texts: PlatformTexts,
  expected: readonly string[],
  message?: string,
): Promise<void> {
  assert.deepEqual(await linesWith(code, texts), expected, message);
}

/** Findings of one check in the platforms of a workspace. */
export const foundIn = ({ snapshot }: TestWorkspace): CheckFinding[] =>
  snapshot.model.tree.rootInstances().flatMap(root => [...now(findingsOf(snapshot, root)).values()].flat());

/** The texts after applying the preferred (else the first) fix of each finding; undefined if there is no fix. */
export async function fixedOnce(code: string, texts: PlatformTexts): Promise<PlatformTexts | undefined> {
  let current = texts;
  let fixed = false;
  for (let rounds = 0; rounds < 20; rounds++) {
    const workspace = await workspaceOf(current, { checks: onlyCheck(code) }, TODAY);
    const fixes = foundIn(workspace).flatMap(found => found.fixes());
    const fix = fixes.find(each => each.isPreferred) ?? fixes[0];
    if (!fix) return fixed ? current : undefined;
    current = applied(current, workspace, [fix]);
    fixed = true;
  }
  return current;
}

/** The texts after applying several fixes as one edit. */
export function applied(texts: PlatformTexts, { snapshot, uri }: TestWorkspace, fixes: readonly Fix[]): PlatformTexts {
  const draft = new Draft(snapshot);
  for (const fix of fixes) fix.change(draft);
  const result: Record<string, string> = { ...texts };
  const pathOf = (each: string): string => decodeURIComponent(each.slice(uri('').length).replace(/^\//, ''));
  for (const each of draft.touched()) {
    const text = now(draft.text(each));
    if (text === undefined) delete result[pathOf(each)];
    else result[pathOf(each)] = text;
  }
  for (const change of now(draft.changes())) {
    if (change.kind !== 'rename') continue;
    result[pathOf(change.newUri)] = result[pathOf(change.uri)] ?? '';
    delete result[pathOf(change.uri)];
  }
  return result;
}
