import * as assert from 'node:assert/strict';
import { combinedRatios, compareRatios, comparisonTableOf } from '../../bench/ratios';

const recorded = { '10 clusters': { edit: 1, start: 0.5 }, plans: { 'with values': 1.1 } };

describe('the comparison with recorded ratios', () => {
  it('accepts ratios that are at most 20 % worse or better', () => {
    const compared = compareRatios(recorded, {
      '10 clusters': { edit: 1.2, start: 0.1 },
      plans: { 'with values': 1.1 },
    });
    assert.deepEqual(
      compared.map(({ isWorse }) => isWorse),
      [false, false, false],
    );
    assert.match(comparisonTableOf(compared), /^No ratio is more than 20 % worse/);
  });

  it('lists each ratio that is worse', () => {
    const compared = compareRatios(recorded, {
      '10 clusters': { edit: 1.21, start: 0.5 },
      plans: { 'with values': 1.4 },
    });
    assert.deepEqual(
      compared.flatMap(({ of, label, isWorse }) => (isWorse ? [`${of}: ${label}`] : [])),
      ['10 clusters: edit', 'plans: with values'],
    );
    const table = comparisonTableOf(compared);
    assert.match(table, /^2 of 3 ratios are more than 20 % worse/);
    assert.match(table, /plans +with values +1\.100 +1\.400 +\+27 % +worse/);
  });

  it('combines several measurements, of which some can be incomplete', () => {
    const again = { '10 clusters': { edit: 0.9, start: 0.7 } };
    assert.deepEqual(
      combinedRatios([recorded, again], values => Math.min(...values)),
      { '10 clusters': { edit: 0.9, start: 0.5 }, plans: { 'with values': 1.1 } },
    );
  });

  it('reports missing measurements and ignores them', () => {
    const compared = compareRatios(recorded, { '10 clusters': { edit: 1, start: 0.5 } });
    assert.equal(compared.at(-1)?.isWorse, false);
    assert.match(comparisonTableOf(compared), /plans +with values +1\.100 +not measured/);
  });

  it('asks for a record if there is none', () => {
    assert.match(comparisonTableOf(compareRatios({}, recorded)), /--record/);
  });
});
