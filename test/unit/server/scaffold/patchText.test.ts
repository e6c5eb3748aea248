import assert from 'node:assert/strict';
import { githubPipelineText } from '../../../../server/scaffold/pipeline/githubPipeline';
import { patchText } from '../../../../server/scaffold/patchText';
import type { PipelineInput } from '../../../../server/scaffold/pipeline/pipelineFacts';

const facts: PipelineInput = {
  mainBranch: 'main',
  environments: ['ops', 'apps'],
  providers: ['aws'],
  program: 'tofu',
};
const two = githubPipelineText(facts);
const three = githubPipelineText({ ...facts, environments: ['ops', 'apps', 'apps-prod'] });

describe('patchText()', () => {
  it('returns the new text if the current one was not edited', () => {
    assert.equal(patchText(two, two, three), three);
  });

  it('keeps edits at other places', () => {
    const changed = (text: string): string =>
      text.replace('actions/checkout@v4', 'actions/checkout@v5').replace('ubuntu-latest', 'self-hosted');
    assert.equal(patchText(changed(two), two, three), changed(three));
    assert.equal(patchText(changed(three), three, two), changed(two));
  });

  it('keeps the line endings', () => {
    const crlf = (text: string): string => `# ours\r\n${text.replaceAll('\n', '\r\n')}`;
    assert.equal(patchText(crlf(two), two, three), crlf(three));
  });

  it("returns nothing if a change can't be applied", () => {
    assert.equal(patchText('on: push\n', two, three), undefined);
    assert.equal(patchText(two.replace(/ {2}group:.*\n/, ''), two, three), undefined);
  });

  it('returns nothing if the changed texts are too long to be compared', () => {
    const lines = (count: number, word: string): string => `${word}\n`.repeat(count);
    const [before, after] = [lines(30_000, 'a'), lines(30_000, 'b')];
    assert.equal(patchText(`# ours\n${before}`, before, after), undefined);
  });

  it('applies a change within a line', () => {
    assert.equal(patchText('a\n', 'a\n', 'b\n'), 'b\n');
  });
});
