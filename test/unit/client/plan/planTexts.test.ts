import assert from 'node:assert/strict';
import { comparePlans } from '../../../../client/plan/model/planComparison';
import { outputDiff, resourceDiff } from '../../../../client/plan/model/planDiff';
import type { Plan } from '../../../../common/plan/plan';
import { planMarkdown, type PlanSummary } from '../../../../common/plan/planMarkdown';
import { change, planOf } from '../../../support/client/plan/planOf';

describe('planDiff()', () => {
  it('shows both sides in a stable order, marks what forces replacement, and hides secrets', async () => {
    const { changes } = await planOf({
      changes: [
        change('module.b.terraform_data.x', ['delete', 'create'], {
          before: { size: 1, id: 'i', password: 'old', text: 'one\ntwo\n', tags: { 'a.b': ['x'] }, none: [] },
          after: { size: 2, password: 'new', text: 'one\nthree', tags: { 'a.b': ['y'] }, none: {} },
          after_unknown: { id: true },
          before_sensitive: { password: true },
          after_sensitive: { password: true },
          replace_paths: [['size'], ['tags', 'a.b', 0]],
        }),
      ],
    });
    const [resource] = changes;
    assert.ok(resource);
    const { before, after } = resourceDiff(resource);
    assert.equal(
      before,
      `resource "module.b.terraform_data.x" {
  id = "i"
  none = []
  password = (sensitive value)
  size = 1
  tags = {
    "a.b" = [
      "x",
    ]
  }
  text = <<-EOT
    one
    two
  EOT
}
`,
    );
    assert.equal(
      after,
      `resource "module.b.terraform_data.x" {
  id = (known after apply)
  none = {}
  password = (sensitive value, changed)
  size = 2 # forces replacement
  tags = {
    "a.b" = [
      "y", # forces replacement
    ]
  }
  text = chomp(<<-EOT
    one
    three
  EOT
  )
}
`,
    );
  });

  it('omits attributes that are null on both sides, at every depth', async () => {
    const { changes } = await planOf({
      changes: [
        change('t.r', ['update'], {
          before: { unset: null, gone: 1, came: null, in: { unset: null, came: null }, items: [{ unset: null }, null] },
          after: { unset: null, gone: null, came: 2, in: { unset: null, came: 3 }, items: [{ unset: null }, null] },
          after_unknown: {},
        }),
        change('t.s', ['create'], { after: { unset: null, id: null }, after_unknown: { id: true } }),
      ],
    });
    const [updated, created] = changes;
    assert.ok(updated && created);
    const sides = resourceDiff(updated);
    assert.equal(
      sides.before,
      `resource "t.r" {
  came = null
  gone = 1
  in = {
    came = null
  }
  items = [
    {},
    null,
  ]
}
`,
    );
    assert.equal(
      sides.after,
      `resource "t.r" {
  came = 2
  gone = null
  in = {
    came = 3
  }
  items = [
    {},
    null,
  ]
}
`,
    );
    assert.equal(resourceDiff(created).after, 'resource "t.s" {\n  id = (known after apply)\n}\n');
  });

  it('has an empty side for created and deleted resources', async () => {
    const { changes, outputs } = await planOf({
      changes: [change('t.new', ['create'], { after: {} }), change('t.old', ['delete'], { before: {} })],
      outputs: { o: { actions: ['create'], before: null, after: 'x', after_sensitive: true } },
    });
    assert.deepEqual(
      changes.map(resource => resourceDiff(resource)),
      [
        { before: 'resource "t.old" {}\n', after: '' },
        { before: '', after: 'resource "t.new" {}\n' },
      ],
    );
    assert.ok(outputs[0]);
    assert.deepEqual(outputDiff(outputs[0]), { before: '', after: 'output "o" = (sensitive value)\n' });
  });
});

const summaryOf = (plan: Plan): PlanSummary => ({ environment: plan.environment, plan, isStale: false });

describe('planMarkdown()', () => {
  it('contains counts, dangerous changes first, a table by cluster, and collapsed details', async () => {
    const ops = await planOf({
      changes: [
        change('module.b.t.x', ['delete', 'create'], { replace_paths: [['size']] }),
        change('module.b_pool.t.x', ['update'], { before: { size: 1, a: 1 }, after: { size: 2, a: 1 } }),
        change('t.new["`|"]', ['create'], { after: {} }),
      ],
    });
    const apps = await planOf({}, { environment: 'apps' });
    assert.equal(
      planMarkdown([summaryOf(ops), { ...summaryOf(apps), isStale: true }]),
      `## Plan

| Environment | destroy | replace | change | add |
| --- | ---: | ---: | ---: | ---: |
| \`ops\` |  | 1 | 1 | 1 |
| \`apps\` (stale) |  |  |  |  |

### \`ops\`

**Destroyed or forgotten**

- replace \`module.b.t.x\`: forced by \`size\`

| Cluster | destroy | replace | change | add |
| --- | ---: | ---: | ---: | ---: |
| \`b\` |  | 1 | 1 |  |
| other |  |  |  | 1 |

<details><summary>Other changes (2)</summary>

- change \`module.b_pool.t.x\`: \`size\`
- add \`\` t.new["\`|"] \`\`

</details>

### \`apps\` — stale: the code has changed

No changes.
`,
    );
  });

  it('has columns for rare actions only if they occur', async () => {
    const ops = await planOf({
      changes: [change('t.kept', ['forget'])],
      drift: [change('t.d', ['update'], { before: { n: 1 }, after: { n: 2 } })],
    });
    assert.match(
      planMarkdown([summaryOf(ops)]),
      /^## Plan\n\n\| Environment \| destroy \| replace \| forget \| change \| add \| Drift \|\n.*\n\| `ops` \| {2}\| {2}\| 1 \| {2}\| {2}\| 1 \|/,
    );
  });

  it('distinguishes platforms, and mentions missing and stale plans', async () => {
    const ops = await planOf({});
    const text = planMarkdown([
      { environment: 'ops', platform: 'infra/one', isStale: false, failure: '2 errors' },
      { ...summaryOf(ops), platform: 'infra/two', failure: 'locked' },
    ]);
    assert.match(text, /\| `infra\/one` `ops` \(2 errors\) \|/);
    assert.match(text, /\| `infra\/two` `ops` \(previous plan; latest run: locked\) \|/);
    assert.match(text, /### `infra\/one` `ops`\n\nNo plan: 2 errors\.\n/);
    assert.match(text, /### `infra\/two` `ops`\n\nNo changes\.\n/);
  });

  it('contains a failed check even if nothing changes', async () => {
    const plan = await planOf({
      checks: [
        {
          address: { kind: 'check', to_display: 'check.quota' },
          status: 'fail',
          instances: [{ problems: [{ message: 'Full.' }] }],
        },
      ],
    });
    assert.match(planMarkdown([summaryOf(plan)]), /No changes\.\n\n\*\*Failed checks\*\*\n\n- `check\.quota`: Full\./);
  });

  it('stays within its limit and says that it was shortened', async () => {
    const many = Array.from({ length: 500 }, (_, index) => change(`t.r${index}`, ['delete'], { before: {} }));
    const plan = await planOf({ changes: many });
    const text = planMarkdown([summaryOf(plan)], { length: 1000, resources: 400 });
    assert.ok(text.length <= 1000, String(text.length));
    assert.match(text, /Shortened/);
    assert.match(planMarkdown([summaryOf(plan)], { resources: 3 }), /- 497 more/);
  });

  it('keeps destroyed resources of every environment if it is shortened, and links to the pipeline run', async () => {
    const many = Array.from({ length: 40 }, (_, index) => change(`t.fresh${index}`, ['create'], { after: {} }));
    const gone = (count: number) =>
      Array.from({ length: count }, (_, index) => change(`t.gone${index}`, ['delete'], { before: {} }));
    const url = 'https://example.com/run/1';
    const ops = { ...(await planOf({ changes: many })), origin: { file: 'report.json', url } };
    const apps = await planOf({ changes: [...many, ...gone(1)] }, { environment: 'apps' });
    const text = planMarkdown([summaryOf(ops), summaryOf(apps)], { length: 1000 });
    assert.ok(text.length <= 1000, String(text.length));
    assert.match(text, /- destroy `t\.gone0`/);
    assert.doesNotMatch(text, /t\.fresh/);
    assert.match(text, /Shortened.*\[pipeline run\]\(https:\/\/example\.com\/run\/1\)/);
    const cut = planMarkdown([summaryOf(await planOf({ changes: gone(90) }))], { length: 1000 });
    assert.match(cut, /- destroy `t\.gone0`\n(?:- destroy `t\.gone\d+`\n)+- …\n/);
    assert.ok(cut.length <= 1000);
  });
});

describe('planComparison()', () => {
  it('shows changes that only one environment has or that differ in action or attributes', async () => {
    const update = (before: object, after: object) => change('t.values', ['update'], { before, after });
    const same = change('t.same', ['update'], { before: { n: 1 }, after: { n: 2 } });
    const left = await planOf({
      changes: [change('t.left', ['create']), change('t.action', ['update']), update({ a: 1 }, { a: 2 }), same],
    });
    const right = await planOf(
      {
        changes: [change('t.right', ['create']), change('t.action', ['delete']), update({ b: 1 }, { b: 2 }), same],
      },
      { environment: 'apps' },
    );
    const { differences, ...rest } = comparePlans(left, right);
    assert.deepEqual(rest, { left: 'ops', right: 'apps', same: 1 });
    assert.deepEqual(
      differences.map(({ kind, address }) => `${kind} ${address}`),
      ['action t.action', 'values t.values', 'left t.left', 'right t.right'],
    );
  });
});
