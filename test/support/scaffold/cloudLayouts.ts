/** Answers for a new platform on each cloud, and on several. */
const COMMON = { base_domain: 'infra.your-company.org' };

export const CLOUD_LAYOUTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  eks: { layout: 'eks', region: 'eu-north-1', ...COMMON },
  gke: {
    layout: 'gke',
    region: 'us-east1',
    project_id: 'acme-platform',
    cluster_min_master_version: '1.31',
    ...COMMON,
  },
  aks: { layout: 'aks', region: 'northeurope', resource_group: 'acme-platform', ...COMMON },
  scw: {
    layout: 'scw',
    region: 'nl-ams',
    cluster_version: '1.34',
    organization_id: '5a7e0f6c-3f0e-4d3c-9b1f-2d6b3a1c8e40',
    project_id: 'c1b2f4d8-90ab-4c55-8f21-7e6d5a4b3c21',
    ...COMMON,
  },
  'multi-cloud': {
    layout: 'multi-cloud',
    ...COMMON,
    clusters: [
      { provider: 'eks', region: 'eu-north-1' },
      { provider: 'eks', region: 'eu-north-1' },
      {
        provider: 'gke',
        region: 'us-east1',
        name_prefix: 'ml0',
        project_id: 'acme-ml',
        cluster_min_master_version: '1.31',
      },
    ],
  },
};
