import assert from 'node:assert/strict';
import { REPORT_MARKER } from '../../../../common/plan/reportFiles';
import { planReportMarkdown } from '../../../../common/plan/planReportMarkdown';
import { change, planOf } from '../../../support/client/plan/planOf';

const ORIGIN = { environment: 'ops', commit: 'a'.repeat(40), url: 'https://example.com/runs/1' };

describe('a plan report as Markdown', () => {
  it('begins with what is replaced and destroyed, as a forecast says it, and has a part for each cluster', async () => {
    const plan = await planOf({
      changes: [
        change('module.a.aws_eks_cluster.current', ['delete', 'create'], {
          type: 'aws_eks_cluster',
          before: { name: 'x', password: 'sesame' },
          after: { name: 'y', password: 'sesame' },
          replace_paths: [['name']],
        }),
        change('module.a.terraform_data.more', ['create'], { after: {} }),
        change('module.b_pool.terraform_data.more', ['update'], { before: { size: 1 }, after: { size: 2 } }),
      ],
    });
    const text = planReportMarkdown(plan, ORIGIN);
    const way =
      'Replace Step by Step… makes such a change in stages, and loses no nodes before others have taken their place.';
    assert.ok(text.startsWith(`${REPORT_MARKER}\n\n**Replaces 1 cluster in ops.**\n\n${way}\n\n## Plan\n`), text);
    assert.match(text, /- replace `module\.a\.aws_eks_cluster\.current`: forced by `name`/);
    assert.match(text, /<summary><code>a<\/code> \(1\)<\/summary>\n\n- add `module\.a\.terraform_data\.more`/);
    assert.match(
      text,
      /<summary><code>b<\/code> \(1\)<\/summary>\n\n- change `module\.b_pool\.terraform_data\.more`: `size`/,
    );
    assert.match(text, /`aaaaaaa`, \[pipeline run\]/);
    assert.doesNotMatch(text, /sesame/);
  });

  it('says what happened outside of Terraform, and not what Terraform would do', async () => {
    const gone = change('module.a.terraform_data.gone', ['delete'], { before: {} });
    const grown = change('module.a.terraform_data.grown', ['update'], { before: { size: 1 }, after: { size: 2 } });
    const text = planReportMarkdown(await planOf({ drift: [gone, grown] }), ORIGIN);
    assert.match(
      text,
      /- deleted `module\.a\.terraform_data\.gone`\n- changed `module\.a\.terraform_data\.grown`: `size`/,
    );
    assert.doesNotMatch(text, /- destroy/);
  });

  it('says that the environment is unknown, without a name', async () => {
    const lost = change('module.a.aws_eks_cluster.current', ['delete'], { type: 'aws_eks_cluster', before: {} });
    const text = planReportMarkdown(await planOf({ changes: [lost] }), {});
    assert.match(text, /\*\*Destroys 1 cluster in an unknown environment\.\*\*/);
    assert.match(text, /\n\| unknown environment \|/);
    assert.match(text, /\n### unknown environment\n/);
  });

  it('says that nothing changes', async () => {
    const text = planReportMarkdown(await planOf({}), ORIGIN);
    assert.match(text, /No changes\./);
    assert.doesNotMatch(text, /\*\*Replaces/);
  });

  it('fits into a comment: whole parts are left out, destroyed resources last', async () => {
    const name = 'x'.repeat(150);
    const of = (module: string, action: string[], count: number) =>
      Array.from({ length: count }, (_, index) =>
        change(`module.${module}.terraform_data.${name}${index}`, action, {}),
      );
    const parts = Array.from({ length: 20 }, (_, index) => of(`part${index}`, ['create'], 100)).flat();
    const plan = await planOf({ changes: [...of('a', ['delete'], 90), ...parts] });
    const text = planReportMarkdown(plan, ORIGIN);
    assert.ok(text.length <= 65_536 && text.length > 30_000, String(text.length));
    assert.equal(text.match(/- destroy/g)?.length, 90);
    assert.equal(text.match(/<details>/g)?.length, text.match(/<\/details>/g)?.length);
    for (const [, part = ''] of text.matchAll(/<details>([^]*?)<\/details>/g))
      assert.equal(part.match(/\n- add/g)?.length, Number(/\((\d+)\)/.exec(part)?.[1]));
    assert.match(text, /Shortened[^\n]*\[pipeline run\]\S*\n$/);
  });

  it('shows names as text', async () => {
    const hostile = change('module.a["</summary><img>@all"].terraform_data.x', ['create'], { after: {} });
    const text = planReportMarkdown(await planOf({ changes: [hostile] }), ORIGIN);
    assert.doesNotMatch(text.replace(/`[^`]*`/g, ''), /<img>|@all/);
  });

  it('shows the environment of a report as text, also in what is replaced and destroyed', async () => {
    const lost = change('module.a.aws_eks_cluster.current', ['delete'], { type: 'aws_eks_cluster', before: {} });
    const plan = await planOf({ changes: [lost] });
    for (const environment of ['@all', '**<img>', '[x](https://example.com)', '</p><script>', 'a\n# title\n/close']) {
      const text = planReportMarkdown(plan, { ...ORIGIN, environment });
      const plain = text.replaceAll(ORIGIN.url, '').replace(/`[^`]*`/g, '');
      assert.doesNotMatch(plain, /<img>|@all|script|example\.com|^# title|^\/close/m, text);
    }
  });
});
