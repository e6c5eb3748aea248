import assert from 'node:assert/strict';
import { wayAroundText } from '../../../../common/forecast/wayAround';
import { forecastLines, forecastMarkdown } from '../../../../server/forecast/forecastText';
import type { ForecastResource } from '../../../../common/forecast/forecast';

const forecast = (action: ForecastResource['action'], type: string) => ({
  environments: { ops: { resources: [{ address: `module.a.${type}.x`, type, action, reasons: [], module: 'a' }] } },
});

describe('the way around a replacement', () => {
  it('is named where a node pool or a cluster is replaced', () => {
    assert.match(wayAroundText(forecast('replace', 'google_container_node_pool'))!, /^Replace Step by Step…/);
    assert.match(wayAroundText(forecast('replace', 'azurerm_kubernetes_cluster'))!, /^Replace Step by Step…/);
  });

  it('ends comparisons, in files and in the terminal', () => {
    const each = forecast('replace', 'aws_eks_node_group');
    assert.match(forecastMarkdown(each), /\n\nReplace Step by Step… [^\n]*\n$/);
    assert.match(forecastLines(each).at(-1)!, /^Replace Step by Step… /);
  });

  it('is not named for other resources, and not for what was removed from the code', () => {
    assert.equal(wayAroundText(forecast('replace', 'aws_launch_template')), undefined);
    assert.equal(wayAroundText(forecast('destroy', 'aws_eks_node_group')), undefined);
    assert.equal(wayAroundText(forecast('update', 'aws_eks_node_group')), undefined);
  });
});
