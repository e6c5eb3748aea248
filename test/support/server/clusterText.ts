/** Source of the EKS cluster module of the framework. */
export const clusterSource = 'github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0';

/** A cluster with the environments `apps` and `ops`. @param apps attributes of `apps`, as HCL lines; @param ops those of `ops` */
export const clusterText = (apps: string, ops = '', name = 'eks_gc0_eu-west-1'): string => `module "${name}" {
  source = "${clusterSource}"

  configuration = {
    apps = {
${indented(apps)}    }

    ops = {
${indented(ops)}    }
  }
}
`;

const indented = (lines: string): string => (lines === '' ? '' : lines.replace(/^/gm, '      ') + '\n');
