import assert from 'node:assert/strict';
import { readReports, reportProblemText } from '../../../../client/pipelinePlan/readReports';
import { reportedPlan } from '../../../../client/pipelinePlan/reportedPlan';
import { planReportText, type ReportOrigin } from '../../../../common/plan/planReport';
import { change, planOf } from '../../../support/client/plan/planOf';

const environments = ['ops', 'apps', 'apps-prod'];
const commit = 'a'.repeat(40);

const reportOf = async (origin: ReportOrigin): Promise<string> =>
  [...planReportText(await planOf({ changes: [change('t.fresh', ['create'], { after: {} })] }), origin)].join('');

describe('plan reports in the files of pipelines', () => {
  it('are read for each environment, in the order of the environments', async () => {
    const files = [
      { name: 'plan-report-apps.json', text: await reportOf({ environment: 'apps' }), run: 'plan' },
      { name: 'plan-report-ops.json', text: await reportOf({}), run: 'plan' },
    ];
    const { reports, unreadable } = readReports(files, environments, '');
    assert.deepEqual(
      reports.map(({ environment, report }) => [environment, report.plan.changes.length]),
      [
        ['ops', 1],
        ['apps', 1],
      ],
    );
    assert.deepEqual(unreadable, []);
    assert.deepEqual(readReports(files, environments, 'infra/eu').reports, []);
    const [first] = files;
    const ofFolder = [{ ...first!, name: 'plan-report-infra-eu-apps.json' }];
    assert.equal(readReports(ofFolder, environments, 'infra/eu').reports.length, 1);
  });

  it("have a message if they can't be shown", async () => {
    const texts = {
      'plan-report-ops.json': '{}',
      'plan-report-apps.json': (await reportOf({})).replace('"version": 1', '"version": 99'),
      'plan-report-apps-prod.json': await reportOf({ environment: 'ops' }),
    };
    const files = Object.entries(texts).map(([name, text]) => ({ name, text, run: '' }));
    const { reports, unreadable } = readReports(files, environments, '');
    assert.deepEqual(reports, []);
    assert.deepEqual(
      unreadable.map(each => reportProblemText(each)),
      [
        'plan-report-ops.json is not a plan report. Make one with “kubestack-language-server plan-report”.',
        'plan-report-apps.json was made by a newer version. Update the Kubestack extension to open it.',
        'plan-report-apps-prod.json is the report of another environment than its name says.',
      ],
    );
  });

  it('show their origin and time, which come from the Git host if the report lacks them', async () => {
    const source = { folder: '/nowhere', environment: 'ops', file: 'plan-report-ops.json', commit, finishedAt: 42 };
    const found = async (origin: ReportOrigin) => {
      const { reports } = readReports([{ name: source.file, text: await reportOf(origin), run: '' }], ['ops'], '');
      const plan = await reportedPlan(reports[0]!.report, { ...source, url: 'https://b.example', source: 'host' });
      return [plan.finishedAt, plan.origin?.commit, plan.origin?.asked, plan.origin?.url, plan.origin?.source];
    };
    assert.deepEqual(await found({}), [42, commit, commit, 'https://b.example', 'host']);
    const merge = { commit: 'b'.repeat(40), url: 'https://a.example', plannedAt: '2026-01-02T03:04:05Z' };
    const at = Date.UTC(2026, 0, 2, 3, 4, 5);
    assert.deepEqual(await found(merge), [at, merge.commit, commit, 'https://a.example', 'host']);
  });
});
