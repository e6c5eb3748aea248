import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Range } from 'vscode-languageserver-types';
import {
  incomingCalls,
  outgoingCalls,
  prepareCallHierarchy,
} from '../../../../server/features/navigation/callHierarchy';
import { codeLenses, resolveCodeLens } from '../../../../server/features/display/codeLenses';
import { definition } from '../../../../server/features/navigation/definition';
import { documentHighlight } from '../../../../server/features/navigation/documentHighlight';
import { documentLinks } from '../../../../server/features/display/documentLinks';
import { documentSymbols } from '../../../../server/features/display/documentSymbols';
import { foldingRanges } from '../../../../server/features/display/foldingRanges';
import { implementation } from '../../../../server/features/navigation/implementation';
import { inlayHints } from '../../../../server/features/display/inlayHints';
import { references } from '../../../../server/features/navigation/references';
import { selectionRanges } from '../../../../server/features/display/selectionRanges';
import { semanticTokens } from '../../../../server/features/display/semanticTokens';
import { typeDefinition } from '../../../../server/features/navigation/typeDefinition';
import { workspaceOf, type TestWorkspace } from '../../../support/testWorkspace';
import { LEGACY, NEWEST, RELEASED } from '../../../support/features/platformTexts';
import { now } from '../../../../common/now';

const broken = join(__dirname, '../../../platforms/broken');

/** Sends all requests for some positions of a document. */
function askEverything({ snapshot, workspace }: TestWorkspace, uri: string): void {
  const file = workspace.file(uri);
  assert(file);
  const whole: Range = { start: { line: 0, character: 0 }, end: { line: 100_000, character: 0 } };
  for (let offset = 0; offset <= file.text.length; offset += 11) {
    const position = file.lines.positionAt(offset);
    definition(snapshot, uri, position, true);
    typeDefinition(snapshot, uri, position, false);
    implementation(snapshot, uri, position, false);
    now(references(snapshot, uri, position, true));
    now(documentHighlight(snapshot, uri, position));
    selectionRanges(snapshot, uri, [position]);
    for (const item of prepareCallHierarchy(snapshot, uri, position) ?? []) {
      incomingCalls(snapshot, item);
      outgoingCalls(snapshot, item);
    }
  }
  documentLinks(snapshot, uri, true);
  now(documentSymbols(snapshot, uri, false));
  inlayHints(snapshot, uri, whole);
  for (const lens of codeLenses(snapshot, uri, ['kubestack.plan']) ?? []) now(resolveCodeLens(snapshot, lens));
  for (const range of foldingRanges(snapshot, uri, true) ?? []) assert(range.startLine < range.endLine);
  const tokens = now(semanticTokens(snapshot, uri)) ?? [];
  assert(tokens.every(number => number >= 0));
}

describe('navigation and display in text that does not parse', () => {
  for (const name of readdirSync(broken).filter(each => each.endsWith('.tf'))) {
    it(`answer in ${name}`, async () => {
      const workspace = await workspaceOf({ [name]: readFileSync(join(broken, name), 'latin1') });
      if (workspace.workspace.file(workspace.uri(name))) askEverything(workspace, workspace.uri(name));
    });
  }
  for (const [path, text] of Object.entries({ ...NEWEST, ...RELEASED, ...LEGACY }).filter(([each]) =>
    /\.tf(vars)?$/.test(each),
  )) {
    it(`answer in ${path} while it is cut off and put together again`, async () => {
      const workspace = await workspaceOf({ ...NEWEST, ...RELEASED, ...LEGACY });
      for (let length = text.length - 1; length > 0; length -= 97) {
        workspace.workspace.setDocument(workspace.uri(path), text.slice(0, length));
        askEverything(workspace, workspace.uri(path));
        workspace.workspace.setDocument(workspace.uri(path), text.slice(0, length / 2) + text.slice(length));
        askEverything(workspace, workspace.uri(path));
      }
    });
  }
});
