// Untrusted names, values and descriptions stay text in hovers, completions and tooltips, and load no images.
import * as assert from 'node:assert/strict';
import fc from 'fast-check';
import type { MarkupContent } from 'vscode-languageserver-types';
import { completion } from '../../../../server/features/completion/completion';
import { quoteString } from '../../../../server/semantics/hclPrinter';
import { hover } from '../../../../server/features/hover/hover';
import { inlayHints } from '../../../../server/features/display/inlayHints';
import { resolveCompletion } from '../../../../server/features/completion/completionResolve';
import { hostileText } from '../../../support/hostileText';
import { assertHarmless, renderings, shownAs, textOf } from '../../../support/renderedMarkdown';
import { workspaceOf, type TestWorkspace } from '../../../support/testWorkspace';

const source = 'github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0';

interface Names {
  readonly environment: string;
  readonly attribute: string;
  readonly value: string;
  readonly description: string;
  readonly label: string;
  /** An expression whose value is known only after a plan. */
  readonly expression?: string;
}

/** A file with a NUL character is binary. */
const inFile = hostileText.filter(text => !text.includes('\0'));

/** A label can't contain line breaks or escapes. */
const labelOf = (text: string): string => text.replace(/[\r\n"\\]|[$%]\{/g, '-');

const platform = ({
  environment,
  attribute,
  value,
  description,
  label,
  expression = 'data.x.y',
}: Names): string => `variable "size" {
  type        = string
  description = ${quoteString(description)}
  default     = ${quoteString(value)}
}

locals {
  text = ${quoteString(value)}
  name = terraform.workspace
}

module "${label}" {
  source = "${source}"

  configuration_base_key = ${quoteString(environment)}
  configuration = {
    ${quoteString(environment)} = {
      name_prefix = ${quoteString(value)}
      base_domain = var.size
      ${quoteString(attribute)} = local.text
      tags = ${expression}
    }
    ops = {
      name_prefix = "x"
      ${quoteString(attribute)} = "y"
    }
  }
}

output "o" {
  value = module.${label}.current_metadata
}

provider "aws" {
  alias  = "a"
  region = ${quoteString(value)}
}
`;

const texts = (contents: unknown): string => (contents as MarkupContent).value;

/** All texts that hovers, tooltips and completions show in a file, without duplicates. */
function shownIn({ snapshot, uri }: TestWorkspace, text: string): Set<string> {
  const shown = new Set<string>();
  for (const [line, content] of text.split('\n').entries())
    for (let character = 0; character <= content.length; character += 2) {
      const found = hover(snapshot, uri('main.tf'), { line, character });
      if (found) shown.add(texts(found.contents));
    }
  const end = { line: text.split('\n').length, character: 0 };
  for (const hint of inlayHints(snapshot, uri('main.tf'), { start: { line: 0, character: 0 }, end }) ?? [])
    if (typeof hint.label !== 'string') for (const part of hint.label) shown.add(texts(part.tooltip));
  return shown;
}

const abilities = { snippets: false, insertReplace: false, markdown: true, adjustsIndentation: false, tags: false };

async function shownFor(names: Names): Promise<{ shown: Set<string>; workspace: TestWorkspace }> {
  const text = platform(names);
  const workspace = await workspaceOf({ 'main.tf': text });
  const shown = shownIn(workspace, text);
  const { snapshot, uri } = workspace;
  const lines = text.split('\n');
  for (const [needle, character] of [
    ['base_domain = var.', 24],
    ['    ops = {', 11],
  ] as const) {
    const line = lines.findIndex(each => each.includes(needle));
    const list = completion(snapshot, uri('main.tf'), { line, character }, abilities);
    for (const item of list?.items ?? []) {
      const resolved = resolveCompletion(snapshot, item, true);
      if (resolved.documentation !== undefined) shown.add(texts(resolved.documentation));
    }
  }
  return { shown, workspace };
}

const ours = (target: string): boolean => /^file:\/\/\/w\/main\.tf#L\d+$/.test(target);

describe('hovers, tooltips and completions of a hostile repository', function () {
  const usual: Names = {
    environment: 'apps',
    attribute: 'cluster_max_size',
    value: 'v',
    description: 'd',
    label: 'eks_gc0',
  };

  const image = '![x](https://evil.example/?secret)';
  const attacks: readonly (readonly [what: string, names: Partial<Names>])[] = [
    ['an attribute with carriage returns', { attribute: `a\r\r${image}` }],
    ['an environment with carriage returns', { environment: `apps\r\r${image}` }],
    ['an expression with the end of a fence', { expression: `data.x[<<-E\n\`\`\`\n${image}\nE\n]` }],
    ['an attribute with a backslash and a bar', { attribute: `a\\|${image}` }],
  ];
  for (const [what, names] of attacks)
    it(`load no image for ${what}`, async () => {
      const { shown } = await shownFor({ ...usual, ...names });
      assert.ok(shown.size > 5, String(shown.size));
      for (const text of shown)
        for (const [engine, rendered] of renderings(text)) assert.equal(rendered.images, 0, `${engine}: ${text}`);
      assert.ok([...shown].some(text => text.includes('evil.example')));
    });

  it('show names and values unchanged and add no markup', async () => {
    const property = fc.asyncProperty(
      fc.record({
        environment: inFile,
        attribute: inFile,
        value: inFile,
        description: inFile,
        label: inFile.map(labelOf),
      }),
      async names => {
        const { shown } = await shownFor(names);
        assert.ok(shown.size > 0);
        for (const text of shown) assertHarmless(text, { links: ours });
      },
    );
    await fc.assert(property, { numRuns: 60, seed: 12 });
  });

  it('show the name of an environment on one line', async () => {
    const property = fc.asyncProperty(inFile, async environment => {
      const text = platform({ ...usual, environment });
      const { snapshot, uri } = await workspaceOf({ 'main.tf': text });
      const line = text.split('\n').findIndex(each => each.includes('name_prefix'));
      const found = hover(snapshot, uri('main.tf'), { line, character: 8 });
      assert.ok(found);
      for (const [engine, rendered] of renderings(texts(found.contents)))
        assert.ok(
          rendered.pieces.some(piece =>
            piece.text.includes(shownAs(environment.toWellFormed()).replaceAll('\\|', '\\u{5c}|')),
          ),
          `${engine}: ${textOf(rendered)}`,
        );
      assertHarmless(texts(found.contents), { links: ours, rows: [3] });
    });
    await fc.assert(property, { numRuns: 60, seed: 12 });
  });
});
