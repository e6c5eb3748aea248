import * as assert from 'node:assert/strict';
import type { Platform } from '../../../../common/protocol';
import type { ChangeLine } from '../../../../client/platform/changeLines';
import {
  virtualPromotionTree,
  type VirtualPromotionNode,
} from '../../../../client/virtualRepository/virtualPromotionTree';

const platform = (uri: string): Platform => ({ uri, environments: ['ops', 'apps'] }) as unknown as Platform;
const lines: ChangeLine[] = [{ label: 'max_size', description: '3 → 9', cluster: 'eks', change: 'changed' }];

function tree(platforms: Platform[], changes: (environment: string) => Promise<ChangeLine[]>): VirtualPromotionNode[] {
  return virtualPromotionTree(platforms, {
    labelOf: ({ uri }) => uri,
    changes: (_, environment) => changes(environment),
  });
}

async function outline(nodes: readonly VirtualPromotionNode[], depth = ''): Promise<string[]> {
  const all: string[] = [];
  for (const { label, description, children } of nodes) {
    all.push(depth + [label, description].filter(text => text !== '').join(': '));
    if (children) all.push(...(await outline(await children(), `${depth}  `)));
  }
  return all;
}

describe('the Promotion view without Git', () => {
  it('is empty if no file system supports revisions', () => {
    assert.deepEqual(
      tree([], () => Promise.resolve([])),
      [],
    );
  });

  it('says that promotion needs Git, and shows what changes in each environment', async () => {
    const nodes = tree([platform('a')], environment => Promise.resolve(environment === 'apps' ? lines : []));
    assert.match(nodes[0]?.details ?? '', /clone the repository/);
    assert.deepEqual(await outline(nodes), [
      "Deploy tags can't be listed here",
      'ops',
      '  No changes compared with the default branch',
      'apps',
      '  max_size: 3 → 9',
    ]);
  });

  it('reads nothing before an environment is expanded', () => {
    const nodes = tree([platform('a')], () => assert.fail('read'));
    assert.equal(nodes.length, 3);
  });

  it('groups by platform if there are several, with different ids', async () => {
    const nodes = tree([platform('a'), platform('b')], () => Promise.resolve(lines));
    const shown = await outline(nodes);
    assert.deepEqual(shown.slice(0, 4), ["Deploy tags can't be listed here", 'a', '  ops', '    max_size: 3 → 9']);
    const ids: string[] = [];
    const collect = async (all: readonly VirtualPromotionNode[]): Promise<void> => {
      for (const node of all) {
        ids.push(node.id);
        await collect((await node.children?.()) ?? []);
      }
    };
    await collect(nodes);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('explains why changes are not shown', async () => {
    const nodes = tree([platform('a')], () => Promise.reject(new Error('No such revision.')));
    const [problem] = (await nodes[1]?.children?.()) ?? [];
    assert.deepEqual([problem?.label, problem?.details], ["The changes can't be shown", 'No such revision.']);
  });
});
