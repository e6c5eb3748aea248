import * as assert from 'node:assert/strict';
import { cachedDiagnostics, cachedDocuments } from '../../../../server/tools/cachedDiagnostics';
import type { RequestContext } from '../../../../server/semantics/requestContext';
import { workspaceOf, type TestWorkspace } from '../../../support/testWorkspace';

const text = (value: string): string => `module "eks_gc0_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.18.2-beta.0"

  configuration = {
    apps = {
      name_prefix = ${value}
    }
    ops = {}
  }
}
`;

describe('cached diagnostics of the tools', () => {
  let workspace: TestWorkspace;
  const codes = (request: RequestContext): string[] =>
    cachedDiagnostics(request, workspace.uri('bad.tf')).map(({ diagnostic }) => String(diagnostic.code));

  beforeEach(async () => {
    workspace = await workspaceOf({ 'bad.tf': text('nowhere(1)') });
  });

  it('is computed once while nothing changes', () => {
    const { snapshot, uri } = workspace;
    assert.ok(codes(snapshot).includes('KS003'));
    assert.equal(cachedDiagnostics(snapshot, uri('bad.tf')), cachedDiagnostics(snapshot, uri('bad.tf')));
    assert.equal(cachedDocuments(snapshot, uri('')), cachedDocuments(snapshot, uri('')));
  });

  it('is computed again after an edit, and with other settings', () => {
    const { snapshot, uri } = workspace;
    assert.ok(codes(snapshot).includes('KS003'));
    workspace.workspace.setDocument(uri('bad.tf'), text('"gc0"'), undefined);
    assert.ok(!codes(snapshot).includes('KS003'));
    workspace.workspace.setDocument(uri('bad.tf'), text('nowhere(1)'), undefined);
    assert.ok(codes(snapshot).includes('KS003'));
    assert.ok(!codes({ ...snapshot, settings: { ...snapshot.settings, checks: { KS003: 'off' } } }).includes('KS003'));
  });

  it('has the documents that are new', () => {
    const { snapshot, uri } = workspace;
    assert.deepEqual(cachedDocuments(snapshot, uri('')), [uri('bad.tf')]);
    workspace.workspace.setDocument(uri('more.tf'), 'locals {}\n', undefined);
    assert.deepEqual(cachedDocuments(snapshot, uri('')), [uri('bad.tf'), uri('more.tf')]);
  });
});
