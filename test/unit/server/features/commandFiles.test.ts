// Files that only the commands `test` and `query` read: completion, hover, formatting and diagnostics.
import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { MarkupContent } from 'vscode-languageserver-types';
import { now } from '../../../../common/now';
import { allDiagnostics } from '../../../../server/diagnostics/checkedDiagnostics';
import { completion } from '../../../../server/features/completion/completion';
import { formatDocument } from '../../../../server/features/formatting';
import { hover } from '../../../../server/features/hover/hover';
import type { RequestContext } from '../../../../server/semantics/requestContext';
import { workspaceOf } from '../../../support/testWorkspace';

const ABILITIES = { snippets: true, insertReplace: false, markdown: true, adjustsIndentation: false, tags: false };
const required = (version: string, dockerfile: string): Record<string, string> => ({
  'main.tf': `terraform {\n  required_version = "${version}"\n}\n`,
  Dockerfile: dockerfile,
});
const TERRAFORM = 'FROM kubestack/framework:v0.19.2-beta.0\n';
const OPEN_TOFU = 'FROM ghcr.io/kbst/terraform-kubestack/dev:main\n';
/** By a name for the title. The first constraint refuses the program of the image, which then runs elsewhere. */
const PLATFORMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'Terraform 1.17': required('~> 1.17.0', TERRAFORM),
  'Terraform 1.10': required('~> 1.10.0', TERRAFORM),
  'OpenTofu 1.12': required('~> 1.12.0', OPEN_TOFU),
};

interface Marked {
  readonly request: RequestContext;
  readonly uri: string;
  readonly offset: number;
}

async function marked(files: Readonly<Record<string, string>>, name: string, text: string): Promise<Marked> {
  const { snapshot, uri } = await workspaceOf({ ...files, [name]: text.replace('│', '') });
  return { request: snapshot, uri: uri(name), offset: text.indexOf('│') };
}

const positionIn = ({ request, uri, offset }: Marked) =>
  request.model.workspace.texts.file(uri)!.lines.positionAt(offset);

/** The labels at the cursor. */
async function labels(name: string, text: string, files = PLATFORMS['Terraform 1.17']!): Promise<string[]> {
  const here = await marked(files, name, text);
  return completion(here.request, here.uri, positionIn(here), ABILITIES).items.map(({ label }) => label);
}

/** `2:1 error KS112 message` of each finding. */
async function found(name: string, text: string, files: Readonly<Record<string, string>>): Promise<string[]> {
  const { request, uri } = await marked(files, name, text);
  return now(allDiagnostics(request, uri)).map(
    ({ range: { start }, code, message }) => `${start.line + 1}:${start.character + 1} ${code}: ${message as string}`,
  );
}

describe('files with tests and with queries', () => {
  it('offer the blocks of their kind, and the parts of a block that are not written', async () => {
    assert.deepEqual(await labels('a.tfquery.hcl', '│'), ['list', 'locals', 'provider', 'variable']);
    assert.deepEqual(await labels('a.tfquery.hcl', 'list "aws_vpc" "all" {\n  provider = aws\n  │\n}\n'), [
      ...['config', 'count', 'for_each', 'include_resource', 'limit'],
    ]);
    for (const name of ['a.tftest.hcl', 'tests/a.tofutest.hcl']) {
      assert.ok((await labels(name, '│')).includes('mock_provider'));
      assert.deepEqual(await labels(name, 'run "a" {\n  assert {\n    condition = true\n    │\n  }\n}\n'), [
        'error_message',
      ]);
    }
  });

  it('offer the arguments of variables, and words', async () => {
    assert.ok((await labels('a.tfquery.hcl', 'variable "region" {\n  │\n}\n')).includes('default'));
    assert.deepEqual(await labels('a.tftest.hcl', 'run "a" {\n  command = │\n}\n'), ['plan', 'apply']);
    assert.deepEqual(await labels('a.tftest.hcl', 'run "a" {\n  parallel = │\n}\n'), []);
  });

  it('offer only what the version of the platform has', async () => {
    const inMock = 'mock_provider "aws" {\n  │\n}\n';
    for (const [platform, expected] of Object.entries({
      'Terraform 1.17': ['alias', 'mock_data', 'mock_ephemeral', 'mock_resource', 'override_data', 'override_during'],
      'Terraform 1.10': ['alias', 'mock_data', 'mock_resource', 'override_data', 'override_resource', 'source'],
      'OpenTofu 1.12': ['alias', 'for_each', 'mock_data', 'mock_resource', 'override_data', 'override_resource'],
    }))
      assert.deepEqual((await labels('a.tftest.hcl', inMock, PLATFORMS[platform])).slice(0, 6), expected, platform);
    assert.deepEqual(await labels('a.tfquery.hcl', '│', PLATFORMS['OpenTofu 1.12']), []);
  });

  it('offer nothing in other files that are not configuration', async () => {
    assert.deepEqual(await labels('a.drift.hcl', '│'), []);
    assert.deepEqual(await labels('a.hcl', '│'), []);
  });

  it('have hovers that name the versions', async () => {
    const textAt = async (name: string, text: string): Promise<string | undefined> => {
      const here = await marked(PLATFORMS['OpenTofu 1.12']!, name, text);
      return (hover(here.request, here.uri, positionIn(here))?.contents as MarkupContent | undefined)?.value;
    };
    assert.equal(
      await textAt('a.tftest.hcl', 'mock_provider "aws" {\n  mock_eph│emeral "aws_secret" {}\n}\n'),
      'Available in Terraform since 1.17, not in OpenTofu.',
    );
    assert.equal(
      await textAt('a.tfquery.hcl', 'li│st "aws_vpc" "all" {}\n'),
      'Available in Terraform since 1.14, not in OpenTofu.',
    );
    assert.equal(await textAt('a.tftest.hcl', 'run "a" {\n  com│mand = plan\n}\n'), undefined);
  });

  it('are formatted', async () => {
    const text = 'list "aws_vpc" "all" {\nprovider = aws\n  limit=5\n}\n';
    const { request, uri } = await marked({}, 'a.tfquery.hcl', text);
    assert.equal(
      TextDocument.applyEdits(TextDocument.create(uri, '', 1, text), now(formatDocument(request, uri)) ?? []),
      'list "aws_vpc" "all" {\n  provider = aws\n  limit    = 5\n}\n',
    );
  });

  const tests = `variables {
  cluster = "a"
}

mock_provider "aws" {
  mock_ephemeral "aws_secret" {
    defaults = {}
  }
}

run "plan" {
  command   = plan
  state_key = "a"

  assert {
    condition     = output.name == "a"
    error_message = "It has another name."
  }
}
`;

  it('have errors where the version of the platform does not know a part, and no others', async () => {
    assert.deepEqual(await found('a.tftest.hcl', tests, PLATFORMS['Terraform 1.17']!), []);
    const refused = (program: string): string[] => [
      `6:3 KS112: ${program} does not support mock_provider { mock_ephemeral {} }. Available in Terraform since 1.17, not in OpenTofu.`,
      `13:3 KS112: ${program} does not support run { state_key }. Available in Terraform since 1.11, not in OpenTofu.`,
    ];
    assert.deepEqual(await found('a.tftest.hcl', tests, PLATFORMS['OpenTofu 1.12']!), refused('OpenTofu'));
    assert.deepEqual(
      await found('tests/a.tftest.hcl', tests, PLATFORMS['Terraform 1.10']!),
      refused('Terraform < 1.11'),
    );
    // Before 1.6, no command reads the file.
    assert.deepEqual(await found('a.tftest.hcl', tests, required('~> 1.5.0', TERRAFORM)), []);
    assert.deepEqual(await found('a.tftest.hcl', tests, {}), []);
  });

  it('have syntax errors', async () => {
    const [error = ''] = await found('a.tfquery.hcl', 'list "aws_vpc" "all" {\n  provider = = aws\n}\n', {});
    assert.match(error, /^2:14 syntax: /);
  });
});
