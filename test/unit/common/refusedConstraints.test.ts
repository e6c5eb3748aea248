// Version constraints that init refuses. Each answer is that of Terraform 1.11.4.
import assert from 'node:assert/strict';
import { acceptedConstraint, isRefusedConstraint, type ConstraintSubject } from '../../../common/versionConstraint';

const SUBJECTS: readonly ConstraintSubject[] = ['provider', 'module', 'program'];

const refusedFor = (text: string): string => SUBJECTS.filter(each => isRefusedConstraint(text, each)).join(' ');

describe('a version constraint', () => {
  const ALL = 'provider module program';
  const cases: readonly (readonly [string, string])[] = [
    ['^0.9.6', ALL],
    ['>= 1.2 < 2', ALL],
    ['>= 1.2 <2', ALL],
    ['1.2.x', ALL],
    ['1.x', ALL],
    ['=> 1.2', ALL],
    ['== 1.2', ALL],
    ['>= 1.2,', ALL],
    ['', ALL],
    ['*', ALL],
    ['0.9.6 || 1.0', ALL],
    ['1.2.3-a_b', ALL],
    ['v1.2', 'provider'],
    ['=v1.2', 'provider'],
    ['~> v1.2', 'provider'],
    ['1.2.3.4', 'provider'],
    ['~> 1.2.3.4', 'provider'],
    ['>= 1.2.3beta', 'provider program'],
    ['1.2.3-beta1', 'program'],
    ['>= 1.2.3-beta.1+build', 'program'],
    ['1.2.3-', 'program'],
    ['1.2-beta', 'program'],
    ['~>1.2-beta', 'program'],
    ['1.2.3-1', 'program'],
    ['1.2.3-01', 'program'],
    ['1.10.1-kbst.0', 'program'],
    ['~>1', ''],
    [' 1.2 ', ''],
    ['>=  1.0 , < 2.0', ''],
    ['>= 1.02', ''],
    ['>= 99999999999', ''],
    ['= 1.2.3+x', ''],
  ];
  for (const [text, subjects] of cases)
    it(`${JSON.stringify(text)} is ${subjects === '' ? 'accepted' : `refused for ${subjects}`}`, () => {
      assert.equal(refusedFor(text), subjects);
    });

  it('of another tool is written as Terraform reads it', () => {
    const accepted = ['^1.2.3', '^0.9.6', '^0.9', '=> 1.2', '==1.2, <2', '1.2.x', '1.*', 'latest', '1.0 || 2.0'].map(
      text => acceptedConstraint(text, 'module'),
    );
    assert.deepEqual(accepted, [
      '>= 1.2.3, < 2',
      '~> 0.9.6',
      undefined,
      '>= 1.2',
      '=1.2, <2',
      '~> 1.2.0',
      '~> 1.0',
      undefined,
      undefined,
    ]);
    assert.equal(acceptedConstraint('v1.2', 'provider'), '1.2');
    assert.equal(acceptedConstraint('1.2.0-beta1', 'program'), undefined);
  });
});
